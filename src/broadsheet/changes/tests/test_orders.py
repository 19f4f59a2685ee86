"""Orders are committed with their act or not at all, and are taken in their order."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from broadsheet.changes import orders
from broadsheet.changes.errors import NotInATransaction
from broadsheet.changes.models import Order
from broadsheet.changes.tags import Tag

pytestmark = pytest.mark.both_databases

NOON = datetime(2019, 3, 1, 12, 0, tzinfo=UTC)


def place(*tags: str, cause: str = "a test", urgent: bool = False) -> int:
    with transaction.atomic():
        return orders.place(paper=1, tags=[Tag(tag) for tag in tags], cause=cause, urgent=urgent)


def placed(*, days_before_noon: int) -> int:
    """An order that was placed when the clock said so."""
    number = place("a")
    at = NOON - timedelta(days=days_before_noon)
    Order.objects.filter(pk=number).update(placed_at=at)
    return number


@pytest.mark.django_db
def test_an_order_is_taken_with_all_that_was_said() -> None:
    before = timezone.now()
    number = place("b", "a", "a", cause="publish 7/1")
    (order,) = orders.pending(after=number - 1)
    assert (order.number, order.tags, order.cause) == (number, {Tag("a"), Tag("b")}, "publish 7/1")
    assert before <= order.placed_at <= timezone.now()


@pytest.mark.django_db
def test_a_cause_with_a_long_name_is_cut() -> None:
    number = place("a", cause="paper " + "Nachrichten " * 25)
    (order,) = orders.pending(after=number - 1)
    assert order.cause.startswith("paper Nachrichten")
    assert order.cause.endswith("…")


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
        orders.place(paper=1, tags=[Tag("a")], cause="publish 7/1")
    assert not Order.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_act_that_is_undone_leaves_no_order() -> None:
    with transaction.atomic():
        orders.place(paper=1, tags=[Tag("a")], cause="publish 7/1")
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
        orders.place(paper=1, tags=[Tag("a")], cause="withdraw 7/2", urgent=True)
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
    old = [placed(days_before_noon=9), placed(days_before_noon=8)]
    newest = placed(days_before_noon=7)
    assert orders.forget(before=NOON) == len(old)
    assert [order.number for order in orders.pending(after=0)] == [newest]
    assert orders.forget(before=NOON) == 0


@pytest.mark.django_db
def test_no_order_is_forgotten_from_between_others() -> None:
    old, young = placed(days_before_noon=9), placed(days_before_noon=0)
    by_a_wrong_clock, newest = placed(days_before_noon=9), placed(days_before_noon=0)
    assert orders.forget(before=NOON) == 1
    assert [order.number for order in orders.pending(after=0)] == [young, by_a_wrong_clock, newest]
    assert not orders.all_kept_after(old)
    assert orders.all_kept_after(young)


@pytest.mark.django_db
def test_a_database_is_told_from_every_other() -> None:
    assert orders.database_identity() == orders.database_identity()
    assert len(orders.database_identity()) == 36
