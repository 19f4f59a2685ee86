"""The answer to a reader's path: a function of the path and of what is public alone."""

import unicodedata

from django.http import Http404, HttpResponse
from django.urls import get_resolver
from django.utils import translation

from broadsheet.paper import reading

from . import safety, views
from .requests import ReaderRequest
from .responses import guessed, moved

__all__ = ["answer"]


def answer(path: str) -> HttpResponse:
    """What a reader gets at a path (decoded, beginning with ``/``).

    Answers 301, 404 and 410 as well as 200; a path that means nothing never
    raises. Raises NoPublicPaper, and whatever a faulty template or database
    raises.
    """
    path = unicodedata.normalize("NFC", path)
    paper = reading.paper()
    request = ReaderRequest(path, paper=paper)
    with translation.override(paper.language):
        response = _without_end_slashes(request) or _resolved(request) or views.not_found(request)
    return safety.secured(response)


def _resolved(request: ReaderRequest) -> HttpResponse | None:
    """The answer of the view that the path leads to; None where there is nothing."""
    try:
        match = get_resolver("broadsheet.site.urls").resolve(request.path)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return None
    return response


def _without_end_slashes(request: ReaderRequest) -> HttpResponse | None:
    """A path that means something without the slashes at its end leads there in one hop.

    Anybody can send any number of slashes, so none of these is worth the press's room.
    """
    canonical = request.path.rstrip("/")
    if canonical == request.path or not canonical:
        return None
    response = _resolved(ReaderRequest(canonical, paper=request.paper))
    if response is None:
        return None
    return guessed(moved(canonical) if response.status_code == 200 else response)
