"""The outbox: acts place orders, followers take them.

An order is written in the transaction of its act, as the act's last step. The
ringing of followers' bells after the commit is a hint that saves waiting; the
row is the truth, and a follower that slept finds it when it looks.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connections, transaction
from django.db.models import Max
from django.db.utils import DEFAULT_DB_ALIAS

from . import bell
from .errors import NotInATransaction
from .models import DatabaseIdentity, Order
from .tags import Tag

__all__ = [
    "PlacedOrder",
    "all_kept_after",
    "database_identity",
    "forget",
    "latest",
    "on_urgent",
    "pending",
    "place",
]

logger = logging.getLogger(__name__)

# Any number does that no other part of the paper locks.
_ADVISORY_LOCK = 0x0B0A_D5EE


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """An order as followers see it; ``placed_at`` is aware UTC."""

    number: int
    tags: frozenset[Tag]
    cause: str
    placed_at: datetime


_urgent_followers: list[Callable[[PlacedOrder], None]] = []


def place(
    *, paper: int, tags: Iterable[Tag], cause: str, at: datetime, urgent: bool = False
) -> int:
    """Place an order for the given tags; must be the last write of an act.

    An urgent order (a withdrawal) is also handed to this process's own
    followers right after the commit, before the act returns. Returns the
    order's number. Raises NotInATransaction outside ``atomic()``.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        raise NotInATransaction(f"The order for “{cause}” was placed outside a transaction.")
    if connection.vendor == "postgresql":
        # Sequences hand out numbers before commit, so two acts could commit 8
        # before 7 and a follower standing at 8 would never see 7. Holding this
        # lock until commit makes the order of numbers the order of commits.
        # SQLite has one writer at a time and needs nothing.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
    order = Order.objects.create(paper=paper, tags=sorted(set(tags)), cause=cause, placed_at=at)
    if urgent:
        transaction.on_commit(lambda: _hand_over(_placed(order)))
    transaction.on_commit(bell.ring)
    return order.pk


def on_urgent(follower: Callable[[PlacedOrder], None]) -> None:
    """Let a follower in this process act on urgent orders at once; call it at start."""
    if follower not in _urgent_followers:
        _urgent_followers.append(follower)


def _hand_over(order: PlacedOrder) -> None:
    for follower in _urgent_followers:
        try:
            follower(order)
        except Exception:
            # The act is committed and its order waits for the follower's own
            # process: a fault here delays, and must not look like a refusal.
            logger.exception("%s could not act at once on order %s", follower, order.number)


def latest() -> int:
    """The number of the newest order that this connection can see; 0 when there is none."""
    return Order.objects.aggregate(newest=Max("pk"))["newest"] or 0


def pending(*, after: int, limit: int = 500) -> list[PlacedOrder]:
    """Orders with a number above ``after``, oldest first, at most ``limit`` of them."""
    rows = Order.objects.filter(pk__gt=after).order_by("pk")[:limit]
    return [_placed(row) for row in rows]


def _placed(row: Order) -> PlacedOrder:
    return PlacedOrder(
        number=row.pk,
        tags=frozenset(map(Tag, row.tags)),
        cause=row.cause,
        placed_at=row.placed_at,
    )


def all_kept_after(number: int) -> bool:
    """Whether no order after this one was forgotten; False where it cannot be told.

    Orders are forgotten from the oldest on, so one kept at or before the number
    means that all later ones are kept too.
    """
    return Order.objects.filter(pk__lte=number).exists()


def forget(*, before: datetime) -> int:
    """Delete orders placed before an instant, but never the newest one.

    Returns how many went. A follower whose cursor lies before the oldest order
    kept must start afresh, so ``before`` should lie days back.
    """
    newest = latest()
    deleted, _ = Order.objects.filter(placed_at__lt=before, pk__lt=newest).delete()
    return deleted


def database_identity() -> str:
    """What tells this database from any other, as a string."""
    return str(DatabaseIdentity.objects.get(pk=1).identity)
