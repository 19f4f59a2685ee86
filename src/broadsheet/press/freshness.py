"""Which pages are fresh: the store's decisions inside one transaction.

A page is fresh as long as no order later than its snapshot touched what it
read, no generation began after it, and its ``until`` has not come.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterable
from itertools import islice

from broadsheet.press.pages import Page
from broadsheet.press.shelves import Shelves

__all__ = ["FRESHNESS", "LATEST", "due", "is_older", "keys_after", "live_page", "stale", "verdict"]

#: Later than any order.
LATEST = 2**64 - 1

#: Order and until: the first two fields of a record (see ``records.HOT``).
FRESHNESS = struct.Struct("<Qd").unpack_from


def verdict(shelves: Shelves, *, page: Page, at_least: int) -> bool | None:
    """Whether a page is already there (True), may not be kept (False), or should be put (None).

    A live page of order ``at_least`` is as good as the new one.
    """
    now = time.time()
    if shelves.cursor() is None or shelves.is_overtaken(page):
        return False
    if page.until is not None and page.until < now:
        return False
    stored = shelves.page(page.path)
    if stored and stored.page.order >= at_least and shelves.is_live(stored.page, now=now):
        return True
    return None


def is_older(shelves: Shelves, path: str, order: int) -> bool:
    """Whether a page of this generation lies there, made without knowing of ``order``.

    Leftovers of past generations are no concern of anyone but the sweep: to
    call them stale would have the presser make the whole archive anew.
    """
    stored = shelves.page(path)
    return stored is not None and shelves.floor() <= stored.page.order < order


def due(shelves: Shelves, now: float) -> list[str]:
    """Paths of this generation whose ``until`` has come, the earliest first."""
    return [path for path in shelves.due(now) if is_older(shelves, path, LATEST)]


def stale(shelves: Shelves, tags: Iterable[str], order: int) -> set[str]:
    """Paths that carry one of the tags and were made without knowing of ``order``."""
    return {path for path in shelves.carrying(tags) if is_older(shelves, path, order)}


def live_page(shelves: Shelves, path: str) -> Page | None:
    stored = shelves.page(path)
    if stored is None or not shelves.is_live(stored.page, now=time.time()):
        return None
    return stored.page


def keys_after(shelves: Shelves, after: bytes) -> list[tuple[bytes, bool]]:
    """The next few stored keys, each with whether it would be served."""
    floor, now = shelves.floor(), time.time()
    found: list[tuple[bytes, bool]] = []
    with shelves.txn.cursor(db=shelves.at.pages) as cursor:
        if not cursor.set_range(after + b"\0"):
            return found
        for key, record in islice(cursor, 500):
            order, until = FRESHNESS(record)
            found.append((key, order >= floor and now <= until))
    return found
