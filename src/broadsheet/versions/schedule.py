"""The schedule: what an editor set to go out, or to end, at an instant.

Wagtail's own runner stops at the first page that is refused and forgets when it
was due. This one takes each page by itself, in a transaction of its own; a page
that is refused keeps its place in the schedule and is tried again.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from broadsheet.paper.errors import Refused

__all__ = ["Ran", "next_due", "run_due"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One entry of the schedule that was tried. ``refusal`` is "" where it went well."""

    page: str
    what: str
    refusal: str


def run_due(*, at: datetime) -> list[Ran]:
    """End and publish whatever was due at ``at`` (aware), the longest due first."""
    ended = [_try(str(page), "withdraw", page) for page in _due_to_end(at)]
    published = [_try(revision.object_str, "publish", revision) for revision in _due_to_go(at)]
    return ended + published


def next_due() -> datetime | None:
    """The earliest instant (aware UTC) in the schedule; it may be past. None if it is empty."""
    ends = Page.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at")
    goes = Revision.objects.filter(approved_go_live_at__isnull=False).order_by(
        "approved_go_live_at"
    )
    instants = [
        *ends.values_list("expire_at", flat=True)[:1],
        *goes.values_list("approved_go_live_at", flat=True)[:1],
    ]
    return min(instants, default=None)


def _due_to_end(at: datetime) -> list[Page]:
    due = Page.objects.filter(live=True, expire_at__lt=at).order_by("expire_at")
    return [page.specific for page in due]


def _due_to_go(at: datetime) -> list[Revision]:
    return list(Revision.objects.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at"))


def _try(name: str, what: str, due: Page | Revision) -> Ran:
    try:
        with transaction.atomic():
            if isinstance(due, Revision):
                due.publish(log_action="wagtail.publish.scheduled")
            else:
                due.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Refused as refusal:
        logger.warning("“%s” was due, but refused: %s", name, refusal)
        return Ran(page=name, what=what, refusal=str(refusal))
    except Exception:
        # A fault with one story must not hold up the others that are due.
        logger.exception("“%s” was due, but failed", name)
        return Ran(page=name, what=what, refusal=_("A fault in the system; see the log."))
    return Ran(page=name, what=what, refusal="")
