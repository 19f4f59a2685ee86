"""The schedule: what an editor set to go out, or to end, at an instant.

Wagtail's own runner stops at the first page that is refused and forgets when it
was due. This one takes each page by itself, in a transaction of its own; a page
that is refused keeps its place in the schedule and is tried again.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from broadsheet.changes import orders
from broadsheet.paper.errors import Refused

__all__ = ["Due", "Ran", "due", "next_due", "next_end", "run", "run_due"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Due:
    """An entry of the schedule: ``key`` is the page's (to end) or the revision's (to go out)."""

    at: datetime
    what: Literal["publish", "withdraw"]
    key: int
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One entry of the schedule that was tried. ``refusal`` is "" where it went well."""

    page: str
    what: str
    refusal: str


def run_due(*, at: datetime) -> list[Ran]:
    """End and publish whatever was due at ``at`` (aware), the longest due first."""
    return [run(entry) for entry in due(at=at)]


def due(*, at: datetime, ends: bool = True) -> list[Due]:
    """What was due at ``at`` (aware), the longest due first.

    ``ends`` looks for pages whose time is up, too: through the whole tree, for
    Wagtail keeps no index on it. See ``next_end``.
    """
    goes = Revision.objects.filter(approved_go_live_at__lt=at)
    found = [
        Due(at=instant, what="publish", key=key, page=name)
        for key, instant, name in goes.values_list("pk", "approved_go_live_at", "object_str")
    ]
    if ends:
        over = Page.objects.filter(live=True, expire_at__lt=at)
        found += [
            Due(at=instant, what="withdraw", key=key, page=name)
            for key, instant, name in over.values_list("pk", "expire_at", "title")
        ]
    return sorted(found)


def next_due() -> datetime | None:
    """The earliest instant (aware UTC) in the schedule; it may be past. None if it is empty."""
    goes = Revision.objects.aggregate(at=Min("approved_go_live_at"))["at"]
    return min((instant for instant in (goes, next_end()) if instant), default=None)


def next_end() -> datetime | None:
    """When the next public page's time is up (aware UTC). Changes by public acts alone."""
    end: datetime | None = Page.objects.filter(live=True).aggregate(at=Min("expire_at"))["at"]
    return end


def run(entry: Due) -> Ran:
    """Do what is due; a refusal or a fault leaves everything as it was, and due."""
    try:
        with transaction.atomic():
            orders.take_turn()
            _do(entry)
    except Refused as refusal:
        logger.warning("“%s” was due, but refused: %s", entry.page, refusal)
        return Ran(page=entry.page, what=entry.what, refusal=str(refusal))
    except Exception:
        # A fault with one story must not hold up the others that are due.
        logger.exception("“%s” was due, but failed", entry.page)
        fault = _("A fault in the system; see the log.")
        return Ran(page=entry.page, what=entry.what, refusal=fault)
    return Ran(page=entry.page, what=entry.what, refusal="")


def _do(entry: Due) -> None:
    if entry.what == "publish":
        revision = Revision.objects.filter(approved_go_live_at=entry.at).get(pk=entry.key)
        revision.publish(log_action="wagtail.publish.scheduled")
    else:
        page = Page.objects.filter(expire_at=entry.at).get(pk=entry.key).specific
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
