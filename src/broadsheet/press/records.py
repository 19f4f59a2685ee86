"""How a page lies in the store: one record, made to be answered from without parsing.

A record is laid out so that a request needs one look-up, one ``unpack_from``
and two slices: the head of the wanted variant (ETag, status line and headers,
ready as text) and its body. What only the press needs (tags, stamp, …) lies
between and is skipped.

    HOT | COLD | tags | surrogate keys | head, body of each variant

Any change here changes ``FORMAT``; a store of another format is thrown away.
"""

from __future__ import annotations

import base64
import os
import struct
from dataclasses import dataclass, replace
from hashlib import blake2b
from http import HTTPStatus
from math import inf
from pathlib import Path
from typing import BinaryIO

from broadsheet.press import negotiation
from broadsheet.press.negotiation import NONE, choices, named
from broadsheet.press.pages import OWN_HEADERS, Header, Page, surrogate_key
from broadsheet.press.variants import ENCODINGS, encode, variants

__all__ = [
    "FILE",
    "FORMAT",
    "HOT",
    "NOT_ACCEPTABLE",
    "NOT_MODIFIED",
    "PAGE",
    "Answer",
    "Record",
    "Torn",
    "answer",
    "file_path",
    "open_file",
    "pack",
    "restamped",
    "sequenced",
    "unpack",
]

FORMAT = b"broadsheet press 1"

#: order, until, flags, choice by mask, surrogate keys (start, end), then
#: start of head, start of body, end of body for each of the four variants.
HOT = struct.Struct("<QdB16s14I")
#: sequence, seconds, status, stamp start, stamp end, has stamp, end of tags
_COLD = struct.Struct("<QdHIIBI")
_COLD_AT = HOT.size
_TAGS_AT = HOT.size + _COLD.size
_SEQUENCE = struct.Struct("<Q")

IS_FILE = 1

# Kinds of answers.
PAGE, FILE, NOT_MODIFIED, NOT_ACCEPTABLE = range(4)

#: Kind, head as lines (ETag, status line, header names and values in turn),
#: body (or name of the file), surrogate keys.
Answer = tuple[int, str, bytes, str]

#: Stands where an answer has no ETag. It can't occur in a request header, so
#: a search for it in If-None-Match never succeeds.
NO_ETAG = "\0"

_VARY = ("vary", "accept-encoding")


class Torn(ValueError):
    """Bytes in the store that are no record: it can't be trusted any more."""


def answer(
    record: bytes | memoryview,
    wanted: tuple[int, ...],
    if_none_match: str | None,
    with_keys: bool = False,  # noqa: FBT001, FBT002 - hot: keywords cost
) -> Answer:
    """What to send for a record: the hot path's second half.

    Copies only what is sent; with a matching ``if_none_match`` no body.
    """
    _order, _until, flags, choice, keys, keys_end, *places = HOT.unpack_from(record)
    for mask in wanted:
        variant = choice[mask]
        if variant != NONE:
            break
    else:
        return _coded_now(record, wanted, if_none_match)
    start, split, end = places[3 * variant : 3 * variant + 3]
    head = str(record[start:split], "latin-1")
    keys_text = str(record[keys:keys_end], "latin-1") if with_keys else ""
    if if_none_match is not None and named(head[: head.index("\n")], if_none_match):
        return NOT_MODIFIED, head, b"", keys_text
    return flags, head, bytes(record[split:end]), keys_text


def _coded_now(
    record: bytes | memoryview, wanted: tuple[int, ...], if_none_match: str | None
) -> Answer:
    """For the rare reader who refuses identity for a page too small to be coded beforehand."""
    page = unpack(b"/", record).page
    if not page.body and page.file is None:
        return answer(record, (negotiation.IDENTITY,), if_none_match)
    if page.file is not None or not any(wanted):
        return NOT_ACCEPTABLE, "", b"", ""
    return answer(pack(page, is_always_coded=True), wanted, if_none_match)


@dataclass(frozen=True, slots=True)
class Record:
    """The parts of a stored record that the press works with."""

    page: Page
    sequence: int


def pack(
    page: Page,
    *,
    media_roots: tuple[Path, ...] = (),
    codings: tuple[str, ...] = ENCODINGS,
    is_always_coded: bool = False,
) -> bytes:
    """The record of a page, with all its variants. Takes some milliseconds of compressing.

    ``is_always_coded`` makes even variants that are not smaller. Raises OSError
    when the page's file can't be read.
    """
    if page.file is None:
        if is_always_coded:
            bodies = {coding: encode(page.body, coding) for coding in codings}
        else:
            content_type = dict(page.headers).get("content-type", "")
            bodies = variants(page.body, content_type=content_type, codings=codings)
        return _join(page, {name: _Variant(b, len(b), b"") for name, b in bodies.items()})
    size, content_digest = _read_file(page.file, media_roots)
    whole = _Variant(page.file.encode(), size, content_digest)
    return _join(page, {"identity": whole})


@dataclass(frozen=True, slots=True)
class _Variant:
    content: bytes
    length: int  # as in Content-Length; not len(content) for a file
    salt: bytes


def _join(page: Page, bodies: dict[str, _Variant]) -> bytes:
    tags = "\n".join(sorted(page.tags)).encode()
    keys = " ".join(sorted(surrogate_key(tag) for tag in page.tags)).encode()
    tags_end = _TAGS_AT + len(tags)
    at = tags_end + len(keys)
    places: list[int] = []
    pieces: list[bytes] = []
    for name in ENCODINGS:
        variant = bodies.get(name)
        if variant is None:
            places += (0, 0, 0)
            continue
        head = _head(page, name, variant)
        places += (at, at + len(head), at + len(head) + len(variant.content))
        pieces += (head, variant.content)
        at += len(head) + len(variant.content)
    choice = choices({name: variant.length for name, variant in bodies.items()})
    until = inf if page.until is None else page.until
    flags = IS_FILE if page.file is not None else 0
    start, end = page.stamp or (0, 0)
    hot = HOT.pack(page.order, until, flags, choice, tags_end, tags_end + len(keys), *places)
    cold = _COLD.pack(0, page.seconds, page.status, start, end, page.stamp is not None, tags_end)
    return b"".join((hot, cold, tags, keys, *pieces))


