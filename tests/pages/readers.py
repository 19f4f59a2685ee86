"""Reading the paper inside a test's transaction, as the press reads it outside of any."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.db import connections

from broadsheet.changes import recorder
from broadsheet.changes.readers import READERS
from broadsheet.site.answering import answer

__all__ = ["Answered", "as_readers", "ask", "readers_on_the_same_connection"]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a reader got, and what the press would note of it."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    tags: frozenset[str]
    until: datetime | None

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def leads_to(self) -> str:
        """The path (decoded) that a move leads to; "" for any other answer."""
        return unquote(self.headers.get("Location", ""))

    @property
    def is_html(self) -> bool:
        return self.headers["Content-Type"].startswith("text/html")


def ask(path: str, *, at: datetime | None = None) -> Answered:
    """Ask for a path, at an instant other than now if the page's date matters."""
    with recorder.recording(at=at) as record:
        response = answer(path)
    name = getattr(response, "file_name", None)
    return Answered(
        path=path,
        status=response.status_code,
        headers=dict(response.items()),
        body=(Path(settings.MEDIA_ROOT) / name).read_bytes() if name else response.content,
        tags=frozenset(record.tags),
        until=record.until,
    )


@contextmanager
def readers_on_the_same_connection() -> Iterator[None]:
    """Let readers see what the open transaction wrote; a second connection would not."""
    own = connections[READERS]
    connections[READERS] = connections["default"]
    try:
        yield
    finally:
        connections[READERS] = own


@pytest.fixture
def as_readers(db: None) -> Iterator[None]:
    """A test that builds and reads in one transaction."""
    with readers_on_the_same_connection():
        yield
