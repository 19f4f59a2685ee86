"""Pages and stores to test with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from broadsheet.press.pages import Header, Page
from broadsheet.press.store import PressStore

HTML: tuple[Header, ...] = (
    ("content-type", "text/html; charset=utf-8"),
    ("content-security-policy", "default-src 'none'"),
)

#: Long enough to be worth coding.
COPY = "<p>" + " ".join(f"word{n % 37} of line {n % 11}" for n in range(400)) + "</p>"


def a_page(
    path: str = "/",
    *,
    body: str = COPY,
    order: int = 1,
    tags: Iterable[str] = ("paper",),
    status: int = 200,
    headers: tuple[Header, ...] = HTML,
    until: float | None = None,
    stamp: tuple[int, int] | None = None,
    seconds: float = 0.0517,
    file: str | None = None,
) -> Page:
    """A page as a rendering would make it."""
    return Page(
        path=path,
        status=status,
        headers=headers,
        body=b"" if file else body.encode(),
        tags=frozenset(tags),
        order=order,
        until=until,
        stamp=stamp,
        seconds=seconds,
        file=file,
    )


def a_store(folder: Path, *, through: int = 1, **options: object) -> PressStore:
    """An open store that has a cursor, so that it takes pages."""
    store = PressStore.open(folder, **{"database": "the-river-herald", **options})  # type: ignore[arg-type]
    store.new_generation(through=through)
    return store
