"""Which templates the pages of a running paper are made from: one name for all its processes.

Needs no Django: the command that starts the group gives the name, and the
processes find it in their environment. Each finding its own would mean that a
template edited while the paper runs sets a restarted process against the rest.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

import broadsheet

__all__ = ["PRESSED_FROM", "templates_as_found", "templates_in_use"]

#: The environment variable that names the templates to a group's processes.
PRESSED_FROM = "BROADSHEET_PRESSED_FROM"


def templates_as_found(papers_own: Path) -> str:
    """A name for the templates as they lie on the disk: another once one of them changes."""
    told = hashlib.sha256()
    ours = Path(broadsheet.__file__).parent
    for folder in sorted([*ours.glob("*/templates"), papers_own]):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            facts = file.stat()
            name = file.relative_to(folder)
            told.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return told.hexdigest()[:16]


@cache
def templates_in_use(papers_own: Path) -> str:
    """The name of the templates that this process's group was started with.

    A process of no group takes what it finds, once. Who forks asks before.
    """
    return os.environ.get(PRESSED_FROM) or templates_as_found(papers_own)
