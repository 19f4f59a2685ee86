"""Pages for when no page can be made: static, without a database, whole in one file."""

from http import HTTPStatus

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from broadsheet.paper.reading import direction_of

from . import theme

__all__ = ["fault_page"]


def fault_page(status: int, *, name: str = "", language: str = "en") -> bytes:
    """The page for 500 or 503, in the paper's looks. Needs no database.

    ``name`` and ``language`` are the paper's, as far as the caller knows them.
    Raises KeyError for any other status.
    """
    with translation.override(language):
        title, text = {
            HTTPStatus.INTERNAL_SERVER_ERROR: (
                _("This page could not be made"),
                _("The fault is ours and has been noted. The rest of the paper is there."),
            ),
            HTTPStatus.SERVICE_UNAVAILABLE: (
                _("Too much is asked of us just now"),
                _("Please try again in a few moments."),
            ),
        }[HTTPStatus(status)]
        html = render_to_string(
            "broadsheet/site/fault.html",
            {
                "name": name,
                "language": language,
                "direction": direction_of(language),
                "title": title,
                "text": text,
                "stylesheet": theme.stylesheet(),
            },
        )
    return html.encode()
