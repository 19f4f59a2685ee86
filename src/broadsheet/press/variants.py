"""The encodings of a page, all made when it is pressed.

Compressing once, well, costs a press some milliseconds and a reader nothing.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable

import brotli  # type: ignore[import-untyped]  # ships no types
import zstandard

__all__ = ["ENCODINGS", "encode", "variants"]

#: Content codings in the order of their bits in a choice (see ``negotiation``).
ENCODINGS = ("identity", "gzip", "br", "zstd")

# Below this a coded body saves less than its header costs, and everything
# fits the first packet anyway.
_WORTH_CODING = 600

_CODED_TYPES = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/manifest+json",
    "image/svg+xml",
)


def variants(
    body: bytes, *, content_type: str, codings: Iterable[str] = ENCODINGS
) -> dict[str, bytes]:
    """The body by content coding; ``identity`` always, the others where they are smaller."""
    made = {"identity": body}
    if len(body) < _WORTH_CODING or not content_type.startswith(_CODED_TYPES):
        return made
    for coding in codings:
        coded = encode(body, coding)
        if len(coded) < len(body):
            made[coding] = coded
    return made


def encode(body: bytes, coding: str) -> bytes:
    """One body in one coding; the same input gives the same bytes in one installation."""
    if coding == "gzip":
        return gzip.compress(body, compresslevel=6, mtime=0)  # no time: the bytes make the ETag
    if coding == "br":
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=5))
    if coding == "zstd":
        # 8 MiB is the largest window that RFC 8878 asks a browser to accept.
        return zstandard.ZstdCompressor(level=9).compress(body)
    return body
