"""Pages that are not pressed: made when a reader asks, by one process at a time for each path."""

import fcntl
import os
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import Busy, StoreError
from .opening import the_store
from .pages import Page
from .rendering import render

__all__ = ["Misses"]

_STRIPES = 64
_LONGEST_WAIT = 3.0  # seconds; a reader who waited so long is asked to come again
_NAP = 0.01  # seconds between two tries for another process's lock


class Misses:
    """Makes missing pages. One per process; ``folder`` holds the lock file that processes share.

    ``at_once`` is how many renders may run in this process at the same time:
    so many threads stay free for pages that are pressed already.
    """

    def __init__(self, folder: Path, *, at_once: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "misses.lock"
        self._renders = threading.BoundedSemaphore(at_once)
        self._stripes = [threading.Lock() for _ in range(_STRIPES)]

    def make(self, path: str) -> Page:
        """The page of a path, from the store if somebody else just made it. Raises Busy."""
        deadline = time.monotonic() + _LONGEST_WAIT
        with self._place_to_render(deadline), self._alone_with(path, deadline):
            page = self._made_meanwhile(path)
            if page is None:
                page = render(path)
                self._keep(page)
            return page

    def _made_meanwhile(self, path: str) -> Page | None:
        try:
            return the_store().page(path)
        except StoreError:
            return None

    def _keep(self, page: Page) -> None:
        # Kept while the lock is held, so that whoever waits for it finds the page.
        # A fault of the store is met again by the serving layer, which logs it
        # and goes on without.
        with suppress(StoreError):
            the_store().put(page)

    @contextmanager
    def _place_to_render(self, deadline: float) -> Iterator[None]:
        if not self._renders.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise Busy
        try:
            yield
        finally:
            self._renders.release()

    @contextmanager
    def _alone_with(self, path: str, deadline: float) -> Iterator[None]:
        """Hold the path's stripe, against this process's threads and against other processes.

        Locks of a process that was killed are the kernel's to release.
        """
        stripe = zlib.crc32(path.encode()) % _STRIPES
        ours = self._stripes[stripe]
        if not ours.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise Busy
        try:
            # A descriptor of its own each time: closing any descriptor of a
            # file gives up all the process's POSIX locks on it, so these are
            # open-file-description locks by flock on one file per stripe.
            with Path(f"{self._file}.{stripe}").open("ab") as file:
                _wait_for(file.fileno(), deadline)
                yield
        finally:
            ours.release()


def _wait_for(descriptor: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if not isinstance(error, BlockingIOError):
                raise
            if time.monotonic() >= deadline:
                raise Busy from None
            time.sleep(_NAP)
        else:
            return


def sensible_renders(threads: int) -> int:
    """How many renders at once leave room for pressed pages in a worker of so many threads."""
    return max(1, min(threads - 1, (os.cpu_count() or 1)))
