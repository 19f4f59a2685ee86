"""A page as a rendering made it, before the press store has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

__all__ = ["OWN_HEADERS", "STORABLE_STATUSES", "Page", "surrogate_key"]

Header = tuple[str, str]

#: Answers worth keeping. A 404 may come from anyone's guess and would fill the
#: store; a 5xx is not an answer at all.
STORABLE_STATUSES = frozenset({200, 301, 302, 307, 308, 410})

#: LMDB's longest key, in bytes. Longer paths are made for each reader.
MAX_KEY = 511

#: Headers that the store and the serving layer make themselves, from the bytes
#: and from the paper's settings. A rendering must not send them.
OWN_HEADERS = frozenset(
    {
        "accept-ranges",
        "cache-control",
        "connection",
        "content-encoding",
        "content-length",
        "date",
        "etag",
        "server-timing",
        "surrogate-key",
        "transfer-encoding",
        "vary",
    }
)

_FIELD_NAME = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+\Z")  # RFC 9110 5.1, lower case as in HTTP/2
# ASCII only (RFC 9110 5.5): WSGI servers disagree on how they encode the rest.
_FIELD_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?\Z")
_PLAIN_TAG = re.compile(r"[\x21-\x7e]{1,64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer to a reader, made from one snapshot of the database.

    ``path`` is the decoded URL path in NFC. ``order`` is the highest press
    order inside the snapshot that the rendering read: the store refuses the
    page when one of its ``tags`` was touched by a later order. After ``until``
    (POSIX seconds) the page is stale by the clock alone. ``stamp`` is the place
    (start, end) of the fixed-width line that tells when and how fast the page
    was made; it is left out when two renderings are compared. ``seconds`` is
    how long the making took. ``file`` names a file below the store's media
    roots: then ``body`` is empty and the file's bytes are served. ``is_guess``
    marks a right answer to a path that anybody can make up: it is not kept.

    Raises ValueError for a page that could never be sent as it is.
    """

    path: str
    status: int
    headers: tuple[Header, ...]
    body: bytes
    tags: frozenset[str]
    order: int
    until: float | None = None
    stamp: tuple[int, int] | None = None
    seconds: float = 0.0
    file: str | None = None
    is_guess: bool = False

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or not unicodedata.is_normalized("NFC", self.path):
            raise ValueError(f"A page's path begins with '/' and is NFC, unlike {self.path!r}.")
        if self.file is not None and self.body:
            raise ValueError(f"{self.path}: a page is a body or a file, not both.")
        if self.stamp is not None and not 0 <= self.stamp[0] <= self.stamp[1] <= len(self.body):
            raise ValueError(f"{self.path}: the stamp {self.stamp} lies outside the body.")
        if any("\n" in tag for tag in self.tags):
            raise ValueError(f"{self.path}: a tag holds no line break.")
        _check_headers(self.path, self.headers)

    @property
    def storable(self) -> bool:
        """Whether the store may keep such a page at all."""
        is_worth_it = self.status in STORABLE_STATUSES and not self.is_guess
        return is_worth_it and len(self.path.encode()) <= MAX_KEY

    def same_but_for_stamp(self, other: Page) -> bool:
        """Whether a reader would see the same in both, the line about its making aside."""
        if (self.status, self.headers, self.file, self.stamp, len(self.body)) != (
            other.status,
            other.headers,
            other.file,
            other.stamp,
            len(other.body),
        ):
            return False
        start, end = self.stamp or (0, 0)
        return self.body[:start] == other.body[:start] and self.body[end:] == other.body[end:]


def _check_headers(path: str, headers: Iterable[Header]) -> None:
    """Refuse what would let text from a story become a header of the answer."""
    for name, value in headers:
        if name in OWN_HEADERS or not _FIELD_NAME.match(name):
            raise ValueError(f"{path}: a rendering may not send the header {name!r}.")
        if not _FIELD_VALUE.match(value):
            raise ValueError(f"{path}: header {name} can't hold {value!r}.")


def surrogate_key(tag: str) -> str:
    """A tag as a shared cache knows it; whoever purges must use the same function.

    Returns the tag itself where it is short and plain, else a hash of it.
    """
    if _PLAIN_TAG.match(tag):
        return tag
    return f"h-{digest(tag.encode()).hex()}"


def digest(data: bytes) -> bytes:
    """16 bytes that stand for ``data``: fixed width, so any tag fits an LMDB key."""
    return blake2b(data, digest_size=16).digest()
