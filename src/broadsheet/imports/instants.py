"""Reads the instant that a page prints: “0337 GMT March 01, 2019”."""

import re
from datetime import UTC, datetime, tzinfo

from django.utils.translation import gettext as _

from .errors import InstantUnclear

__all__ = ["read_instant"]

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_INSTANT = re.compile(
    r"(?P<hour>\d{1,2}):?(?P<minute>\d{2})\s*(?P<zone>[A-Za-z][A-Za-z/_+-]*)?,?\s+"
    r"(?:(?P<month>[A-Za-z]+)\.?\s+(?P<day>\d{1,2})|(?P<day_first>\d{1,2})\s+(?P<month_after>[A-Za-z]+)\.?)"
    r",?\s+(?P<year>\d{4})"
)
_SURE_ZONES = {"gmt", "utc", "z"}


def read_instant(text: str, *, zone: tzinfo | None, line: int | None) -> datetime:
    """The instant, aware; ``line`` is where it stands, for the refusal.

    GMT and UTC are sure; any other zone's letters mean several things in the
    world (IST: three), so ``zone`` must say what is meant. Raises InstantUnclear.
    """
    if not text:
        raise InstantUnclear(
            _("It is not said when the story was published."),
            _("Add a line “Published: 0337 GMT March 01, 2019” with the right instant."),
            line=line,
        )
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise _unreadable(text, line)
    local = _local_time(match, text, line)
    if zone is not None:
        return _in_zone(local, zone, text, line)
    named = match["zone"] or ""
    if named.lower() not in _SURE_ZONES:
        raise InstantUnclear(
            _("“%(text)s” is not in GMT.") % {"text": text},
            _("Say which zone is meant, such as --zone Europe/Berlin, or write it in GMT."),
            line=line,
        )
    return local.replace(tzinfo=UTC)


def _local_time(match: re.Match[str], text: str, line: int | None) -> datetime:
    month = (match["month"] or match["month_after"]).lower()
    numbers = [n for n, name in enumerate(_MONTHS, 1) if name == month or name[:3] == month]
    try:
        local = datetime(  # noqa: DTZ001 -- the zone is given by the caller
            int(match["year"]),
            numbers[0] if numbers else 0,
            int(match["day"] or match["day_first"]),
            int(match["hour"]),
            int(match["minute"]),
        )
    except ValueError:
        raise _unreadable(text, line) from None
    return local


def _in_zone(local: datetime, zone: tzinfo, text: str, line: int | None) -> datetime:
    first = local.replace(tzinfo=zone, fold=0)
    if first.utcoffset() == local.replace(tzinfo=zone, fold=1).utcoffset():
        return first
    raise InstantUnclear(
        _("In %(zone)s, “%(text)s” falls into the hour when the clocks were changed.")
        % {"zone": zone, "text": text},
        _("Write the instant in GMT."),
        line=line,
    )


def _unreadable(text: str, line: int | None) -> InstantUnclear:
    return InstantUnclear(
        _("“%(text)s” is no instant that can be read for certain.") % {"text": text},
        _("Write it as “0337 GMT March 01, 2019”."),
        line=line,
    )
