"""The recorder: notes what a rendering reads, so that it is known when it is stale.

A rendering runs inside ``recording()``: one snapshot of the database, taken on
the readers' connection, that cannot write. Everything read through a part's
``reading`` notes its tags here, and the clock is read only here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from . import orders
from .errors import NotRecording
from .readers import READERS, reading_as_a_reader
from .tags import EVERYTHING, Tag

__all__ = ["Record", "is_recording", "note", "now", "recording", "stands_until", "today"]


@dataclass(slots=True, kw_only=True)
class Record:
    """What one rendering read. ``until`` is the instant (aware UTC) it goes stale by the clock."""

    order: int
    began: datetime
    tags: set[Tag] = field(default_factory=lambda: {EVERYTHING})
    until: datetime | None = None


_current: ContextVar[Record | None] = ContextVar("broadsheet_record", default=None)


@contextmanager
def recording(*, at: datetime | None = None) -> Iterator[Record]:
    """Record a rendering; ``at`` is the instant it takes for now (default: the clock).

    Inside, all reading happens in one snapshot, so the page agrees with itself
    and with ``record.order``, the newest order whose act the snapshot holds.
    """
    with reading_as_a_reader(), transaction.atomic(using=READERS):
        # The first query opens the snapshot: it must be this one, so that no
        # act can slip in between what the order says and what the page reads.
        record = Record(order=orders.latest(), began=at or datetime.now(UTC))
        token = _current.set(record)
        try:
            yield record
        finally:
            _current.reset(token)


def is_recording() -> bool:
    """Whether the caller runs inside a rendering."""
    return _current.get() is not None


def note(*tags: Tag) -> None:
    """Note that the rendering read what these tags name. Does nothing outside a rendering."""
    record = _current.get()
    if record is not None:
        record.tags.update(tags)


def now(*, until: datetime) -> datetime:
    """The instant of the rendering, for a page that stays true until ``until``."""
    stands_until(until)
    return _record().began


def stands_until(instant: datetime) -> None:
    """Note that the page goes stale by the clock alone at this instant (aware)."""
    record = _record()
    if record.until is None or instant < record.until:
        record.until = instant


def today(zone: ZoneInfo) -> date:
    """The paper's date; the page stands until the next midnight there."""
    local = _record().began.astimezone(zone)
    midnight = datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=zone)
    stands_until(midnight.astimezone(UTC))
    return local.date()


def _record() -> Record:
    record = _current.get()
    if record is None:
        raise NotRecording("The clock can only be read inside recorder.recording().")
    return record
