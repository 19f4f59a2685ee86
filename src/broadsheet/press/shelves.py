"""The books of the press store inside one write transaction, kept in step.

A page lies in five places: its record, an entry for each tag, its age, and its
``until``. Only this module writes them; what to write when is ``store``'s.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import lmdb

from broadsheet.press.folder import CLOSED, Environment
from broadsheet.press.pages import MAX_KEY, Page, digest
from broadsheet.press.records import Record, sequenced, unpack

__all__ = ["Shelves", "number", "packed"]

# Big-endian where order matters: LMDB sorts keys as bytes.
_U64 = struct.Struct(">Q")


def packed(value: int) -> bytes:
    """A number as LMDB sorts it."""
    return _U64.pack(value)


def number(value: bytes | memoryview | None) -> int:
    """The number in a value; 0 where there is none."""
    return 0 if value is None else _U64.unpack(value)[0]


def _microseconds(instant: float) -> bytes:
    return packed(max(0, min(int(instant * 1_000_000), 2**63)))


def _own_tag(path: str) -> str:
    """The tag that every page carries for itself, so that a path can be touched alone.

    No tag of a rendering begins with a NUL, so it meets none of them.
    """
    return f"\0{path}"


@dataclass(frozen=True, slots=True)
class Shelves:
    """One transaction over one environment; writing methods need a write transaction."""

    txn: lmdb.Transaction[bytes]
    at: Environment

    # -- reading ---------------------------------------------------------

    def cursor(self) -> int | None:
        """The last order the presser has worked into this store; None before the first."""
        value = self.txn.get(b"cursor", db=self.at.meta)
        return None if value is None else number(value)

    def mark(self) -> str:
        """What the order at the cursor was told from others by."""
        return (self.txn.get(b"mark", db=self.at.meta) or b"").decode()

    def floor(self) -> int:
        """Pages of an older order belong to a past generation and count as missing."""
        return number(self.txn.get(b"floor", db=self.at.meta))

    def is_closed(self) -> bool:
        """Whether another process has put this environment out of use."""
        return self.txn.get(b"floor", db=self.at.meta) == CLOSED

    def record(self, path: str) -> bytes | None:
        """The raw record of a path, whether it may still be served or not."""
        key = path.encode()
        return self.txn.get(key, db=self.at.pages) if len(key) <= MAX_KEY else None

    def page(self, path: str) -> Record | None:
        """The record of a path, unpacked."""
        raw = self.record(path)
        return None if raw is None else unpack(path.encode(), raw)

    def is_live(self, page: Page, *, now: float) -> bool:
        """Whether a stored page may be served: not of a past generation, not overtaken by time."""
        return page.order >= self.floor() and (page.until is None or now <= page.until)

    def carrying(self, tags: Iterable[str]) -> set[str]:
        """The paths that carry one of the tags."""
        paths: set[str] = set()
        with self.txn.cursor(db=self.at.tags) as cursor:
            for tag in tags:
                if cursor.set_key(digest(tag.encode())):
                    paths.update(path.decode() for path in cursor.iternext_dup())
        return paths

    def is_overtaken(self, page: Page) -> bool:
        """Whether an order later than the page's snapshot has touched anything the page read."""
        horizon = number(self.txn.get(b"horizon", db=self.at.meta))
        if page.order < max(horizon, self.floor()):
            return True
        return any(
            number(self.txn.get(digest(tag.encode()), db=self.at.touched)) > page.order
            for tag in (_own_tag(page.path), *page.tags)
        )

    def due(self, now: float) -> Iterator[str]:
        """Paths whose ``until`` has come, the earliest first."""
        last = _microseconds(now)
        with self.txn.cursor(db=self.at.untils) as cursor:
            for instant, path in cursor:
                if instant > last:
                    return
                yield path.decode()

    def count(self) -> int:
        """How many pages lie in the store, past generations included."""
        return int(self.txn.stat(self.at.pages)["entries"])

    # -- writing ---------------------------------------------------------

    def set_cursor(self, order: int, mark: str) -> None:
        """Remember that all orders up to this one are worked in, and its mark."""
        self.txn.put(b"cursor", packed(order), db=self.at.meta)
        self.txn.put(b"mark", mark.encode(), db=self.at.meta)

    def set_floor(self, order: int) -> None:
        """Begin a generation: whatever read an older state counts as missing from now on."""
        self.txn.put(b"floor", packed(order), db=self.at.meta)
        self.txn.put(b"sweep", self._next_sequence(), db=self.at.meta)
        self.txn.delete(b"swept", db=self.at.meta)

    def close(self) -> None:
        """Put the environment out of use; its readers look for the new one."""
        self.txn.put(b"floor", CLOSED, db=self.at.meta)

    def touch(self, tags: Iterable[str], paths: Iterable[str], order: int) -> None:
        """Remember which order touched these last, so that older renders are refused."""
        for tag in (*tags, *map(_own_tag, paths)):
            key = digest(tag.encode())
            if number(self.txn.get(key, db=self.at.touched)) < order:
                self.txn.put(key, packed(order), db=self.at.touched)

    def place(self, page: Page, record: bytes) -> None:
        """Put a page on the shelf, in place of what lay there."""
        self.remove(page.path)
        path = page.path.encode()
        sequence = self._next_sequence()
        self.txn.put(path, sequenced(record, number(sequence)), db=self.at.pages)
        self.txn.put(sequence, path, db=self.at.ages, append=True)
        for tag in page.tags:
            self.txn.put(digest(tag.encode()), path, db=self.at.tags)
        if page.until is not None:
            self.txn.put(_microseconds(page.until), path, db=self.at.untils)

    def remove(self, path: str) -> bool:
        """Take a page off the shelf with all that points to it; False where none lay."""
        stored = self.page(path)
        if stored is None:
            return False
        key = path.encode()
        self.txn.delete(key, db=self.at.pages)
        self.txn.delete(packed(stored.sequence), db=self.at.ages)
        for tag in stored.page.tags:
            self.txn.delete(digest(tag.encode()), key, db=self.at.tags)
        if stored.page.until is not None:
            self.txn.delete(_microseconds(stored.page.until), key, db=self.at.untils)
        return True

    def evict(self, budget: int) -> int:
        """Remove the longest pressed pages above the budget; returns how many."""
        surplus = self.count() - budget
        return sum(self.remove(path) for path in self._oldest(surplus)) if surplus > 0 else 0

    def sweep(self, limit: int) -> int:
        """Remove leftovers of past generations, at most ``limit`` looked at; returns how many.

        All of them were pressed before the generation began, so they lie before
        the ``sweep`` mark, and once the oldest page lies behind it there are none.
        """
        mark = self.txn.get(b"sweep", db=self.at.meta)
        if mark is None:
            return 0
        floor, removed = self.floor(), 0
        batch = self._ages(limit, start=self.txn.get(b"swept", db=self.at.meta))
        for sequence, path in batch:
            if sequence >= mark:
                break
            stored = self.page(path)
            if stored is not None and stored.page.order < floor:
                removed += self.remove(path)
            self.txn.put(b"swept", sequence, db=self.at.meta)
        else:
            if len(batch) == limit:
                return removed  # there may be more
        for key in (b"sweep", b"swept"):
            self.txn.delete(key, db=self.at.meta)
        return removed

    def forget_touches(self, before: int) -> int:
        """Forget touches by orders older than ``before``; returns how many.

        Renders from before that are refused from now on, touched or not.
        """
        old = [key for key, value in self._items(self.at.touched) if number(value) < before]
        for key in old:
            self.txn.delete(key, db=self.at.touched)
        if old:
            self.txn.put(b"horizon", packed(before), db=self.at.meta)
        return len(old)

    def touches(self) -> int:
        """How many touches are remembered."""
        return int(self.txn.stat(self.at.touched)["entries"])

    # -- inside ----------------------------------------------------------

    def _next_sequence(self) -> bytes:
        sequence = packed(number(self.txn.get(b"sequence", db=self.at.meta)) + 1)
        self.txn.put(b"sequence", sequence, db=self.at.meta)
        return sequence

    def _oldest(self, limit: int) -> Collection[str]:
        return [path for _sequence, path in self._ages(limit, start=None)]

    def _ages(self, limit: int, *, start: bytes | None) -> list[tuple[bytes, str]]:
        # A list, because the caller removes what a cursor would stand on.
        found: list[tuple[bytes, str]] = []
        with self.txn.cursor(db=self.at.ages) as cursor:
            if cursor.set_range(start or bytes(8)):
                for sequence, path in cursor.iternext():
                    found.append((sequence, path.decode()))
                    if len(found) >= limit:
                        break
        return found

    def _items(self, database: lmdb._Database) -> Iterator[tuple[bytes, bytes]]:
        with self.txn.cursor(db=database) as cursor:
            yield from cursor
