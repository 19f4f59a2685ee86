"""What a reader's request headers ask for: coding, condition, range (RFC 9110).

Pure functions over header texts; nothing here knows the store.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.press.variants import ENCODINGS

__all__ = [
    "ALL",
    "IDENTITY",
    "Span",
    "Unsatisfiable",
    "acceptable",
    "byte_span",
    "choices",
]

#: One bit per coding in a mask, in the order of ``ENCODINGS``.
BITS = {name: 1 << bit for bit, name in enumerate(ENCODINGS)}
IDENTITY = BITS["identity"]
ALL = (1 << len(ENCODINGS)) - 1

#: No variant fits a mask.
NONE = 255

_QVALUE = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")
_ALIASES = {"x-gzip": "gzip"}  # RFC 9110 8.4.1.3


def acceptable(accept_encoding: str | None) -> tuple[int, ...]:
    """The codings a reader takes, as masks, the best liked first (RFC 9110 12.5.3).

    Codings of equal weight share a mask: the smallest variant among them is
    sent. Identity that is not named has no weight of its own; it joins the
    first mask, and as it is never the smallest where a coded variant exists,
    it is sent only where none does. An empty tuple means that nothing will do.
    """
    if accept_encoding is None or not accept_encoding.strip():
        return (IDENTITY,)
    weights = _weights(accept_encoding)
    others = weights.pop("*", None)
    by_weight: dict[float, int] = {}
    for name, bit in BITS.items():
        weight = weights.get(name, others)
        if weight:
            by_weight[weight] = by_weight.get(weight, 0) | bit
    masks = [by_weight[weight] for weight in sorted(by_weight, reverse=True)] or [0]
    if weights.get("identity", others) is None:
        masks[0] |= IDENTITY
    return tuple(mask for mask in masks if mask)


def _weights(accept_encoding: str) -> dict[str, float]:
    """Coding names with their q; a malformed member is as good as absent."""
    weights: dict[str, float] = {}
    for member in accept_encoding.lower().split(","):
        name, *parameters = (part.strip() for part in member.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                value = value.strip()
                weight = float(value) if _QVALUE.match(value) else 0.0
        if name:
            weights[_ALIASES.get(name, name)] = weight
    return weights


def choices(sizes: dict[str, int]) -> bytes:
    """For each of the 16 masks the place of the smallest variant, or NONE.

    Made once per page when it is pressed, so that a request looks its answer
    up in one step.
    """
    table = bytearray([NONE] * (ALL + 1))
    for mask in range(1, ALL + 1):
        fitting = [
            (size, ENCODINGS.index(name)) for name, size in sizes.items() if mask & BITS[name]
        ]
        if fitting:
            table[mask] = min(fitting)[1]
    return bytes(table)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes ``first`` to ``last``, both included, as in Content-Range."""

    first: int
    last: int


class Unsatisfiable(Exception):
    """The range asked for lies outside the file: 416."""


_RANGE = re.compile(r"bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*\Z", re.IGNORECASE)


def byte_span(field: str | None, if_range: str | None, *, etag: str, size: int) -> Span | None:
    """The part of a file that a request asks for (RFC 9110 14.2); None for all of it.

    Only one range is served: several, other units and bad syntax are ignored
    as the RFC allows. If-Range holds only for our strong ETag: a date is never
    exact enough, and we send none. Raises Unsatisfiable.
    """
    if field is None or (if_range is not None and if_range.strip() != etag):
        return None
    match = _RANGE.match(field.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = _number(last)
        if length == 0 or size == 0:
            raise Unsatisfiable
        return Span(max(0, size - length), size - 1)
    if last and _number(last) < _number(first):
        return None
    if _number(first) >= size:
        raise Unsatisfiable
    return Span(_number(first), min(_number(last), size - 1) if last else size - 1)


def _number(digits: str) -> int:
    """A position in a file; absurdly long digits (slow to convert) are simply far away."""
    return int(digits) if len(digits) < 20 else 10**19
