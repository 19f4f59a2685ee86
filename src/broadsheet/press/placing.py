"""Pages on their way into the store: packed before the write transaction, judged inside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from broadsheet.press.connection import Connection
from broadsheet.press.freshness import verdict
from broadsheet.press.pages import Page
from broadsheet.press.records import pack, restamped, unpack
from broadsheet.press.shelves import Shelves

__all__ = ["Ready", "SwapReport", "place", "prepare"]


@dataclass(frozen=True, slots=True)
class SwapReport:
    """What one swap did. Paths are decoded URL paths."""

    pressed: tuple[str, ...] = ()  # placed with new bytes
    unchanged: tuple[str, ...] = ()  # placed, bytes and ETag as before
    dropped: tuple[str, ...] = ()  # stale and not pressed again: made at the next request
    refused: tuple[str, ...] = ()  # overtaken by a later order, or not storable
    evicted: int = 0  # taken out to keep the page budget
    rebuilt: bool = False  # the map was full: the store was begun anew with these pages


@dataclass(frozen=True, slots=True)
class Ready:
    """A page packed before the write transaction begins; without a record it is not storable."""

    page: Page
    record: bytes | None
    is_unchanged: bool


def prepare(page: Page, *, connection: Connection, media_roots: tuple[Path, ...]) -> Ready:
    """Pack a page, or find that nothing but its stamp is new. Raises StoreError.

    Compressing takes milliseconds, so it is done before the write transaction,
    which everybody else waits for.
    """
    if not page.storable:
        return Ready(page, None, is_unchanged=False)
    old = connection.read(partial(_stored, path=page.path))
    if old is not None and page.file is None and page.same_but_for_stamp(old[1]):
        return Ready(page, restamped(*old, page), is_unchanged=True)
    try:
        return Ready(page, pack(page, media_roots=media_roots), is_unchanged=False)
    except OSError:
        return Ready(page, None, is_unchanged=False)  # its file is gone


def _stored(shelves: Shelves, path: str) -> tuple[bytes, Page] | None:
    raw = shelves.record(path)
    return None if raw is None else (raw, unpack(path.encode(), raw).page)


def place(shelves: Shelves, all_ready: list[Ready], overtaken: set[str]) -> SwapReport:
    """Take the overtaken pages off the shelf and put the ready ones on it."""
    for path in overtaken:
        shelves.remove(path)
    pressed: list[str] = []
    unchanged: list[str] = []
    refused: list[str] = []
    for ready in all_ready:
        path = ready.page.path
        judged = verdict(shelves, page=ready.page, at_least=ready.page.order + 1)
        if judged is not None:
            (unchanged if judged else refused).append(path)
        elif ready.record is None:
            refused.append(path)
        else:
            shelves.place(ready.page, ready.record)
            (unchanged if ready.is_unchanged else pressed).append(path)
    return SwapReport(
        pressed=tuple(pressed),
        unchanged=tuple(unchanged),
        dropped=tuple(sorted(overtaken.difference(pressed, unchanged))),
        refused=tuple(refused),
    )
