"""A press of the test's own: a store in its own folder, and a presser at work in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadsheet.changes import orders
from broadsheet.press import opening
from broadsheet.press.presser import Presser
from broadsheet.press.store import PressStore

__all__ = ["a_press"]


@contextmanager
def a_press(folder: Path) -> Iterator[Presser]:
    """A presser whose store is also what the rest of this process takes for the press store."""
    store = PressStore.open(folder, database=orders.database_identity())
    opening._opened = store
    try:
        presser = Presser(store)
        presser.work()
        yield presser
    finally:
        opening._opened = None
        store.close()
