"""The WSGI application of a web worker: pressed pages first, the desk behind."""

import os
from http import HTTPStatus
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.config.settings")
desk = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- needs the lines above

from broadsheet.press.misses import Misses, sensible_renders  # noqa: E402
from broadsheet.press.opening import the_store  # noqa: E402
from broadsheet.press.pages import Page  # noqa: E402
from broadsheet.press.pressed_from import templates_in_use  # noqa: E402
from broadsheet.press.serving import PressedPages  # noqa: E402
from broadsheet.site.faults import fault_page  # noqa: E402

_misses = Misses(
    settings.BROADSHEET_RUN_FOLDER,
    at_once=sensible_renders(settings.BROADSHEET_THREADS),
)


def _make(path: str) -> Page | None:
    # Without its slash the desk's address is Django's too, which leads to the one with it.
    return None if path == "/desk" else _misses.make(path)


# Before workers are forked off: one that is forked later must not find other
# templates than the style sheet in its memory comes from.
templates_in_use(settings.PAPER_FOLDER.templates)

application = PressedPages(
    the_store,
    _make,
    desk,
    owned=("/desk/", settings.STATIC_URL),
    media_roots=[Path(settings.MEDIA_ROOT)],
    plain_pages={
        status: fault_page(status)
        for status in (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
    },
)
