"""The database, reached by two connections: the desk's, and the readers' (see ``changes.readers``)."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .folder import PaperFolder

__all__ = ["databases"]

# WAL lets readers go on while an editor saves; FULL makes a commit survive the
# loss of power; mmap and cache are the sizes measured as good for a small server.
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-20000;"
)


def databases(folder: PaperFolder, setting: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for the ``database`` setting. Raises ImproperlyConfigured."""
    if setting == "sqlite":
        return _sqlite(folder)
    if setting.startswith(("postgresql://", "postgres://")):
        return _postgresql(setting)
    raise ImproperlyConfigured(
        f"The setting “database” must be “sqlite” or begin with postgresql://, not {setting!r}."
    )


def _sqlite(folder: PaperFolder) -> dict[str, dict[str, Any]]:
    base = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder.database_file),
        # Opening costs a rendering a third of its time: SQLite reads the whole
        # schema anew, and begins with an empty cache.
        "CONN_MAX_AGE": 600,
    }
    return {
        "default": base
        | {
            # IMMEDIATE: a transaction that will write says so at once and waits
            # its turn; a deferred one fails at once when another wrote meanwhile.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": _SQLITE_PRAGMAS,
            },
            # A file, because tests reach it from several processes.
            "TEST": {"NAME": str(folder.root / "data" / "test.sqlite3")},
        },
        "readers": base
        | {
            "OPTIONS": {
                "transaction_mode": "DEFERRED",
                "timeout": 20,
                "init_command": _SQLITE_PRAGMAS + "PRAGMA query_only=ON;",
            },
            "TEST": {"MIRROR": "default"},
        },
    }


def _postgresql(address: str) -> dict[str, dict[str, Any]]:
    parts = urlsplit(address)
    base = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
    return {
        "default": base,
        "readers": base
        | {
            # One snapshot per rendering, and no way to write in it.
            "OPTIONS": {
                "options": "-c default_transaction_read_only=on"
                " -c default_transaction_isolation=repeatable\\ read"
            },
            "TEST": {"MIRROR": "default"},
        },
    }
