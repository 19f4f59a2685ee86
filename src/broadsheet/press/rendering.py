"""Rendering: a path becomes a page, with the tags of everything that it read."""

import time
import unicodedata

from django.db import close_old_connections
from django.http import HttpResponse

from broadsheet.changes import recorder
from broadsheet.site import answering
from broadsheet.site.stamp import PLACEHOLDER

from .pages import OWN_HEADERS, Page

__all__ = ["render"]


def render(path: str) -> Page:
    """Render what a reader gets at a path now, from one snapshot of the database.

    Raises whatever a faulty template or database raises: no page is better
    than a wrong one.
    """
    close_old_connections()  # outside Django's requests nobody else looks after broken ones
    started = time.perf_counter()
    with recorder.recording() as record:
        response = answering.answer(path)
    seconds = time.perf_counter() - started
    body, stamp = _stamped(response.content, seconds)
    return Page(
        path=unicodedata.normalize("NFC", path),
        status=response.status_code,
        headers=_headers(response),
        body=body,
        tags=frozenset(record.tags),
        order=record.order,
        until=record.until.timestamp() if record.until else None,
        stamp=stamp,
        seconds=seconds,
        file=getattr(response, "file_name", None),
        is_guess=getattr(response, "is_guess", False),
    )


def _headers(response: HttpResponse) -> tuple[tuple[str, str], ...]:
    lowered = ((name.lower(), value) for name, value in response.items())
    return tuple((name, value) for name, value in lowered if name not in OWN_HEADERS)


def _stamped(body: bytes, seconds: float) -> tuple[bytes, tuple[int, int] | None]:
    """Put the true time of making in the place kept for it, without changing the length."""
    start = body.rfind(PLACEHOLDER)
    if start < 0:
        return body, None
    digits = _digits_in(PLACEHOLDER)
    width = digits[1] - digits[0]
    # A page that took longer than the place can say says the most it can.
    told = f"{min(seconds, 99.9999):0{width}.4f}".encode()
    begin, end = start + digits[0], start + digits[1]
    return body[:begin] + told + body[end:], (begin, end)


def _digits_in(placeholder: bytes) -> tuple[int, int]:
    """Where the number stands between the tags of the placeholder's markup."""
    begin = placeholder.index(b">") + 1
    return begin, placeholder.index(b"<", begin)
