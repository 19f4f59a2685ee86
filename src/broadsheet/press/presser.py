"""The presser: one process that works press orders into the store, in their order.

It stands at the store's cursor. Everything it does can be done again, so it
may be killed anywhere: at the next start it goes on from the cursor.
"""

import fcntl
import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from broadsheet.changes import orders
from broadsheet.changes.bell import Bell
from broadsheet.changes.orders import PlacedOrder
from broadsheet.changes.readers import reading_as_a_reader
from broadsheet.changes.tags import EVERYTHING, Tag
from broadsheet.site import paths as site_paths

from .errors import StoreError, StoreStrange
from .models import Pressing
from .opening import the_pressers_store
from .pages import Page
from .rendering import render
from .store import PressStore, SwapReport

__all__ = ["Presser", "run"]

log = logging.getLogger(__name__)

_LOOK_EVERY = 0.25  # seconds, should a bell be missed
_REST = 2.0  # seconds after a fault
_WARM = 500  # pages pressed idly into a new generation, the most wanted first


def run(*, stop: threading.Event) -> None:
    """Work as the presser until ``stop`` is set. Waits while another presser works."""
    run_folder = Path(settings.BROADSHEET_RUN_FOLDER)
    with _the_only_presser(run_folder, stop) as is_alone:
        if not is_alone:
            return
        with Bell("presser") as bell:
            _work(bell, stop)


def _work(bell: Bell, stop: threading.Event) -> None:
    presser: Presser | None = None
    while not stop.is_set():
        try:
            if presser is None:
                presser = Presser(the_pressers_store())
                presser.work()
                log.info("ready: pressed through order %s", presser.store.cursor)
            if not presser.work() and not presser.work_idly():
                bell.wait(seconds=_LOOK_EVERY)
        except (StoreError, DatabaseError) as error:
            if isinstance(error, StoreStrange):
                presser = None  # another process put it there; ours is the word
            # A full disk, a database that is away: say it, and try again; the
            # orders wait, and serving renders what the store doesn't have.
            log.error("The presser rests for %.0f s. %s", _REST, error)  # noqa: TRY400
            close_old_connections()
            stop.wait(_REST)


class Presser:
    """Works orders into one store."""

    def __init__(self, store: PressStore) -> None:
        self.store = store
        self._to_warm: Iterator[str] | None = None

    def work(self) -> bool:
        """Work in all orders that wait; returns whether there was anything to do.

        Raises StoreError, DatabaseError; what was swapped in before stays.
        """
        cursor = self.store.cursor
        newest = orders.latest()
        if cursor is not None and self.store.mark != orders.fingerprint(cursor):
            # A restored backup: the database has forgotten the order at which the store
            # stands, and may have given its number to another since.
            self.store.throw_away(f"order {cursor}, at which it stands, is not in the database")
            cursor = None
        if cursor is None:
            self._open_generation(through=newest, placed=[])
            return True
        placed = orders.pending(after=cursor)
        if not placed:
            return self._press_expired()
        if any(EVERYTHING in o.tags for o in placed) or not orders.all_kept_after(cursor):
            self._open_generation(through=newest, placed=placed)
        else:
            self._swap(cursor, placed)
        return True

    def _swap(self, cursor: int, placed: list[PlacedOrder]) -> None:
        through = placed[-1].number
        touched = frozenset[Tag]().union(*(order.tags for order in placed))
        with reading_as_a_reader():
            wanted = site_paths.paths_for(touched)
        mark = orders.fingerprint(through)
        pages = list(_rendered(wanted))
        report = self.store.swap(
            through=through, touched=touched, pages=pages, expected_cursor=cursor, mark=mark
        )
        if report.rebuilt:  # the store was full, and begun anew with these pages
            self._warm_from_the_top()
        self._note(through, placed, report)

    def _open_generation(self, *, through: int, placed: list[PlacedOrder]) -> None:
        """Everything is stale: flip at once with the fronts, and press the rest idly.

        Until a page of the new generation is made it counts as missing, so no
        reader gets an old one while the presser works through the archive.
        """
        with reading_as_a_reader():
            fronts = site_paths.front_paths()
        mark = orders.fingerprint(through)
        pages = list(_rendered(fronts))
        report = self.store.new_generation(through=through, pages=pages, mark=mark)
        self._warm_from_the_top()
        self._note(through, placed, report)

    def _press_expired(self) -> bool:
        """Press pages anew whose time has come; drop those that cannot be made."""
        now = time.time()
        expired = self.store.expired(now)
        pressed = {page.path for page in _rendered(expired) if self.store.put(page)}
        if left_over := set(expired) - pressed:
            self.store.drop_expired(left_over, now=now)
        return bool(expired)

    def work_idly(self) -> bool:
        """One small piece of work that can wait; returns whether there was any."""
        if self._to_warm is not None:
            path = next(self._to_warm, None)
            if path is None:
                self._to_warm = None
            elif self.store.page(path) is None:
                for page in _rendered([path]):
                    self.store.put(page)
            return True
        return self.store.clean() > 0

    def _warm_from_the_top(self) -> None:
        with reading_as_a_reader():
            self._to_warm = iter(list(islice(site_paths.known_paths(), _WARM)))

    def _note(self, through: int, placed: list[PlacedOrder], report: SwapReport) -> None:
        now = datetime.now(UTC)
        # For people only: a locked database must not hold up the press.
        with suppress(DatabaseError):
            Pressing.objects.update_or_create(
                through=through,
                defaults={
                    # A store that begins anew works in orders of long ago.
                    "placed_at": placed[0].placed_at if placed else now,
                    "done_at": now,
                    "pages": len(report.pressed),
                    "dropped": len(report.dropped),
                },
            )


def _rendered(paths: Iterable[str]) -> Iterator[Page]:
    """Render paths one by one; a page that cannot be made is left out, and so is missing."""
    for path in paths:
        try:
            page = render(path)
        except DatabaseError:
            raise
        except Exception:
            log.exception("The page %s could not be pressed.", path)
        else:
            yield page


@contextmanager
def _the_only_presser(folder: Path, stop: threading.Event) -> Iterator[bool]:
    """Wait until no other presser works; yields False when stopped before that.

    The kernel gives the lock back when its holder dies, however it dies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "presser.lock").open("ab") as file:
        while not stop.is_set():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stop.wait(0.05)
            else:
                yield True
                return
        yield False
