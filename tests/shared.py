"""Test data that belongs to others and so is not in the repository."""

import os
from pathlib import Path

import pytest

__all__ = ["shared"]


def shared(path: str) -> Path:
    """A file of the folder ``shared`` beside the checkout, or that BROADSHEET_SHARED names.

    Skips the test where there is none; in CI that is a failure (see conftest.py).
    """
    named = os.environ.get("BROADSHEET_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parent.parent.parent / "shared"
    found = folder / path
    if not found.exists():
        pytest.skip(f"{found} is not there; set BROADSHEET_SHARED to the folder that holds {path}")
    return found
