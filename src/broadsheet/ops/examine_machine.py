"""Looks over the machine and the paper's folder, without Django or a database."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from PIL import features

from broadsheet.config.folder import PaperFolder

from .findings import Finding, error, ok, warning

__all__ = ["examine_machine"]

_TIGHT = 1_000_000_000  # bytes free on the paper's disk
_FULL = 100_000_000


def examine_machine(folder: PaperFolder) -> Iterator[Finding]:
    """What can be said before the paper itself is opened."""
    yield _settings(folder)
    yield _secret_key(folder)
    yield from _parts(folder)
    yield _room(folder)
    yield _pictures()


def _settings(folder: PaperFolder) -> Finding:
    try:
        folder.machine_settings()
    except ImproperlyConfigured as problem:
        return error("settings", str(problem), f"Mend {folder.settings_file}.")
    return ok("settings", f"{folder.settings_file} can be read.")


def _secret_key(folder: PaperFolder) -> Finding:
    try:
        folder.secret_key()
    except ImproperlyConfigured as problem:
        return error(
            "secret key",
            str(problem),
            "If it may have been seen, put a new one in its place; everyone signs in anew.",
        )
    return ok("secret key", "it is there, and only this user can read it.")


def _parts(folder: PaperFolder) -> Iterator[Finding]:
    for name in ("data", "media", "press", "run"):
        part = folder.root / name
        if not part.is_dir():
            yield error(f"folder {name}", f"{part} is missing.", f"Make it: mkdir {part}")
        elif not os.access(part, os.W_OK | os.X_OK):
            yield error(
                f"folder {name}",
                f"this user cannot write into {part}.",
                f"Run the paper as the folder's owner, or: chown -R USER {folder.root}",
            )
        elif name in ("data", "media") and part.stat().st_mode & stat.S_IWOTH:
            yield warning(f"folder {name}", f"everyone can write into {part}.", f"chmod o-w {part}")
        else:
            yield ok(f"folder {name}", "it can be written.")


def _room(folder: PaperFolder) -> Finding:
    place = folder.root if folder.root.exists() else Path.cwd()
    free = shutil.disk_usage(place).free
    says = f"{free / 1e9:.1f} GB are free."
    if free < _FULL:
        return error("disk", says, "Make room now: saving will fail when nothing is left.")
    if free < _TIGHT:
        return warning("disk", says, "Make room before it is full.")
    return ok("disk", says)


def _pictures() -> Finding:
    missing = [name for name in ("webp", "jpg") if not features.check(name)]
    if missing:
        return error(
            "pictures",
            f"Pillow was built without {' and '.join(missing)}, so pictures cannot be pressed.",
            "Install Pillow from its wheel: pip install --force-reinstall pillow",
        )
    return ok("pictures", "WebP and JPEG can be made.")
