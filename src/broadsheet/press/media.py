"""The files that some pages consist of (pictures), below the media folders."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

__all__ = ["fingerprint", "open_file"]


def _file_path(name: str, media_roots: tuple[Path, ...]) -> Path:
    """The file of that name below one of the roots. Raises FileNotFoundError."""
    for root in media_roots:
        path = (root / name).resolve()
        if path.is_relative_to(root.resolve()) and path.is_file():
            return path
    raise FileNotFoundError(f"No file {name!r} below the media folders.")


def open_file(name: str, media_roots: tuple[Path, ...], *, size: int) -> BinaryIO:
    """Open a page's file. Raises OSError when it is gone or no longer what was pressed."""
    file = _file_path(name, media_roots).open("rb")
    if os.fstat(file.fileno()).st_size != size:
        file.close()
        raise OSError(f"{name} has another size than when it was pressed.")
    return file


def fingerprint(name: str, media_roots: tuple[Path, ...]) -> tuple[int, bytes]:
    """Size in bytes of a page's file and a hash of what is in it. Raises OSError."""
    hashed = blake2b(digest_size=16)
    size = 0
    with _file_path(name, media_roots).open("rb") as file:
        while block := file.read(1 << 20):
            hashed.update(block)
            size += len(block)
    return size, hashed.digest()
