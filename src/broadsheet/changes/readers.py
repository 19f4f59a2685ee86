"""The readers' way into the database.

Reader pages are rendered on a connection of their own (``READERS``) which
cannot write and whose transactions are snapshots: on SQLite deferred ones, so
that a rendering never waits for an editor's save, nor the other way round.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model

__all__ = ["READERS", "ReadersRouter", "reading_as_a_reader"]

READERS = "readers"

_is_reader: ContextVar[bool] = ContextVar("broadsheet_is_reader", default=False)


@contextmanager
def reading_as_a_reader() -> Iterator[None]:
    """Send every query inside to the readers' connection."""
    token = _is_reader.set(True)
    try:
        yield
    finally:
        _is_reader.reset(token)


class ReadersRouter:
    """Django's database router: renderings read as readers, all else as ever."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return READERS if _is_reader.get() else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        # A rendering that writes is refused by the connection, which cannot.
        return READERS if _is_reader.get() else None

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool | None:
        # Both connections lead to the same database.
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == READERS else None
