"""Orders are committed with their act or not at all, and are taken in their order."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from broadsheet.changes import orders
from broadsheet.changes.errors import NotInATransaction
from broadsheet.changes.models import Order
from broadsheet.changes.tags import Tag

pytestmark = pytest.mark.both_databases

NOON = datetime(2019, 3, 1, 12, 0, tzinfo=UTC)


def place(*tags: str, cause: str = "a test", at: datetime = NOON, urgent: bool = False) -> int:
    with transaction.atomic():
        return orders.place(
            paper=1, tags=[Tag(tag) for tag in tags], cause=cause, at=at, urgent=urgent
        )


@pytest.mark.django_db
def test_an_order_is_taken_with_all_that_was_said() -> None:
    number = place("b", "a", "a", cause="publish 7/1")
    assert orders.pending(after=number - 1) == [
        orders.PlacedOrder(
            number=number,
            tags=frozenset({Tag("a"), Tag("b")}),
            cause="publish 7/1",
            placed_at=NOON,
        )
    ]


@pytest.mark.django_db
def test_orders_come_oldest_first_and_no_more_than_asked_for() -> None:
    first, second, third = place("a"), place("b"), place("c")
    assert [order.number for order in orders.pending(after=0)][-3:] == [first, second, third]
    assert [order.number for order in orders.pending(after=first, limit=1)] == [second]
    assert orders.latest() == third
    assert orders.pending(after=third) == []


@pytest.mark.django_db
def test_an_empty_outbox_has_no_latest() -> None:
    assert orders.latest() == 0
    assert orders.pending(after=0) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_order_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInATransaction, match="publish 7/1"):
        orders.place(paper=1, tags=[Tag("a")], cause="publish 7/1", at=NOON)
    assert not Order.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_act_that_is_undone_leaves_no_order() -> None:
    with transaction.atomic():
        orders.place(paper=1, tags=[Tag("a")], cause="publish 7/1", at=NOON)
        transaction.set_rollback(True)
    assert not Order.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_urgent_order_is_handed_over_after_the_commit_and_a_plain_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handed: list[tuple[str, bool]] = []

    def follower(order: orders.PlacedOrder) -> None:
        handed.append((order.cause, Order.objects.filter(pk=order.number).exists()))

    monkeypatch.setattr(orders, "_urgent_followers", [])
    orders.on_urgent(follower)
    orders.on_urgent(follower)  # registering twice is registering once
    with transaction.atomic():
        orders.place(paper=1, tags=[Tag("a")], cause="withdraw 7/2", at=NOON, urgent=True)
        assert handed == []
    place("b", cause="publish 8/1")
    assert handed == [("withdraw 7/2", True)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_follower_that_falls_over_does_not_undo_the_act(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def follower(order: orders.PlacedOrder) -> None:
        raise RuntimeError("the store is gone")

    monkeypatch.setattr(orders, "_urgent_followers", [follower])
    number = place("a", urgent=True)
    assert Order.objects.filter(pk=number).exists()
    assert "could not act at once" in caplog.text


@pytest.mark.django_db
def test_old_orders_are_forgotten_but_never_the_newest() -> None:
    old = [place("a", at=NOON - timedelta(days=days)) for days in (9, 8)]
    newest = place("b", at=NOON - timedelta(days=7))
    assert orders.forget(before=NOON) == len(old)
    assert [order.number for order in orders.pending(after=0)] == [newest]
    assert orders.forget(before=NOON) == 0


@pytest.mark.django_db
def test_a_database_is_told_from_every_other() -> None:
    assert orders.database_identity() == orders.database_identity()
    assert len(orders.database_identity()) == 36
