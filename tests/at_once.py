"""Several people at the same moment: each a thread with a database connection of its own."""

import threading
from collections.abc import Callable

from django.db import connections

__all__ = ["at_once"]

_PATIENCE = 60.0  # seconds; far beyond what a database needs to see a deadlock


def at_once(*calls: Callable[[], object]) -> list[BaseException | None]:
    """Start all calls at the same moment and wait for all: what each of them raised, or None."""
    raised: list[BaseException | None] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def call(number: int) -> None:
        try:
            start.wait(_PATIENCE)
            calls[number]()
        except BaseException as error:  # noqa: BLE001 -- handed to the test
            raised[number] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=call, args=[number], daemon=True) for number in range(len(calls))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
        assert not thread.is_alive(), "somebody waits for ever"
    return raised
