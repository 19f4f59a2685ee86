"""The press store: pressed pages on disk, shared by all processes of one machine.

Built on LMDB (decision record: the store). Reads are one short transaction
without a lock; one write transaction swaps all pages that a public act touches,
so a reader's process sees all of it or nothing. It is a cache: it may be
deleted at any time, and it throws itself away when it can't be understood.

What keeps it exact: each page carries the tags of what its rendering read and
the highest press order in the rendering's snapshot. The store remembers the
last order that touched each tag and refuses a page that a later order touched.

Local disks only: LMDB's locks and its map don't work on network file systems.
Open it after forking, once per process; threads may share it.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import lmdb

from broadsheet.press import negotiation
from broadsheet.press.connection import Connection
from broadsheet.press.errors import CursorMoved, StoreError, StoreFull, StoreStrange
from broadsheet.press.folder import Folder, typed
from broadsheet.press.freshness import (
    FRESHNESS,
    LATEST,
    due,
    is_older,
    keys_after,
    live_page,
    stale,
    verdict,
)
from broadsheet.press.pages import Page
from broadsheet.press.placing import Ready, SwapReport, place, prepare
from broadsheet.press.records import Answer, answer
from broadsheet.press.shelves import Shelves

__all__ = ["PressStore", "Stored", "SwapReport"]

_GIB = 1 << 30

# Renders are seconds long, not a thousand orders; older touches can go.
_TOUCHES_KEPT = 50_000
_ORDERS_KEPT = 10_000

_FLOOR = struct.Struct(">Q").unpack


class Stored(NamedTuple):
    """A page as it would be sent in one encoding."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str | None


