"""Instants in the forms that machines and citations use; the one source of every date we print.

All functions take aware datetimes. Fractions of a second are cut off
everywhere, so that no two forms of an instant differ.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

__all__ = ["gmt", "is_gmt", "utc", "with_offset"]

# Not by strftime: the citation form must not follow the machine's locale.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def with_offset(instant: datetime, zone: ZoneInfo) -> str:
    """ISO 8601 with the zone's offset, as ``2019-03-01T04:37:00+01:00``."""
    return instant.astimezone(zone).isoformat(timespec="seconds")


def utc(instant: datetime) -> str:
    """ISO 8601 in UTC, as ``2019-03-01T03:37:00Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def gmt(instant: datetime) -> str:
    """The citation form, always English and always GMT: ``0337 GMT March 01, 2019``."""
    at = instant.astimezone(UTC)
    return f"{at:%H%M} GMT {_MONTHS[at.month - 1]} {at:%d, %Y}"


def is_gmt(instant: datetime, zone: ZoneInfo) -> bool:
    """Whether clocks in the zone show GMT at that instant."""
    return not instant.astimezone(zone).utcoffset()
