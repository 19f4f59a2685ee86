"""Making answers: HTML pages, plain documents, moves."""

from typing import Any

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string

from broadsheet.syndication.addresses import encoded

from . import stamp, theme
from .requests import ReaderRequest

__all__ = ["document", "guessed", "moved", "page"]


def page(
    request: ReaderRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """An HTML page of the paper."""
    html = render_to_string(f"broadsheet/site/{template}", frame(request) | context)
    return HttpResponse(html, content_type="text/html; charset=utf-8", status=status)


def frame(request: ReaderRequest) -> dict[str, Any]:
    """What every page shows around its content."""
    return {
        "paper": request.paper,
        "path": request.path,
        "menu": [section for section in request.sections if section.above is None],
        "stylesheet": theme.stylesheet(),
        "press_time": stamp.MARKUP,
    }


def document(text: str, media_type: str) -> HttpResponse:
    """A document that is no page: a feed, a sitemap."""
    return HttpResponse(text, content_type=media_type)


def moved(path: str) -> HttpResponse:
    """To be found at another path (decoded) from now on."""
    return HttpResponsePermanentRedirect(encoded(path), content_type="text/plain; charset=utf-8")


def guessed(response: HttpResponse) -> HttpResponse:
    """An answer to a path that anybody can make up: right, but not worth the press's room."""
    response.is_guess = True  # type: ignore[attr-defined] # read by press.rendering
    return response
