"""Putting a whole test database back to an earlier state, and lending a copy to another process."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connections

__all__ = ["copy_database", "database_file", "put_back"]


def database_file() -> Path:
    """The file of the running test database."""
    return Path(connections["default"].settings_dict["NAME"])


def copy_database(target: Path) -> Path:
    """Copy the database as it stands committed, with what still lies in its log."""
    connections.close_all()
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(database_file())) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
    return target


def put_back(source: Path) -> None:
    """Let the running test database be what ``copy_database`` kept.

    Page by page through SQLite, not by the file: another thread may have it open.
    """
    connections.close_all()
    with (
        closing(sqlite3.connect(source)) as kept,
        closing(sqlite3.connect(database_file())) as live,
    ):
        kept.backup(live)
