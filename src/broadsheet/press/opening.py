"""This process's press store: opened once, at first use, for what its pages are made from."""

import hashlib
import threading
from pathlib import Path

from django.conf import settings

import broadsheet
from broadsheet.changes import orders

from .store import PressStore

__all__ = ["the_store"]

_lock = threading.Lock()
_opened: PressStore | None = None


def the_store() -> PressStore:
    """The press store, shared by this process's threads. Raises StoreError."""
    global _opened  # noqa: PLW0603 -- one LMDB environment per process, as LMDB asks
    with _lock:
        if _opened is None:
            _opened = PressStore.open(
                Path(settings.BROADSHEET_PRESS_FOLDER),
                database=f"{orders.database_identity()} {_made_by()}",
                page_budget=settings.BROADSHEET_PAGE_BUDGET,
                media_roots=[Path(settings.MEDIA_ROOT)],
            )
        return _opened


def _made_by() -> str:
    """What else than the database makes every page another: our release, and the templates."""
    told = hashlib.sha256(broadsheet.__version__.encode())
    ours = Path(broadsheet.__file__).parent
    folders = [*ours.glob("*/templates"), settings.PAPER_FOLDER.templates]
    for folder in sorted(folders):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            facts = file.stat()
            name = file.relative_to(folder)
            told.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return told.hexdigest()[:16]
