"""The database, reached by two connections: the desk's, and the readers' (see ``changes.readers``)."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .folder import PaperFolder

__all__ = ["databases"]

# What may follow the “?” of an address: parameters of PostgreSQL's client library
# (libpq, “Parameter Key Words”) that say how to reach the server, and no secret.
_PARAMETERS = {
    "application_name", "channel_binding", "connect_timeout", "gssencmode",
    "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval",
    "passfile", "sslcert", "sslcrl", "sslkey", "sslmode", "sslrootcert",
    "target_session_attrs", "tcp_user_timeout",
}  # fmt: skip

_HOW_TO_WRITE = (
    "In a user's name or password, write “/” as %2F, “?” as %3F, “#” as %23, “:” as %3A, "
    "“@” as %40, “[” as %5B, “]” as %5D and “%” as %25."
)

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
    # No message repeats the setting: it may hold a password.
    raise ImproperlyConfigured(
        "The setting “database” must be “sqlite” or begin with postgresql://."
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
    parts, port = _taken_apart(address)
    host, parameters = _parameters(parts.query)
    base = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host or parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": parameters,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
    return {
        "default": base,
        "readers": base
        | {
            # One snapshot per rendering, and no way to write in it.
            "OPTIONS": parameters
            | {
                "options": "-c default_transaction_read_only=on"
                " -c default_transaction_isolation=repeatable\\ read"
            },
            "TEST": {"MIRROR": "default"},
        },
    }


def _taken_apart(address: str) -> tuple[SplitResult, int | None]:
    """The parts of an address, and its port. Raises ImproperlyConfigured."""
    try:
        parts = urlsplit(address)
    except ValueError:
        # Nor is Python's error shown: it repeats what it could not read.
        raise ImproperlyConfigured(
            f"The address in the setting “database” cannot be read. {_HOW_TO_WRITE}"
        ) from None
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            f"The port in the setting “database” must be a number from 0 to 65535. {_HOW_TO_WRITE}"
        ) from None
    if parts.fragment:
        raise ImproperlyConfigured(f"The setting “database” has a “#” in it. {_HOW_TO_WRITE}")
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "The setting “database” names no database: postgresql://user:password@host/name. "
            + _HOW_TO_WRITE
        )
    return parts, port


def _parameters(query: str) -> tuple[str, dict[str, str]]:
    """The host (a socket's folder), if it stands among the parameters, and the others."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    host = given.pop("host", "")
    for name, value in given.items():
        if name not in _PARAMETERS:
            raise ImproperlyConfigured(
                f"The setting “database” has the parameter “{name}”, which is not known here. "
                f"Known are: host, {', '.join(sorted(_PARAMETERS))}."
            )
        if not value:
            raise ImproperlyConfigured(f"In the setting “database”, “{name}” has no value.")
    return host, given