def _head(page: Page, coding: str, variant: _Variant) -> bytes:
    """ETag, status line, then header names and values in turn, a line each.

    Lines are split faster than anything is parsed, and no header of a Page can
    hold a line break.
    """
    etag = _etag(page, coding, variant) if page.status == HTTPStatus.OK else NO_ETAG
    headers: list[Header] = [] if etag == NO_ETAG else [("etag", etag)]
    headers += [_VARY, ("content-length", str(variant.length))]
    if coding != "identity":
        headers.append(("content-encoding", coding))
    if page.file is not None:
        headers.append(("accept-ranges", "bytes"))
    headers.append(("server-timing", f'press;desc="stored";dur={page.seconds * 1000:.1f}'))
    headers += page.headers
    lines = [etag, f"{page.status} {HTTPStatus(page.status).phrase}"]
    lines += [text for header in headers for text in header]
    return "\n".join(lines).encode("latin-1")


def _etag(page: Page, coding: str, variant: _Variant) -> str:
    """A strong ETag: other for other bytes, other coding, and other headers too.

    Headers count because a 304 does not reliably make browsers take over new
    ones (a tightened content security policy, for one).
    """
    hashed = blake2b(digest_size=12)
    for part in (coding.encode(), repr(page.headers).encode(), variant.salt, variant.content):
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return f'"{base64.urlsafe_b64encode(hashed.digest()).decode()}"'


def unpack(key: bytes, record: bytes | memoryview) -> Record:
    """The page in a record. Raises Torn for bytes that are none."""
    try:
        return _unpack(key, record)
    except (ValueError, struct.error) as error:
        raise Torn(f"The record of {key!r} is torn ({error}).") from error


def _unpack(key: bytes, record: bytes | memoryview) -> Record:
    order, until, flags, _choice, _keys, _keys_end, start, split, end, *_ = HOT.unpack_from(record)
    sequence, seconds, status, stamp_start, stamp_end, stamped, tags_end = _COLD.unpack_from(
        record, _COLD_AT
    )
    if not start <= split <= end <= len(record):
        raise ValueError("its places lie outside of it")
    tags = bytes(record[_TAGS_AT:tags_end]).decode()
    body = bytes(record[split:end])
    page = Page(
        path=key.decode(),
        status=status,
        headers=_page_headers(str(record[start:split], "latin-1"), is_file=bool(flags & IS_FILE)),
        body=b"" if flags & IS_FILE else body,
        tags=frozenset(tags.split("\n")) if tags else frozenset(),
        order=order,
        until=None if until == inf else until,
        stamp=(stamp_start, stamp_end) if stamped else None,
        seconds=seconds,
        file=body.decode() if flags & IS_FILE else None,
    )
    return Record(page=page, sequence=sequence)


def _page_headers(head: str, *, is_file: bool) -> tuple[Header, ...]:
    """The headers of the rendering, without those that ``_head`` added."""
    lines = head.split("\n")
    own = OWN_HEADERS | {"accept-ranges"} if is_file else OWN_HEADERS
    headers = zip(lines[2::2], lines[3::2], strict=True)
    return tuple((name, value) for name, value in headers if name not in own)


def restamped(old: bytes, old_page: Page, page: Page) -> bytes:
    """The record of ``page`` with the bytes, ETags and making time of ``old``.

    For a fresh page that differs from the stored one only in the line about its
    making: a reader's copy stays good, and nothing is compressed again. Tags,
    order and until are the fresh ones.
    """
    _order, _until, _flags, _choice, _keys, _keys_end, *places = HOT.unpack_from(old)
    bodies: dict[str, _Variant] = {}
    for name, (_start, split, end) in zip(
        ENCODINGS, zip(places[::3], places[1::3], places[2::3], strict=True), strict=True
    ):
        if end:
            bodies[name] = _Variant(old[split:end], end - split, b"")
    return _join(replace(page, body=old_page.body, seconds=old_page.seconds), bodies)


def sequenced(record: bytes, sequence: int) -> bytes:
    """The same record with its place in the order of pressing, given by the store."""
    return record[:_COLD_AT] + _SEQUENCE.pack(sequence) + record[_COLD_AT + _SEQUENCE.size :]


def file_path(name: str, media_roots: tuple[Path, ...]) -> Path:
    """The file of that name below one of the roots. Raises FileNotFoundError."""
    for root in media_roots:
        path = (root / name).resolve()
        if path.is_relative_to(root.resolve()) and path.is_file():
            return path
    raise FileNotFoundError(f"No file {name!r} below the media folders.")


def open_file(name: str, media_roots: tuple[Path, ...], *, size: int) -> BinaryIO:
    """Open a page's file. Raises OSError when it is gone or no longer what was pressed."""
    file = file_path(name, media_roots).open("rb")
    if os.fstat(file.fileno()).st_size != size:
        file.close()
        raise OSError(f"{name} has another size than when it was pressed.")
    return file


def _read_file(name: str, media_roots: tuple[Path, ...]) -> tuple[int, bytes]:
    hashed = blake2b(digest_size=16)
    size = 0
    with file_path(name, media_roots).open("rb") as file:
        while block := file.read(1 << 20):
            hashed.update(block)
            size += len(block)
    return size, hashed.digest()
