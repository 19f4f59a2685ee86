"""The clock behind the schedule: runs what is due, and leaves alone for a while what failed."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.changes import orders
from broadsheet.versions import schedule

__all__ = ["Schedules"]

log = logging.getLogger(__name__)

_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(minutes=10)


@dataclass(slots=True)
class _Trouble:
    failures: int
    not_before: datetime


class Schedules:
    """The scheduler's memory between two looks at the schedule."""

    def __init__(self) -> None:
        self._troubles: dict[tuple[str, int], _Trouble] = {}
        self._next_end: datetime | None = None
        self._next_end_as_of: int | None = None

    def work(self, now: datetime) -> int:
        """Do what is due at ``now`` (aware), the longest due first; returns how much was done.

        Raises DatabaseError when the database can't say what is due.
        """
        due = schedule.due(at=now, ends=self._something_ends(now))
        return sum(self._try(entry, now) for entry in due if self._may_try(entry, now))

    def _something_ends(self, now: datetime) -> bool:
        """Whether a page's time is up; looked for through the tree only after a public act."""
        newest = orders.latest()
        if newest != self._next_end_as_of:
            self._next_end = schedule.next_end()
            self._next_end_as_of = newest
        return self._next_end is not None and self._next_end < now

    def _may_try(self, entry: schedule.Due, now: datetime) -> bool:
        trouble = self._troubles.get((entry.what, entry.key))
        return trouble is None or trouble.not_before <= now

    def _try(self, entry: schedule.Due, now: datetime) -> bool:
        ran = schedule.run(entry)
        if not ran.refusal:
            self._troubles.pop((entry.what, entry.key), None)
            log.info("%s as scheduled: “%s”", entry.what, entry.page)
            return True
        known = self._troubles.get((entry.what, entry.key))
        failures = known.failures + 1 if known else 1
        pause = min(_FIRST_PAUSE * 2 ** min(failures - 1, 10), _LONGEST_PAUSE)
        self._troubles[entry.what, entry.key] = _Trouble(failures, now + pause)
        log.warning("“%s” stays due; tried again in %.0f s.", entry.page, pause.total_seconds())
        return False
