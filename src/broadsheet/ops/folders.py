"""Making a paper's folder, whole or not at all. Its layout is told in ``config.folder``."""

import errno
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from broadsheet.config.folder import FOLDER_VARIABLE, MachineSettings, PaperFolder

from .errors import FolderTaken, FolderUnusable, NoFolder

__all__ = ["is_unfinished", "new_folder", "paper_folder", "settings_text", "write_settings"]

_PARTS = ("data", "media", "press", "run", "static", "templates")

# Lies in a folder while it is being made. The folder was empty when it was put
# there, so whatever lies beside it may be thrown away by the next attempt.
_UNFINISHED = ".unfinished"


def paper_folder(named: str | None) -> PaperFolder:
    """The folder of the paper that a command means. Raises NoFolder."""
    named = named or os.environ.get(FOLDER_VARIABLE)
    if named is None and Path("paper.toml").exists():
        named = "."
    if named is None:
        raise NoFolder(
            "which paper? Say so with “broadsheet --paper DIR …”, or go into its folder. "
            "“broadsheet init DIR” makes one, “broadsheet demo” shows one."
        )
    return PaperFolder(Path(named).expanduser().resolve())


@contextmanager
def new_folder(root: Path, *, settings: Mapping[str, object]) -> Iterator[PaperFolder]:
    """Make a paper's folder and let the caller fill it; any failure takes it away again.

    ``settings`` are those that differ from the defaults. Raises FolderTaken,
    FolderUnusable.
    """
    was_there = root.exists()
    _claim(root)
    try:
        folder = _furnish(root, settings)
        yield folder
        (root / _UNFINISHED).unlink()
    except BaseException:
        # Also on Ctrl-C. The marker goes last: if this is interrupted too, the
        # next attempt still knows that it may clear the folder.
        _empty(root)
        if not was_there:
            root.rmdir()
        raise


def is_unfinished(root: Path) -> bool:
    """Whether a folder was left behind by an attempt that was killed."""
    return (root / _UNFINISHED).exists()


def _claim(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
        if is_unfinished(root):
            _empty(root)
        elif any(root.iterdir()):
            raise FolderTaken(
                f"{root} is not empty. A paper gets a folder of its own: name a new one, or an "
                "empty one."
            )
        (root / _UNFINISHED).touch()
    except OSError as error:
        raise _unusable(root, error) from error


def _furnish(root: Path, settings: Mapping[str, object]) -> PaperFolder:
    try:
        for part in _PARTS:
            (root / part).mkdir(mode=0o750)
        key = os.open(root / "secret.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(key, "w", encoding="ascii") as file:  # noqa: PTH123 - the mode is set at birth
            file.write(secrets.token_urlsafe(48))
        write_settings(root, settings)
    except OSError as error:
        raise _unusable(root, error) from error
    return PaperFolder(root)


def _empty(root: Path) -> None:
    for entry in root.iterdir():
        if entry.name == _UNFINISHED:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    (root / _UNFINISHED).unlink(missing_ok=True)


_REASONS = {
    errno.EACCES: "this user may not write there; choose another place, or give the user the right",
    errno.EROFS: "the disk is read-only; choose another place, or mount it for writing",
    errno.ENOSPC: "the disk is full; make room, or choose another place",
    errno.EEXIST: "a file of that name lies there; choose another name",
    errno.ENOTDIR: "a part of that path is a file; choose another name",
}


def _unusable(root: Path, error: OSError) -> FolderUnusable:
    reason = _REASONS.get(error.errno or 0, str(error.strerror))
    return FolderUnusable(f"The folder {root} cannot be used: {reason}.")


def write_settings(root: Path, settings: Mapping[str, object]) -> None:
    """Write ``paper.toml`` in one step."""
    fresh = root / "paper.toml.new"
    fresh.write_text(settings_text(settings), encoding="utf-8")
    fresh.replace(root / "paper.toml")


_HEAD = """\
# Settings of the machine that this paper runs on. What an editor decides is on the
# desk, under “Paper”. Each can also come from the environment, as BROADSHEET_<NAME>.
"""


def settings_text(settings: Mapping[str, object]) -> str:
    """The text of ``paper.toml``: every setting explained, those not given commented out."""
    parts = [_HEAD]
    for field in fields(MachineSettings):
        is_given = field.name in settings
        value = settings[field.name] if is_given else field.default
        line = f"{field.name} = {_in_toml(value)}"
        parts.append(f"# {field.metadata['help']}\n{line if is_given else f'# {line}'}\n")
    return "\n".join(parts)


def _in_toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return f"[{', '.join(_in_toml(item) for item in value)}]"
    # A JSON string is a TOML basic string.
    return json.dumps(value, ensure_ascii=False)
