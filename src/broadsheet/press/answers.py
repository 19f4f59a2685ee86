"""Answers that don't come ready from the store: plain texts, and files with ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, BinaryIO

from broadsheet.press.negotiation import Span, Unsatisfiable, byte_span
from broadsheet.press.pages import Header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["PLAIN_PAGES", "send_file", "send_plain"]

_BLOCK = 1 << 18  # bytes of a file handed to the server at a time

_PLAIN = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{0}</title><p>{0}</p></html>'
)

#: What is said when not even a page of the paper can be made. Whole documents,
#: so that the paper can put its own in their place.
PLAIN_PAGES: dict[HTTPStatus, bytes] = {
    status: _PLAIN.format(text).encode()
    for status, text in {
        HTTPStatus.BAD_REQUEST: "This address can’t be read.",
        HTTPStatus.NOT_ACCEPTABLE: "This page can’t be sent in the encoding asked for.",
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: "This part lies outside the file.",
        HTTPStatus.INTERNAL_SERVER_ERROR: "This page could not be made. Please try again later.",
        HTTPStatus.SERVICE_UNAVAILABLE: "Many pages are being made. Please try again shortly.",
    }.items()
}


def send_plain(
    status: HTTPStatus,
    body: bytes,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    *,
    extra: Iterable[Header] = (),
) -> list[bytes]:
    """Send a fixed HTML document that no cache keeps and no script can run in."""
    headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-length", str(len(body))),
        ("cache-control", "no-store"),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'"),
        ("x-content-type-options", "nosniff"),
        *extra,
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def send_file(
    file: BinaryIO,
    size: int,
    headers: list[Header],
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Send an open file or the one part of it that is asked for (RFC 9110 14). Closes it.

    ``headers`` are those of the whole file. Range means nothing to HEAD.
    """
    etag = dict(headers).get("etag", "")
    is_get = environ["REQUEST_METHOD"] == "GET"
    try:
        asked = environ.get("HTTP_RANGE") if is_get else None
        span = byte_span(asked, environ.get("HTTP_IF_RANGE"), etag=etag, size=size)
    except Unsatisfiable:
        file.close()
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        extra = [("content-range", f"bytes */{size}")]
        return send_plain(status, PLAIN_PAGES[status], environ, start_response, extra=extra)
    if span is None:
        start_response("200 OK", headers)
        span = Span(0, size - 1)
    else:
        length = span.last - span.first + 1
        rest = [header for header in headers if header[0] != "content-length"]
        place = f"bytes {span.first}-{span.last}/{size}"
        part = [("content-length", str(length)), ("content-range", place)]
        start_response("206 Partial Content", [*rest, *part])
    if not is_get or size == 0:
        file.close()
        return []
    blocks = _Blocks(file, span)
    # One block goes as a list: servers then send it in one piece, with its length.
    return list(blocks) if span.last - span.first < _BLOCK else blocks


class _Blocks:
    """The bytes of a part of a file, a block at a time; closed by the server or at its end."""

    def __init__(self, file: BinaryIO, span: Span) -> None:
        self._file = file
        self._left = span.last - span.first + 1
        file.seek(span.first)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        block = self._file.read(min(_BLOCK, self._left)) if self._left else b""
        self._left -= len(block)
        if not block:
            self.close()
            raise StopIteration
        return block

    def close(self) -> None:
        """Close the file (PEP 3333: called by the server in any case)."""
        self._left = 0
        self._file.close()
