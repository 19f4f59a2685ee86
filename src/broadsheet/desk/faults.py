"""What an editor sees when the desk could not do what was asked; needs no database."""

import errno
import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

__all__ = ["server_error"]


def server_error(_request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``: says what is the matter, and that nothing was saved.

    A fault that passes by itself (a lock, a database that is away) is a 503.
    """
    meaning, passes = _in_words(sys.exc_info()[1])
    html = render_to_string("broadsheet/desk/fault.html", {"meaning": meaning, "passes": passes})
    response = HttpResponse(html, status=503 if passes else 500)
    if passes:
        response["Retry-After"] = "5"
    return response


def _in_words(error: BaseException | None) -> tuple[str, bool]:
    """What is the matter, and whether it may pass by itself."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EROFS}:
        return _("The disk is full, or cannot be written."), False
    if not isinstance(error, DatabaseError):
        return _("The desk met a fault of its own; its log tells more."), False
    said = str(error)
    if "locked" in said:
        return _("Another program holds the paper's database, and did not let go in time."), True
    if "disk is full" in said:
        return _("The disk is full."), False
    if "readonly" in said:
        return _("The database cannot be written."), False
    return _("The database did not answer as it should."), True
