"""How a page lies in the store: one record, made to be answered from without parsing.

A record is laid out so that a request needs one look-up and copies only what it
sends: places that tell where the wanted variant lies, the few header values
that are this page's own, its body. The headers of the rendering are the same
for most pages of a paper; their text is looked up in a small dictionary instead
of being split into names and values a thousand times a second.

    HOT | CHOICE | PLACES | COLD | page's headers | tags | surrogate keys
        | own values, body of each variant

Any change here changes ``FORMAT``; a store of another format is thrown away.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass, replace
from hashlib import blake2b
from http import HTTPStatus
from math import inf
from pathlib import Path

from broadsheet.press import negotiation
from broadsheet.press.media import fingerprint
from broadsheet.press.negotiation import NONE, choices
from broadsheet.press.pages import Header, Page, surrogate_key
from broadsheet.press.variants import ENCODINGS, encode, variants

__all__ = [
    "FILE",
    "FORMAT",
    "NOT_ACCEPTABLE",
    "NOT_MODIFIED",
    "PAGE",
    "VARY",
    "Answer",
    "Record",
    "Torn",
    "answer",
    "pack",
    "restamped",
    "sequenced",
    "unpack",
]

FORMAT = b"broadsheet press 2"

#: order, until, flags, status, page's headers (start, end)
_HOT = struct.Struct("<QdBHII")
#: for each mask of codings the variant to send
_CHOICE_AT = _HOT.size
_CHOICES = negotiation.ALL + 1
#: for each variant: start of own values, start of body, end of body, Content-Length
_PLACE = struct.Struct("<4I")
_PLACES_AT = _CHOICE_AT + _CHOICES
#: sequence, seconds, stamp (start, end), has a stamp, end of tags, end of surrogate keys
_COLD = struct.Struct("<QdIIBII")
_COLD_AT = _PLACES_AT + _PLACE.size * len(ENCODINGS)
_HEADERS_AT = _COLD_AT + _COLD.size
_SEQUENCE = struct.Struct("<Q")

_IS_FILE = 1

# Kinds of answers; the first two are sent as they are.
PAGE, NOT_MODIFIED, FILE, NOT_ACCEPTABLE = range(4)

#: Kind, status line, headers, body (or name of the file), surrogate keys.
#: The list is the receiver's to change.
Answer = tuple[int, str, list[Header], bytes, str]

VARY: Header = ("vary", "accept-encoding")

_STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
_CODING_HEADERS: list[Header] = [("content-encoding", name) for name in ENCODINGS]

_ETAG_LENGTH = 18
#: In place of an ETag. It can't occur in a request header, so a search for it
#: in If-None-Match never succeeds.
_NO_ETAG = "\0" * _ETAG_LENGTH

# Texts of page headers, split. A paper has a handful; bounded all the same.
_split: dict[bytes, tuple[Header, ...]] = {}
_SPLIT_KEPT = 500

# Bound methods: an attribute look-up less in what runs for every request.
_hot, _place, _PLACE_SIZE = _HOT.unpack_from, _PLACE.unpack_from, _PLACE.size


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
    _order, _until, flags, status, headers_at, headers_end = _hot(record)
    for mask in wanted:
        variant = record[_CHOICE_AT + mask]
        if variant != NONE:
            break
    else:
        return _coded_now(record, wanted, if_none_match)
    start, split, end, length = _place(record, _PLACES_AT + _PLACE_SIZE * variant)
    own = str(record[start:split], "latin-1")
    etag = own[:_ETAG_LENGTH]
    keys = _keys(record) if with_keys else ""
    if if_none_match is not None and _is_named(etag, if_none_match):
        return NOT_MODIFIED, "304 Not Modified", [("etag", etag), VARY], b"", keys
    text = bytes(record[headers_at:headers_end])
    headers = [
        ("etag", etag),
        ("content-length", str(length)),
        ("server-timing", own[_ETAG_LENGTH:]),
        VARY,
        *(_split.get(text) or _split_headers(text)),
    ]
    if variant:
        headers.append(_CODING_HEADERS[variant])
    if flags or etag == _NO_ETAG:
        return _uncommon(flags, status, headers, bytes(record[split:end]), keys)
    return PAGE, "200 OK", headers, bytes(record[split:end]), keys


def _is_named(etag: str, if_none_match: str) -> bool:
    """RFC 9110 13.1.2, for 200 only (others have no ETag).

    The comparison is weak, so ``W/`` doesn't matter, and as no ETag of ours
    holds a quote inside its quotes it can stand in a list only as a member:
    searching the quoted text is exact.
    """
    return etag in if_none_match or (if_none_match.strip() == "*" and etag != _NO_ETAG)


def _uncommon(flags: int, status: int, headers: list[Header], body: bytes, keys: str) -> Answer:
    """Redirects, pages that are gone, files."""
    if status != HTTPStatus.OK:
        return PAGE, _STATUS_LINES[status], headers[1:], body, keys  # without ETag
    return FILE, _STATUS_LINES[status], [*headers, ("accept-ranges", "bytes")], body, keys


def _split_headers(text: bytes) -> tuple[Header, ...]:
    """Name, value, name, value … on a line each, as pairs."""
    lines = text.decode("latin-1").split("\n") if text else []
    headers = tuple(zip(lines[::2], lines[1::2], strict=True))
    if len(_split) >= _SPLIT_KEPT:
        _split.clear()
    _split[text] = headers
    return headers


def _keys(record: bytes | memoryview) -> str:
    *_rest, tags_end, keys_end = _COLD.unpack_from(record, _COLD_AT)
    return str(record[tags_end:keys_end], "ascii")


def _coded_now(
    record: bytes | memoryview, wanted: tuple[int, ...], if_none_match: str | None
) -> Answer:
    """For the rare reader who refuses identity for a page too small to be coded beforehand."""
    page = unpack(b"/", record).page
    if not page.body and page.file is None:
        return answer(record, (negotiation.IDENTITY,), if_none_match)
    if page.file is not None or not any(wanted):
        return NOT_ACCEPTABLE, _STATUS_LINES[HTTPStatus.NOT_ACCEPTABLE], [], b"", ""
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
    size, content_digest = fingerprint(page.file, media_roots)
    whole = _Variant(page.file.encode(), size, content_digest)
    return _join(page, {"identity": whole})


@dataclass(frozen=True, slots=True)
class _Variant:
    content: bytes
    length: int  # as in Content-Length; not len(content) for a file
    salt: bytes


def _join(page: Page, bodies: dict[str, _Variant]) -> bytes:
    headers = "\n".join(text for header in page.headers for text in header).encode("latin-1")
    tags = "\n".join(sorted(page.tags)).encode()
    keys = " ".join(sorted(surrogate_key(tag) for tag in page.tags)).encode("ascii")
    headers_end = _HEADERS_AT + len(headers)
    tags_end = headers_end + len(tags)
    at = keys_end = tags_end + len(keys)
    places: list[bytes] = []
    pieces: list[bytes] = []
    for name in ENCODINGS:
        variant = bodies.get(name)
        if variant is None:
            places.append(bytes(_PLACE.size))
            continue
        own = _own_values(page, name, variant)
        split, end = at + len(own), at + len(own) + len(variant.content)
        places.append(_PLACE.pack(at, split, end, variant.length))
        pieces += (own, variant.content)
        at = end
    flags = 0 if page.file is None else _IS_FILE
    until = inf if page.until is None else page.until
    hot = _HOT.pack(page.order, until, flags, page.status, _HEADERS_AT, headers_end)
    choice = choices({name: variant.length for name, variant in bodies.items()})
    stamp = (*(page.stamp or (0, 0)), page.stamp is not None)
    cold = _COLD.pack(0, page.seconds, *stamp, tags_end, keys_end)
    return b"".join((hot, choice, *places, cold, headers, tags, keys, *pieces))


def _own_values(page: Page, coding: str, variant: _Variant) -> bytes:
    """The ETag and the value of Server-Timing."""
    etag = _etag(page, coding, variant) if page.status == HTTPStatus.OK else _NO_ETAG
    return f'{etag}press;desc="stored";dur={page.seconds * 1000:.1f}'.encode("ascii")


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
    order, until, flags, status, headers_at, headers_end = _HOT.unpack_from(record)
    _own, split, end, _length = _PLACE.unpack_from(record, _PLACES_AT)
    sequence, seconds, stamp_start, stamp_end, stamped, tags_end, _keys_end = _COLD.unpack_from(
        record, _COLD_AT
    )
    if not headers_at <= headers_end <= tags_end <= split <= end <= len(record):
        raise ValueError("its places lie outside of it")
    tags = bytes(record[headers_end:tags_end]).decode()
    body = bytes(record[split:end])
    page = Page(
        path=key.decode(),
        status=status,
        headers=_split_headers(bytes(record[headers_at:headers_end])),
        body=b"" if flags & _IS_FILE else body,
        tags=frozenset(tags.split("\n")) if tags else frozenset(),
        order=order,
        until=None if until == inf else until,
        stamp=(stamp_start, stamp_end) if stamped else None,
        seconds=seconds,
        file=body.decode() if flags & _IS_FILE else None,
    )
    return Record(page=page, sequence=sequence)


def restamped(old: bytes, old_page: Page, page: Page) -> bytes:
    """The record of ``page`` with the bytes, ETags and making time of ``old``.

    For a fresh page that differs from the stored one only in the line about its
    making: a reader's copy stays good, and nothing is compressed again. Tags,
    order and until are the fresh ones.
    """
    bodies: dict[str, _Variant] = {}
    for number, name in enumerate(ENCODINGS):
        _own, split, end, length = _PLACE.unpack_from(old, _PLACES_AT + _PLACE.size * number)
        if end:
            bodies[name] = _Variant(old[split:end], length, b"")
    return _join(replace(page, body=old_page.body, seconds=old_page.seconds), bodies)


def sequenced(record: bytes, sequence: int) -> bytes:
    """The same record with its place in the order of pressing, given by the store."""
    return record[:_COLD_AT] + _SEQUENCE.pack(sequence) + record[_COLD_AT + _SEQUENCE.size :]
