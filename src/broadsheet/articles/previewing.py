"""Previews of drafts.

How an article looks is known only to the reader pages, a later part; its way
of showing one is handed in here at start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from .models import Article  # which imports this module

__all__ = ["PreviewsMissing", "preview", "show_with"]

Preview = Callable[["Article", HttpRequest], HttpResponse]

_previews: list[Preview] = []


class PreviewsMissing(LookupError):
    """Raised when a preview is asked for and no part has said how an article looks.

    Usually settings without the app ``broadsheet.desk``.
    """


def show_with(preview: Preview) -> None:
    """Let previews be made by this function from now on; call it at start."""
    _previews[:] = [preview]


def preview(article: Article, request: HttpRequest) -> HttpResponse:
    """The draft as readers would see it. Raises PreviewsMissing."""
    if not _previews:
        raise PreviewsMissing("No part of the paper has said how an article looks.")
    return _previews[0](article, request)
