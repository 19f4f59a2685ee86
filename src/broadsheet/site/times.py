"""Instants as readers see them: absolute, in the paper's zone, with the zone's name.

Never "three hours ago": a pressed page would turn it into a lie.
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat, formats

__all__ = ["clock", "day", "local", "zone_name"]


def local(instant: datetime, zone: ZoneInfo) -> str:
    """Day and time, as ``March 1, 2019, 04:37 CET``."""
    return f"{day(instant.astimezone(zone))}, {clock(instant, zone)}"


def day(on: date) -> str:
    """A day in the language's own form, with the month in full (a paper has the room)."""
    form = re.sub(r"(?<!\\)[MN]", "F", formats.get_format("DATE_FORMAT"))
    return dateformat.format(on, form)


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """Time of day, as ``04:37 CET``."""
    # A no-break space: the time without its zone says nothing.
    return f"{instant.astimezone(zone):%H:%M}\N{NO-BREAK SPACE}{zone_name(instant, zone)}"


def zone_name(instant: datetime, zone: ZoneInfo) -> str:
    """What people call the zone at that instant; ``UTC+3:30`` where it has no name."""
    at = instant.astimezone(zone)
    name = at.tzname() or ""
    if name and not name.startswith(("+", "-")):
        return name
    offset = at.utcoffset() or timedelta()
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "−" if offset < timedelta() else "+"
    hours, rest = divmod(minutes, 60)
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"