class PressStore:
    """The pressed pages of one paper on this machine.

    A new store answers nothing and takes no page until the presser has said
    where in the press orders it begins (``new_generation``): before that it
    could not tell an old rendering from a fresh one.
    """

    def __init__(
        self, connection: Connection, *, page_budget: int, media_roots: tuple[Path, ...] = ()
    ) -> None:
        self._connection = connection
        self._budget = page_budget
        self._media = media_roots

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        database: str,
        may_replace: bool = True,
        map_size: int = 64 * _GIB,
        page_budget: int = 100_000,
        media_roots: Iterable[Path] = (),
    ) -> PressStore:
        """Open the store in ``folder``, making or replacing it where needed.

        ``database`` is the identity of what the pages are made from: the
        database's UUID and whatever else makes every page another (release,
        templates). A store of another identity is thrown away; without
        ``may_replace`` that raises StoreStrange, and so it does always when the
        store becomes another's later. ``map_size`` is address space, not disk
        space. Raises StoreError.
        """
        files = Folder(Path(folder), identity=database, map_size=map_size)
        connection = Connection(files, may_replace=may_replace)
        return cls(connection, page_budget=page_budget, media_roots=tuple(map(Path, media_roots)))

    def close(self) -> None:
        """Give the store back. No other thread may be using it."""
        self._connection.close()

    # -- the hot path ------------------------------------------------------

    def find(
        self,
        key: bytes,
        wanted: tuple[int, ...],
        if_none_match: str | None,
        with_keys: bool = False,  # noqa: FBT001, FBT002 - hot: keywords cost
    ) -> Answer | None:
        """The answer for a path, ready to send; None when it must be made.

        ``key`` is the path's UTF-8, ``wanted`` comes from
        ``negotiation.acceptable``. The body is left out when ``if_none_match``
        names the ETag. Raises StoreError.

        This runs for every reader. It is flat on purpose: a call or an object
        costs as much as the look-up itself, and py-lmdb takes keyword arguments
        at a third of a microsecond each.
        """
        connection = self._connection
        now = time.time()
        if now >= connection.look_at:
            connection.follow()
        opened = connection.opened
        try:
            # begin(db, parent, write, buffers): buffers, because only a fraction of
            # the record is wanted. Nothing of the map leaves this function.
            txn = opened.env.begin(opened.pages, None, False, True)  # noqa: FBT003
            try:
                record = txn.get(key)
                if record is None:
                    return None
                order, until = FRESHNESS(record)
                floor = txn.get(b"floor", None, opened.meta)
                if order >= (_FLOOR(floor)[0] if floor else 0) and now <= until:
                    return answer(record, wanted, if_none_match, with_keys)
            finally:
                txn.abort()
        except lmdb.BadValsizeError:
            return None  # longer than any key
        except (lmdb.Error, struct.error, ValueError) as error:
            connection.recover(error)
            return None
        connection.look_at = 0.0  # perhaps the environment was closed: look for the new one
        return None

    def follow(self) -> None:
        """Look whether the store was replaced, and go over to the new one. Raises StoreError."""
        self._connection.follow()

    def get(self, path: str, encoding: str = "identity") -> Stored | None:
        """A stored page as it would be sent in this encoding (where it exists, else identity)."""
        wanted = (negotiation.BITS[encoding], negotiation.IDENTITY)
        key = path.encode()
        found = self.find(key, wanted, None)
        if found is None:
            return None
        _kind, status, headers, body, _keys = found
        etag = dict(headers).get("etag")
        return Stored(int(status[:3]), tuple(headers), body, etag)

    # -- other reading -----------------------------------------------------

    def page(self, path: str) -> Page | None:
        """The page stored under a path, as its rendering made it; None when it must be made."""
        return self._connection.read(partial(live_page, path=path))

    def paths(self) -> Iterator[str]:
        """All paths that would be answered from the store, in their order as bytes.

        Read in short transactions (a long one would make the store grow), so
        pages may come and go meanwhile.
        """
        after = b""
        while batch := self._connection.read(partial(keys_after, after=after)):
            after = batch[-1][0]
            yield from (key.decode() for key, is_live in batch if is_live)

    def stale_paths(self, tags: Iterable[str], *, through: int | None = None) -> set[str]:
        """The paths that an order touching these tags makes stale.

        ``through`` is that order: pages made from a snapshot that holds it are
        fresh and left out. Without it all paths that carry a tag are meant.
        """
        before = LATEST if through is None else through
        return self._connection.read(lambda shelves: stale(shelves, tags, before))

    def expired(self, now: float) -> list[str]:
        """The paths whose ``until`` has come at ``now`` (POSIX seconds), the earliest first."""
        return self._connection.read(lambda shelves: due(shelves, now))

    @property
    def cursor(self) -> int | None:
        """The last order worked in; None when the store awaits ``new_generation``."""
        return self._connection.read(Shelves.cursor)

    @property
    def mark(self) -> str:
        """What was given as ``mark`` when the cursor was last moved."""
        return self._connection.read(Shelves.mark)

    def count(self) -> int:
        """How many pages are stored, leftovers of past generations included."""
        return self._connection.read(Shelves.count)

    # -- writing -----------------------------------------------------------

    def put(self, page: Page) -> bool:
        """Keep a page that was pressed on demand, from any process.

        Returns False when it may not be kept: not storable, overtaken by a
        later order or by the clock, or the store has no cursor yet. True also
        when as fresh a page already lies there. Raises StoreError.
        """
        if not page.storable:
            return False
        judged = self._connection.read(partial(verdict, page=page, at_least=page.order))
        if judged is not None:
            return judged
        ready = prepare(page, connection=self._connection, media_roots=self._media)
        try:
            return self._connection.write(partial(self._put, ready=ready))
        except lmdb.MapFullError:
            self._connection.begin_anew("its map is full")
            return False

    def swap(
        self,
        *,
        through: int,
        touched: Collection[str],
        pages: Iterable[Page],
        expected_cursor: int | None = None,
        mark: str = "",
    ) -> SwapReport:
        """Work orders up to ``through`` into the store, in one fsynced transaction.

        Drops all pages that carry a ``touched`` tag and were made from a
        snapshot without that order, remembers the touch, puts ``pages``, moves
        the cursor. Readers see the state before or after. ``mark`` is kept beside
        the cursor: what tells the order ``through`` from another of its number,
        so that the presser knows when the database has another past. Raises CursorMoved
        when the cursor is not ``expected_cursor`` (where given) or is already
        past ``through``; StoreError.
        """
        return self._swap(
            pages,
            touched=touched,
            through=through,
            expected=expected_cursor,
            mark=mark,
            is_generation=False,
        )

    def new_generation(
        self,
        *,
        through: int,
        pages: Iterable[Page] = (),
        expected_cursor: int | None = None,
        mark: str = "",
    ) -> SwapReport:
        """Make every page of an older snapshot count as missing, in one step.

        For orders that touch everything (the paper's settings), and for the
        first step of a new store. ``pages`` (the few hundred most wanted) are
        put in the same transaction; what is left over goes with ``clean``.
        """
        return self._swap(
            pages,
            touched=(),
            through=through,
            expected=expected_cursor,
            mark=mark,
            is_generation=True,
        )

    def drop(
        self, *, order: int, tags: Collection[str] = (), paths: Collection[str] = ()
    ) -> set[str]:
        """Drop pages at once, without moving the cursor; returns the dropped paths.

        For the acting process right after the commit of a withdrawal: ``order``
        is its press order, so that a rendering which began earlier is refused.
        When the store can't be written it is put out of use for every process:
        slow pages are better than a withdrawn one. Raises StoreError when even
        that fails; StoreStrange for another's store, which stays in use.
        """

        def work(shelves: Shelves) -> set[str]:
            overtaken = stale(shelves, tags, order)
            overtaken.update(path for path in paths if is_older(shelves, path, order))
            shelves.touch(tags, paths, order)
            return {path for path in overtaken if shelves.remove(path)}

        try:
            return self._connection.write(work)
        except StoreStrange:
            raise  # its own presser works the order in
        except (StoreError, lmdb.MapFullError):
            self._connection.folder.close_down()
            self._connection.look_at = 0.0
            return set()

    def drop_expired(self, paths: Collection[str], *, now: float) -> set[str]:
        """Drop those of the paths whose ``until`` has come at ``now`` (POSIX seconds).

        For pages that can't be made again, whatever order they were made from.
        Returns the dropped paths. Raises StoreError.
        """

        def work(shelves: Shelves) -> set[str]:
            return {
                path for path in set(paths).intersection(shelves.due(now)) if shelves.remove(path)
            }

        return self._connection.write(work)

    def clean(self, limit: int = 200) -> int:
        """A small piece of idle work for the presser; returns how many pages it removed.

        Removes leftovers of past generations and old touches, and frees the
        places of readers that died (a dead reader's place would make the store
        grow). Call it again soon while it returns something.
        """
        self.reader_check()
        return self._connection.write(partial(_clean, limit=limit))

    def reader_check(self) -> int:
        """Free the places of dead readers; returns how many there were."""
        with typed(self._connection.folder.path):
            return self._connection.opened.env.reader_check()

    def throw_away(self, reason: str) -> None:
        """Begin an empty store, for all processes. The presser's answer to a strange cursor."""
        self._connection.begin_anew(reason)

    # -- inside ------------------------------------------------------------

    def _put(self, shelves: Shelves, ready: Ready) -> bool:
        judged = verdict(shelves, page=ready.page, at_least=ready.page.order)
        if judged is not None or ready.record is None:
            return bool(judged)
        shelves.place(ready.page, ready.record)
        shelves.evict(self._budget)
        return True

    def _swap(
        self,
        pages: Iterable[Page],
        *,
        touched: Collection[str],
        through: int,
        expected: int | None,
        mark: str,
        is_generation: bool,
    ) -> SwapReport:
        all_ready = [
            prepare(page, connection=self._connection, media_roots=self._media) for page in pages
        ]

        def work(shelves: Shelves) -> SwapReport:
            found = shelves.cursor()
            if found is not None and (through < found or expected not in (None, found)):
                raise CursorMoved(
                    self._connection.folder.path,
                    expected=through if expected is None else expected,
                    found=found,
                )
            # A store without a cursor forgot what was touched: older renders
            # could slip in, unless it begins with a generation.
            if is_generation or found is None:
                shelves.set_floor(through)
            overtaken = stale(shelves, touched, through)
            shelves.touch(touched, (), through)
            shelves.set_cursor(through, mark)
            report = place(shelves, all_ready, overtaken)
            return replace(report, evicted=shelves.evict(self._budget), rebuilt=found is None)

        try:
            return self._connection.write(work)
        except lmdb.MapFullError:
            self._connection.begin_anew("its map is full")
        try:
            return self._connection.write(work)
        except lmdb.MapFullError as full:
            raise StoreFull(self._connection.folder.path, str(full)) from full


def _clean(shelves: Shelves, limit: int) -> int:
    cursor = shelves.cursor() or 0
    if cursor > _ORDERS_KEPT and shelves.touches() > _TOUCHES_KEPT:
        shelves.forget_touches(cursor - _ORDERS_KEPT)
    return shelves.sweep(limit)
