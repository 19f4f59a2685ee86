"""Originals and thumbnails, for the desk alone: readers get pressed pictures."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from broadsheet.articles import renditions
from broadsheet.articles.models import Picture

__all__ = ["draft_picture", "media"]

# What a browser may show in place. Anything else, an SVG or HTML that was let
# in as a document above all, is handed out as a file and never run.
_SHOWN = {".avif", ".gif", ".heic", ".jpeg", ".jpg", ".pdf", ".png", ".webp"}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """A file of the media folder."""
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    if not file.is_file():
        raise Http404
    return _served(file)


@require_safe
def draft_picture(
    request: HttpRequest, key: int, width: int, extension: str
) -> HttpResponse | FileResponse:
    """A picture in a reader's format, whether or not readers see it; for previews."""
    form = renditions.reader_format(width, extension)
    if form is None:
        raise Http404
    picture = get_object_or_404(Picture, pk=key)
    return _served(Path(renditions.make_all(picture)[form].file.path))


def _served(file: Path) -> FileResponse:
    is_shown = file.suffix.lower() in _SHOWN
    response = FileResponse(file.open("rb"), as_attachment=not is_shown, filename=file.name)
    response["Cache-Control"] = "private, max-age=3600"
    # Should a browser run it after all, it can do nothing and knows no session.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
