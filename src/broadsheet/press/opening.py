"""This process's press store: opened once, at first use, for what its pages are made from."""

import threading
from pathlib import Path

from django.conf import settings

import broadsheet
from broadsheet.changes import orders

from .pressed_from import templates_in_use
from .store import PressStore

__all__ = ["only_templates_differ", "the_pressers_store", "the_store"]

_lock = threading.Lock()
_opened: PressStore | None = None


def the_store() -> PressStore:
    """The press store, shared by this process's threads.

    Raises StoreStrange where it is made from something else than this process
    would: it may be that of a running paper. Raises StoreError.
    """
    global _opened  # noqa: PLW0603 -- one LMDB environment per process, as LMDB asks
    with _lock:
        if _opened is None:
            _opened = _open(may_replace=False)
        return _opened


def the_pressers_store() -> PressStore:
    """The press store, opened anew; a strange one is thrown away. Raises StoreError.

    For the presser alone: there is one at a time, so no two processes can throw
    away each other's store in turn. No other thread may be using the store.
    """
    global _opened  # noqa: PLW0603 -- as above
    with _lock:
        if _opened is not None:
            _opened.close()
            _opened = None
        _opened = _open(may_replace=True)
        return _opened


def only_templates_differ(identity: str) -> bool:
    """Whether a strange store's identity is this database's and this release's."""
    return identity.rpartition(" ")[0] == _identity().rpartition(" ")[0]


def _open(*, may_replace: bool) -> PressStore:
    return PressStore.open(
        Path(settings.BROADSHEET_PRESS_FOLDER),
        database=_identity(),
        may_replace=may_replace,
        page_budget=settings.BROADSHEET_PAGE_BUDGET,
        media_roots=[Path(settings.MEDIA_ROOT)],
    )


def _identity() -> str:
    """The database, and what else makes every page another: our release, and the templates."""
    templates = templates_in_use(settings.PAPER_FOLDER.templates)
    return f"{orders.database_identity()} {broadsheet.__version__} {templates}"
