"""The paper's own folder: where its settings, data and keys lie.

::

    paper.toml       settings of this machine (see MachineSettings)
    secret.key       Django's secret key, mode 600
    data/            the SQLite database
    media/           pictures and documents as they came in; not for the web
    press/           the press store; a cache, may be deleted
    run/             sockets and locks of the running paper
    templates/       templates that the paper puts in place of ours
"""

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

__all__ = ["MachineSettings", "PaperFolder"]

FOLDER_VARIABLE = "BROADSHEET_FOLDER"


@dataclass(frozen=True, kw_only=True)
class MachineSettings:
    """What ``paper.toml`` (or the environment, as ``BROADSHEET_<NAME>``) can set.

    What an editor decides is not here: it is on the desk, under “Paper”.
    """

    hosts: tuple[str, ...] = field(
        default=("localhost", "127.0.0.1", "[::1]"),
        metadata={"help": "Host names under which the paper is reached."},
    )
    https: bool = field(
        default=False,
        metadata={"help": "The paper stands behind TLS: cookies and redirects are made secure."},
    )
    database: str = field(
        default="sqlite",
        metadata={
            "help": "“sqlite”, or a PostgreSQL address: postgresql://user:password@host/name."
        },
    )
    language: str = field(default="en", metadata={"help": "Language of the desk, as a BCP 47 tag."})
    time_zone: str = field(
        default="UTC", metadata={"help": "Time zone in which the desk shows times."}
    )
    workers: int = field(default=2, metadata={"help": "Web worker processes."})
    threads: int = field(
        default=4, metadata={"help": "Threads of each web worker; a slow desk request holds one."}
    )
    page_budget: int = field(
        default=100_000,
        metadata={
            "help": "Pressed pages kept; beyond it the oldest are pressed again when asked for."
        },
    )


@dataclass(frozen=True)
class PaperFolder:
    """Paths and settings of one paper's folder."""

    root: Path

    @classmethod
    def of_environment(cls) -> "PaperFolder":
        """The folder named by BROADSHEET_FOLDER. Raises ImproperlyConfigured without one."""
        named = os.environ.get(FOLDER_VARIABLE)
        if not named:
            raise ImproperlyConfigured(
                f"No paper's folder is named. Set {FOLDER_VARIABLE}, or start with "
                "“broadsheet --paper DIR …”; “broadsheet init DIR” makes one."
            )
        return cls(Path(named).resolve())

    @property
    def settings_file(self) -> Path:
        return self.root / "paper.toml"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def database_file(self) -> Path:
        return self.root / "data" / "broadsheet.sqlite3"

    def secret_key(self) -> str:
        """The secret key. Raises ImproperlyConfigured when it is missing or open to others."""
        file = self.root / "secret.key"
        try:
            key = file.read_text(encoding="ascii").strip()
            mode = file.stat().st_mode & 0o077
        except OSError as error:
            raise ImproperlyConfigured(
                f"The secret key {file} cannot be read ({error.strerror}). "
                "“broadsheet init” makes one; keep it with the paper's backups, apart from the data."
            ) from error
        if mode:
            raise ImproperlyConfigured(
                f"The secret key {file} can be read by other users. Mend it: chmod 600 {file}"
            )
        if len(key) < 40:
            raise ImproperlyConfigured(
                f"The secret key {file} is too short to be one (40 characters or more are needed)."
            )
        return key

    def machine_settings(self) -> MachineSettings:
        """Settings from paper.toml, each overridden by its environment variable.

        Raises ImproperlyConfigured that names the file, the setting and the mend.
        """
        given = self._read_settings_file()
        known = {f.name: f for f in fields(MachineSettings)}
        for name in given:
            if name not in known:
                raise ImproperlyConfigured(
                    f"{self.settings_file}: “{name}” is no setting. Known are: "
                    + ", ".join(sorted(known))
                    + "."
                )
        for name in known:
            variable = f"BROADSHEET_{name.upper()}"
            if variable in os.environ:
                given[name] = os.environ[variable]
        source = str(self.settings_file)
        read: dict[str, Any] = {
            name: _read(name, value, known[name].default, source) for name, value in given.items()
        }
        return MachineSettings(**read)

    def _read_settings_file(self) -> dict[str, Any]:
        try:
            with self.settings_file.open("rb") as file:
                return tomllib.load(file)
        except FileNotFoundError as error:
            raise ImproperlyConfigured(
                f"{self.root} is not a paper's folder: it has no paper.toml. "
                f"Make one with: broadsheet init {self.root}"
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(
                f"{self.settings_file} is not readable TOML: {error}"
            ) from error


def _read(name: str, value: object, default: object, source: str) -> object:
    """One setting in the type of its default, given as TOML value or as text."""
    read, in_words = _READERS[type(default)]
    try:
        return read(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"{source} (or BROADSHEET_{name.upper()}): “{name}” must be {in_words}, not {value!r}."
        ) from None


def _truth(value: object) -> bool:
    if value in (True, "true"):
        return True
    if value in (False, "false"):
        return False
    raise ValueError(value)


def _count(value: object) -> int:
    number = int(str(value))
    if number < 1:
        raise ValueError(value)
    return number


def _texts(value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not parts:
        raise ValueError(value)
    return tuple(_line(part) for part in parts)


def _line(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(value)
    return value.strip()


_READERS: dict[type, tuple[Callable[[object], object], str]] = {
    bool: (_truth, "true or false"),
    int: (_count, "a whole number from 1"),
    tuple: (_texts, "a list of texts"),
    str: (_line, "a text"),
}
