"""What can go wrong in the press, as a tree.

PressError
├── Busy                    too many pages are being pressed; ask again
└── StoreError              the press store can't do its work; serving goes on without it
    ├── StoreReadOnly       its folder or disk can't be written
    ├── StoreFull           its disk or its map is full
    ├── StoreDamaged        its files can't be understood and can't be replaced
    ├── StoreStrange        it belongs to another database or release, or to other templates
    └── CursorMoved         two pressers work on one store

The texts are English and meant for the log and for ``broadsheet doctor``; the
desk says them in its own language, by class.
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "Busy",
    "CursorMoved",
    "PressError",
    "StoreDamaged",
    "StoreError",
    "StoreFull",
    "StoreReadOnly",
    "StoreStrange",
]


class PressError(Exception):
    """Anything the press refuses or can't do."""


class Busy(PressError):
    """Raised by whoever presses on demand when no more renders may start now.

    Serving answers 503 with ``Retry-After: retry_after`` (seconds).
    """

    def __init__(self, retry_after: int = 2) -> None:
        self.retry_after = retry_after
        super().__init__(f"Too many pages are being made; ask again in {retry_after} s.")


class StoreError(PressError):
    """The press store at ``folder`` can't be used; pages must be made for each reader."""

    def __init__(self, folder: Path, problem: str, remedy: str) -> None:
        self.folder, self.problem, self.remedy = folder, problem, remedy
        super().__init__(f"Press store {folder}: {problem} {remedy}")


class StoreReadOnly(StoreError):
    """Raised when the folder can't be written: usually another owner, or a disk gone read-only."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            folder,
            f"it can't be written ({detail}).",
            "Give the folder to the user that runs the paper, or point the press store to"
            " another disk. Until then each page is made anew for each reader.",
        )


class StoreFull(StoreError):
    """Raised when the disk, or the space the store may use, is full even after starting afresh."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            folder,
            f"there is no room left ({detail}).",
            "Free space on that disk, or lower the page budget. The store is a cache: its"
            " folder may be deleted at any time.",
        )


class StoreDamaged(StoreError):
    """Raised when the files make no sense and a new store could not be put in their place."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            folder,
            f"its files can't be read ({detail}).",
            "Delete the folder: it holds nothing that can't be made again. If this comes back,"
            " check the disk; network file systems are not fit for it.",
        )


class StoreStrange(StoreError):
    """Raised where the store was made from another database, another release or other templates.

    Usually an upgrade, or a template edited while the paper runs: the processes
    started since own the store, or those from before. ``identity`` is what the
    store says that it was made from; "" where that can't be told.
    """

    def __init__(self, folder: Path, detail: str, *, identity: str = "") -> None:
        self.identity = identity
        super().__init__(
            folder,
            f"it belongs to another database or release, or to other templates ({detail}).",
            "Restart this process; if two papers share the folder, give each its own.",
        )


class CursorMoved(StoreError):
    """Raised when the store is not where this presser left it: two pressers run, or one is old."""

    def __init__(self, folder: Path, *, expected: int | None, found: int | None) -> None:
        self.expected, self.found = expected, found
        super().__init__(
            folder,
            f"its cursor stands at {found}, not at {expected}.",
            "Stop the second presser of this store.",
        )
