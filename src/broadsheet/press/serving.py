"""The thin layer before Django: answers readers straight from the press store.

Plain WSGI (PEP 3333), so that it runs under any server. A GET or HEAD of a
pressed path costs one look-up; a path that is not pressed is pressed by
``on_miss``; everything else is the fallback's, Django's. Without a store (full
disk, wrong owner) the paper goes on, each page made for its reader.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.press import records
from broadsheet.press.answers import PLAIN_PAGES, send_file, send_plain
from broadsheet.press.errors import Busy, StoreError, StoreStrange
from broadsheet.press.media import open_file
from broadsheet.press.negotiation import acceptable
from broadsheet.press.pages import Header, Page
from broadsheet.press.records import Answer
from broadsheet.press.store import PressStore

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["PressedPages"]

log = logging.getLogger(__name__)

# After a failure the store is left alone for so long; each request would
# otherwise wait for the same failure.
_REST = 5.0  # seconds
_REST_WHEN_STRANGE = 1.0  # seconds; at a start the presser is about to replace it

_NO_CACHE: Header = ("cache-control", "no-cache")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class PressedPages:
    """WSGI application: pressed pages first, Django behind.

    ``store_factory`` opens the press store; called at the first request, so
    after the server forked. ``on_miss`` makes the page of a path (decoded,
    NFC); it returns None for a path that is not a reader's, which then goes to
    ``fallback``, and may raise Busy. It may keep the page itself (say, while it
    holds the path's lock). Paths that begin with one of ``owned``, and methods
    other than GET and HEAD, go to ``fallback`` without a look. Query strings
    never make another page.

    Browsers always ask again (``no-cache`` and an ETag). ``shared_seconds``
    gives shared caches a lifetime: only with a purge in place. ``key_limit``
    bounds the Surrogate-Key header in bytes (0: none sent); a page with more
    keys than fit is not for shared caches, since it could not be purged.

    ``plain_pages`` replaces the texts of 400, 406, 416, 500 and 503: whole HTML
    documents without anything to load. ``media_roots`` are the folders that the
    files of pages (pictures) lie below.
    """

    def __init__(
        self,
        store_factory: Callable[[], PressStore],
        on_miss: Callable[[str], Page | None],
        fallback: WSGIApplication,
        *,
        owned: Iterable[str] = (),
        shared_seconds: int = 0,
        key_limit: int = 0,
        media_roots: Iterable[Path] = (),
        plain_pages: dict[HTTPStatus, bytes] | None = None,
    ) -> None:
        self._factory = store_factory
        self._on_miss = on_miss
        self._fallback = fallback
        self._owned = tuple(owned)
        self._key_limit = key_limit
        self._media_roots = tuple(media_roots)
        self._plain_pages = PLAIN_PAGES | (plain_pages or {})
        self._cache = _NO_CACHE
        if shared_seconds > 0:
            # To a browser the same as no-cache; s-maxage speaks to shared caches only.
            lifetime = f"public, max-age=0, must-revalidate, s-maxage={shared_seconds}"
            self._cache = ("cache-control", lifetime)
        self._store: PressStore | None = None  # None while resting
        self._resting: PressStore | None = None
        self._rest_until = 0.0  # monotonic seconds
        self._opening = threading.Lock()
        self._wanted: dict[str, tuple[int, ...]] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request.

        This is the hot path: flat, few calls, no objects but what the server needs.
        """
        method = environ["REQUEST_METHOD"]
        path = environ["PATH_INFO"]
        if (method != "GET" and method != "HEAD") or path.startswith(self._owned):  # noqa: PLR1714
            return self._fallback(environ, start_response)
        accept = environ.get("HTTP_ACCEPT_ENCODING", "")
        wanted = self._wanted.get(accept)
        if wanted is None:
            wanted = self._read_accept(accept)
        store = self._store
        if store is not None:
            try:
                # The path's bytes as sent are its key, if the path is pressed at all:
                # PEP 3333 hands them over as latin-1.
                key = path.encode("latin-1")
                answer = store.find(
                    key, wanted, environ.get("HTTP_IF_NONE_MATCH"), bool(self._key_limit)
                )
            except UnicodeEncodeError:
                answer = None
            except StoreError as error:
                answer = None
                self._rest(error)
            if answer is not None:
                kind, status, headers, body, _keys = answer
                if kind <= records.NOT_MODIFIED and not self._key_limit:
                    headers.append(self._cache)
                    start_response(status, headers)
                    return [body] if method == "GET" else []
                return self._send(answer, environ, start_response)
        return self._miss(environ, start_response, wanted)

    # -- rarer answers -------------------------------------------------------

    def _send(
        self,
        answer: Answer,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        *,
        is_kept: bool = True,
    ) -> Iterable[bytes]:
        """Any answer: also files, surrogate keys, and pages that the store doesn't hold."""
        kind, status, headers, body, keys = answer
        if kind == records.NOT_ACCEPTABLE:
            return self._plain(HTTPStatus.NOT_ACCEPTABLE, environ, start_response)
        if not is_kept:
            headers.append(_NO_CACHE)  # no purge will ever name what the store doesn't hold
        elif not self._key_limit:
            headers.append(self._cache)
        elif keys and len(keys) <= self._key_limit:
            headers += [self._cache, ("surrogate-key", keys)]
        else:
            headers.append(_NO_CACHE)
        if kind != records.FILE:
            start_response(status, headers)
            return [body] if environ["REQUEST_METHOD"] == "GET" else []
        size = int(dict(headers)["content-length"])
        try:
            file = open_file(body.decode(), self._media_roots, size=size)
        except OSError as error:
            log.error("The file of %s is missing: %s", environ["PATH_INFO"], error)  # noqa: TRY400
            return self._plain(HTTPStatus.INTERNAL_SERVER_ERROR, environ, start_response)
        return send_file(file, size, headers, environ, start_response)

    def _plain(
        self,
        status: HTTPStatus,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        *extra: Header,
    ) -> Iterable[bytes]:
        return send_plain(status, self._plain_pages[status], environ, start_response, extra=extra)

    # -- misses --------------------------------------------------------------

    def _miss(
        self, environ: WSGIEnvironment, start_response: StartResponse, wanted: tuple[int, ...]
    ) -> Iterable[bytes]:
        """Have a page pressed, keep it, send it."""
        path = _decoded(environ["PATH_INFO"])
        if path is None:
            return self._plain(HTTPStatus.BAD_REQUEST, environ, start_response)
        condition = environ.get("HTTP_IF_NONE_MATCH")
        try:
            # The store may only now be open (which asks the database who it is), and
            # the path may have come in another spelling.
            answer = self._look(path, wanted, condition)
            if answer is not None:
                made: tuple[Answer, bool] | None = answer, True
            else:
                page = self._on_miss(path)
                made = None if page is None else self._made(page, wanted, condition)
        except Busy as busy:
            retry = ("retry-after", str(busy.retry_after))
            return self._plain(HTTPStatus.SERVICE_UNAVAILABLE, environ, start_response, retry)
        except Exception:  # whatever it was: a reader gets a page, no stack trace
            log.exception("The page %s could not be made.", path)
            return self._plain(HTTPStatus.INTERNAL_SERVER_ERROR, environ, start_response)
        if made is None:
            return self._fallback(environ, start_response)
        return self._send(made[0], environ, start_response, is_kept=made[1])

    def _made(
        self, page: Page, wanted: tuple[int, ...], condition: str | None
    ) -> tuple[Answer, bool]:
        """The answer for a page just made, and whether the store now holds it."""
        answer = self._keep(page, wanted, condition)
        if answer is not None:
            return _as_pressed(answer), True
        codings = ("gzip",) if page.status == HTTPStatus.OK else ()
        record = records.pack(page, media_roots=self._media_roots, codings=codings)
        return _as_pressed(records.answer(record, wanted, condition)), False

    def _keep(self, page: Page, wanted: tuple[int, ...], condition: str | None) -> Answer | None:
        """Store a page and give the answer from there; None where it can't be stored."""
        store = self._open()
        try:
            if store is None or not store.put(page):
                return None
        except StoreError as error:
            self._rest(error)
            return None
        return self._look(page.path, wanted, condition)

    # -- the store -----------------------------------------------------------

    def _look(self, path: str, wanted: tuple[int, ...], condition: str | None) -> Answer | None:
        store = self._open()
        if store is None:
            return None
        try:
            return store.find(path.encode(), wanted, condition, bool(self._key_limit))
        except StoreError as error:
            self._rest(error)
            return None

    def _open(self) -> PressStore | None:
        if self._store is None and time.monotonic() >= self._rest_until:
            with self._opening:
                try:
                    if self._resting is None:
                        self._resting = self._factory()
                    else:
                        self._resting.follow()
                except StoreError as error:
                    self._rest(error)
                else:
                    self._store = self._resting
        return self._store

    def _rest(self, error: StoreError) -> None:
        """Go on without the store for a while."""
        seconds = _REST_WHEN_STRANGE if isinstance(error, StoreStrange) else _REST
        log.error("Serving without the press store for %d s. %s", seconds, error)
        self._rest_until = time.monotonic() + seconds
        self._store = None

    def _read_accept(self, field: str) -> tuple[int, ...]:
        """Parse an Accept-Encoding and remember it: browsers send a handful of them."""
        wanted = acceptable(field)
        if len(field) <= 200:
            if len(self._wanted) >= 500:
                self._wanted.clear()
            self._wanted[field] = wanted
        return wanted


def _decoded(path_info: str) -> str | None:
    """The path as text in NFC (PEP 3333: bytes as latin-1); None for what is no path."""
    try:
        path = unicodedata.normalize("NFC", path_info.encode("latin-1").decode())
    except UnicodeError:
        return None
    return path if path.startswith("/") and not _CONTROL.search(path) else None


def _as_pressed(answer: Answer) -> Answer:
    """The answer as the one reader gets it for whom the page was pressed."""
    kind, status, headers, body, keys = answer
    told = [
        (name, value.replace("stored", "pressed", 1) if name == "server-timing" else value)
        for name, value in headers
    ]
    return kind, status, told, body, keys
