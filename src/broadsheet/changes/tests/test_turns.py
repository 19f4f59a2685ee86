"""Acts go one by one: each waits for its turn before it does anything."""

import threading

import pytest
from django.db import transaction

from broadsheet.changes import orders
from broadsheet.changes.errors import NotInATransaction
from broadsheet.changes.models import Order
from tests.at_once import at_once

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_turn_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInATransaction):
        orders.take_turn()


def test_the_second_waits_until_the_first_has_committed() -> None:
    first_has_its_turn, second_has_its_turn = threading.Event(), threading.Event()
    seen: list[str] = []

    def first() -> None:
        with transaction.atomic():
            orders.take_turn()
            first_has_its_turn.set()
            assert not second_has_its_turn.wait(0.3)
            orders.place(paper=1, tags=[], cause="first")

    def second() -> None:
        assert first_has_its_turn.wait(10)
        with transaction.atomic():
            orders.take_turn()
            second_has_its_turn.set()
            seen.extend(Order.objects.values_list("cause", flat=True))

    assert at_once(first, second) == [None, None]
    assert seen == ["first"]
