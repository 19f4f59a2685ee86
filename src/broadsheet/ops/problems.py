"""Errors that are to be expected, in words for the person at the terminal."""

import errno

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.base import CommandError, SystemCheckError
from django.db import DatabaseError

from broadsheet.paper.errors import Refused
from broadsheet.press.errors import PressError

from .errors import OpsError

__all__ = ["in_words"]


def in_words(error: BaseException) -> str | None:
    """What is the matter, where, and how to mend it; None for what nobody expected."""
    match error:
        case OpsError() | ImproperlyConfigured() | Refused() | PressError():
            return str(error)
        case ValidationError():
            return " ".join(error.messages)
        case CommandError() | SystemCheckError():
            return str(error).strip()
        case DatabaseError():
            return _of_the_database(error)
        case OSError():
            return _of_the_system(error)
    return None


def _of_the_database(error: DatabaseError) -> str:
    said = str(error).strip()
    for sign, meaning in _DATABASE_SIGNS.items():
        if sign in said:
            return f"{meaning} (The database says: {said})"
    return (
        f"the database refuses: {said}. “broadsheet --paper DIR doctor” looks it over; "
        "--traceback shows where it happened."
    )


_DATABASE_SIGNS = {
    "database is locked": (
        "the database is locked by another process for longer than 20 seconds. Find it "
        "(another “broadsheet” command, a backup, an open sqlite3 shell), let it end, try again."
    ),
    "readonly database": (
        "the database cannot be written. Give its file and its folder to the user that runs "
        "the paper, or mount the disk for writing."
    ),
    "unable to open database": (
        "the database file cannot be opened. Look whether the paper's folder “data” is there "
        "and belongs to the user that runs the paper."
    ),
    "disk is full": "the disk is full. Make room and try again; what was saved is safe.",
    "disk I/O error": "the disk gives errors. Look after the disk, then at the newest backup.",
    "not a database": (
        "the database file is damaged or something else. Put the newest backup in its place."
    ),
    "no such table": (
        "the database is not up to date. Bring it there with: broadsheet --paper DIR migrate"
    ),
    "does not exist": (
        "the database, or a table in it, does not exist. Make the database, then bring it up "
        "to date with: broadsheet --paper DIR migrate"
    ),
    "no such column": (
        "the database is not up to date. Bring it there with: broadsheet --paper DIR migrate"
    ),
    "Connection refused": (
        "the database server does not answer. Look whether it runs, and whether “database” in "
        "paper.toml names the right host and port."
    ),
    "authentication failed": (
        "the database server does not know this user or password. Mend “database” in paper.toml."
    ),
}

_SYSTEM_SIGNS = {
    errno.EACCES: "this user may not do that; run it as the user that the paper belongs to",
    errno.EROFS: "the disk is read-only; mount it for writing",
    errno.ENOSPC: "the disk is full; make room and try again",
    errno.ENOENT: "there is no such file",
    errno.EISDIR: "that is a folder, not a file",
}


def _of_the_system(error: OSError) -> str | None:
    meaning = _SYSTEM_SIGNS.get(error.errno or 0)
    if meaning is None or error.filename is None:
        return None
    return f"{error.filename}: {meaning}."
