"""What falls due by the clock: stories that were scheduled to go out, or to come down.

Wagtail's own ``publish_scheduled`` stops at the first page that can't go out,
with its schedule forgotten. Here each page stands alone: what fails keeps its
schedule and is tried again, later and later.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Min
from wagtail.log_actions import LogContext
from wagtail.models import Page, Revision

from broadsheet.changes import orders
from broadsheet.paper.errors import Refused

__all__ = ["Schedules"]

log = logging.getLogger(__name__)

_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, order=True)
class _Due:
    """Something that should have been done at ``at``."""

    at: datetime
    what: str
    key: int


@dataclass(slots=True)
class _Trouble:
    failures: int
    not_before: datetime


class Schedules:
    """The due work of one scheduler; remembers what failed, so as to leave it alone for a while."""

    def __init__(self) -> None:
        self._troubles: dict[tuple[str, int], _Trouble] = {}
        self._next_expiry: datetime | None = None
        self._expiries_known_at: int | None = None

    def work(self, now: datetime) -> int:
        """Do what is due at ``now`` (aware), the longest due first; returns how much was done.

        Raises DatabaseError only if the database can't say what is due.
        """
        return sum(self._try(due, now) for due in sorted(self._due(now)))

    def _due(self, now: datetime) -> list[_Due]:
        going_out = Revision.objects.filter(approved_go_live_at__lte=now)
        found = [
            _Due(at, "publish", key)
            for key, at in going_out.values_list("pk", "approved_go_live_at")
        ]
        if self._something_expired(now):
            coming_down = Page.objects.filter(live=True, expire_at__lte=now)
            found += [
                _Due(at, "take down", key) for key, at in coming_down.values_list("pk", "expire_at")
            ]
        return [due for due in found if self._may_try(due, now)]

    def _something_expired(self, now: datetime) -> bool:
        """Whether a live page's time is up.

        Wagtail keeps no index on it, so the whole tree is looked through only
        after a public act: nothing else changes when a live page expires.
        """
        newest = orders.latest()
        if newest != self._expiries_known_at:
            self._next_expiry = Page.objects.filter(live=True).aggregate(at=Min("expire_at"))["at"]
            self._expiries_known_at = newest
        return self._next_expiry is not None and self._next_expiry <= now

    def _may_try(self, due: _Due, now: datetime) -> bool:
        trouble = self._troubles.get((due.what, due.key))
        return trouble is None or trouble.not_before <= now

    def _try(self, due: _Due, now: datetime) -> bool:
        act: Callable[[int], None] = _publish if due.what == "publish" else _take_down
        try:
            with transaction.atomic():
                act(due.key)
        except (Refused, DatabaseError) as error:
            self._put_off(due, now, str(error))
        except Exception:
            log.exception("A scheduled page could not be worked on.")
            self._put_off(due, now, "an error in the code, above")
        else:
            self._troubles.pop((due.what, due.key), None)
            return True
        return False

    def _put_off(self, due: _Due, now: datetime, reason: str) -> None:
        known = self._troubles.get((due.what, due.key))
        failures = known.failures + 1 if known else 1
        pause = min(_FIRST_PAUSE * 2 ** min(failures - 1, 10), _LONGEST_PAUSE)
        self._troubles[due.what, due.key] = _Trouble(failures, now + pause)
        log.error(
            "Could not %s %s, due at %s: %s Its schedule stays; tried again in %.0f s.",
            due.what, _name(due), due.at.isoformat(timespec="seconds"), reason,
            pause.total_seconds(),
        )  # fmt: skip


def _publish(key: int) -> None:
    revision = Revision.objects.select_related("user").get(pk=key)
    if revision.approved_go_live_at is None:
        return  # done by somebody else meanwhile
    with LogContext(user=revision.user):
        # Who scheduled it was asked for the right to publish then; the author
        # of the revision, in whose name it goes out, may have none.
        revision.publish(
            user=revision.user,
            log_action="wagtail.publish.scheduled",
            skip_permission_checks=True,
        )


def _take_down(key: int) -> None:
    page = Page.objects.get(pk=key).specific
    if not page.live:
        return
    user = page.latest_revision.user if page.latest_revision else page.owner
    with LogContext(user=user):
        page.unpublish(set_expired=True, user=user, log_action="wagtail.unpublish.scheduled")


def _name(due: _Due) -> str:
    """The page as people know it."""
    if due.what == "publish":
        title = Revision.objects.filter(pk=due.key).values_list("object_str", flat=True).first()
    else:
        title = Page.objects.filter(pk=due.key).values_list("title", flat=True).first()
    return f"“{title}”" if title else f"number {due.key}"
