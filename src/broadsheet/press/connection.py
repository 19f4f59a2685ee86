"""A process's hold on the press store: transactions that follow when it is replaced."""

from __future__ import annotations

import logging
import os
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import lmdb

from broadsheet.press.errors import StoreDamaged, StoreError
from broadsheet.press.folder import BROKEN, Folder, Stamp, typed
from broadsheet.press.records import Torn
from broadsheet.press.shelves import Shelves

__all__ = ["Connection"]

log = logging.getLogger(__name__)

Result = TypeVar("Result")

# How long a serving process may miss that the store was deleted or replaced
# without being closed from inside (a person's `rm`, a full disk).
_LOOK_EVERY = 0.25  # seconds


class Connection:
    """The environment in use, and reading and writing in it.

    ``opened`` is replaced as a whole and never changed, so a thread that took
    it may use it to its end. ``look_at`` is when (POSIX seconds) a reader must
    call ``follow`` next; 0 means at once.
    """

    def __init__(self, folder: Folder, *, may_replace: bool) -> None:
        self.folder = folder
        self.look_at = 0.0
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._stamp: Stamp | None = folder.stamp()
        self.opened = folder.join(may_replace=may_replace)

    def close(self) -> None:
        """Give the environment back; no other thread may be inside it."""
        self.folder.leave(self.opened, close=True)

    def follow(self) -> None:
        """Go over to the environment that ``current`` names. Raises StoreError."""
        if os.getpid() != self._pid:
            raise RuntimeError("The press store was opened before this process was forked.")
        stamp = self.folder.stamp()
        if stamp != self._stamp or stamp is None:
            self._go_over()
        self.look_at = time.time() + _LOOK_EVERY

    def _go_over(self) -> None:
        with self._lock:
            # Taken before joining: what changes meanwhile is seen at the next look.
            stamp = self.folder.stamp()
            old, self.opened = self.opened, self.folder.join(may_replace=False)
            self._stamp = stamp
            self.folder.leave(old, close=False)

    def read(self, ask: Callable[[Shelves], Result]) -> Result:
        """Ask something of the store in one read transaction. Raises StoreError."""
        for _attempt in range(3):
            self.follow()
            opened = self.opened
            try:
                with opened.env.begin() as txn:
                    return ask(Shelves(txn, opened))
            except (OSError, lmdb.Error, Torn) as error:
                self.recover(error)
        raise StoreDamaged(self.folder.path, "again and again")

    def write(self, act: Callable[[Shelves], Result]) -> Result:
        """Do something in one fsynced write transaction. Waits for other writers.

        Done again when the store was replaced meanwhile: what was written into
        the old one is lost. Raises lmdb.MapFullError; StoreError.
        """
        for _attempt in range(5):
            self.follow()
            opened, stamp = self.opened, self._stamp
            try:
                with opened.env.begin(write=True) as txn:
                    result = act(Shelves(txn, opened))
            except lmdb.MapFullError:
                raise
            except (OSError, lmdb.Error, Torn) as error:
                self.recover(error)
            else:
                if self.folder.stamp() == stamp:
                    return result
        raise StoreDamaged(self.folder.path, "it is replaced again and again")

    def recover(self, error: Exception) -> None:
        """Begin the store anew where an error says that its files are broken.

        Raises StoreError for any other: that is not the store's fault.
        """
        if not isinstance(error, (*BROKEN, Torn, ValueError, struct.error)):
            with typed(self.folder.path):
                raise error
        self.begin_anew(str(error))

    def begin_anew(self, reason: str) -> None:
        """Put an empty environment in place of this one, for all processes."""
        with self._lock:
            opened = self.opened
            log.warning("Press store %s is begun anew: %s", self.folder.path, reason)
            self.folder.renew(instead_of=opened.name)
            # Closed from inside so that readers see it at once; where the files
            # are beyond writing they see it at their next look.
            with suppress(lmdb.Error, OSError), opened.env.begin(write=True) as txn:
                Shelves(txn, opened).close()
            with suppress(StoreError):
                self._go_over()
            self.look_at = 0.0
