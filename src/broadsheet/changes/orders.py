"""The outbox: acts place orders, followers take them.

An act takes its turn first and places its order last, both in its transaction. The
ringing of followers' bells after the commit is a hint that saves waiting; the
row is the truth, and a follower that slept finds it when it looks.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connections, transaction
from django.db.models import Max, Min
from django.db.utils import DEFAULT_DB_ALIAS
from django.utils import timezone

from . import bell
from .errors import NotInATransaction
from .models import MOST_OF_A_CAUSE, DatabaseIdentity, Order
from .tags import Tag

__all__ = [
    "PlacedOrder",
    "all_kept_after",
    "database_identity",
    "fingerprint",
    "forget",
    "latest",
    "on_urgent",
    "pending",
    "place",
    "take_turn",
]

logger = logging.getLogger(__name__)

# Any number does that no other part of the paper locks.
_ADVISORY_LOCK = 0x0B0A_D5EE


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """An order as followers see it.

    ``placed_at`` is when it was placed by the clock (aware UTC), also where its
    act is dated otherwise, as that of an import may be.
    """

    number: int
    tags: frozenset[Tag]
    cause: str
    placed_at: datetime


_urgent_followers: list[Callable[[PlacedOrder], None]] = []


def take_turn() -> None:
    """Wait until every act that began earlier has ended; call it first in an act's transaction.

    Also first wherever a transaction is opened around acts. Taking a turn twice
    is taking it once; it ends with the transaction. Raises NotInATransaction
    outside ``atomic()``.

    Sequences hand out numbers before commit, so two acts could commit order 8
    before 7, and a follower standing at 8 would never see 7: acts go one by one.
    First, not last: an act that waited for its turn while it held the rows of
    an article would wait for an act on many articles that waits for those rows.
    And who comes second sees what the first has done when it decides.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        raise NotInATransaction("An act took its turn outside a transaction.")
    if connection.vendor == "postgresql":
        # SQLite has one writer at a time and needs nothing.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])


def place(*, paper: int, tags: Iterable[Tag], cause: str, urgent: bool = False) -> int:
    """Place an order for the given tags; must be the last write of an act.

    An urgent order (a withdrawal) is also handed to this process's own
    followers right after the commit, before the act returns. A ``cause`` that is
    too long to keep is cut. Returns the order's number. Raises
    NotInATransaction outside ``atomic()``.
    """
    if not connections[DEFAULT_DB_ALIAS].in_atomic_block:
        raise NotInATransaction(f"The order for “{cause}” was placed outside a transaction.")
    take_turn()  # held already, but for an act that forgot it
    order = Order.objects.create(
        paper=paper, tags=sorted(set(tags)), cause=_cut(cause), placed_at=timezone.now()
    )
    if urgent:
        transaction.on_commit(lambda: _hand_over(_placed(order)))
    transaction.on_commit(bell.ring)
    return order.pk


def _cut(cause: str) -> str:
    return cause if len(cause) <= MOST_OF_A_CAUSE else cause[: MOST_OF_A_CAUSE - 1] + "…"


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


def fingerprint(number: int) -> str:
    """What tells the order of this number from the one that another past gave it; "" without it.

    A restored database counts on from its backup, and so gives numbers twice.
    """
    told = Order.objects.filter(pk=number).values_list("placed_at", "cause").first()
    return "" if told is None else f"{told[0].isoformat()} {told[1]}"


def all_kept_after(number: int) -> bool:
    """Whether no order after this one was forgotten; False where it cannot be told.

    Orders are forgotten from the oldest on, so one kept at or before the number
    means that all later ones are kept too.
    """
    return Order.objects.filter(pk__lte=number).exists()


def forget(*, before: datetime) -> int:
    """Delete the orders before the first one placed at or after an instant; never the newest.

    Returns how many went. A follower whose cursor lies before the oldest order
    kept must start afresh, so ``before`` should lie days back.
    """
    # By number, not by each one's own instant: clocks are set back, and what is
    # forgotten must be all that is older (see all_kept_after).
    first = Order.objects.filter(placed_at__gte=before).aggregate(first=Min("pk"))["first"]
    deleted, _ = Order.objects.filter(pk__lt=first or latest()).delete()
    return deleted


def database_identity() -> str:
    """What tells this database from any other, as a string."""
    return str(DatabaseIdentity.objects.get(pk=1).identity)
