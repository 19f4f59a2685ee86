"""The type of a tag. Each part names its own tags in its ``tags.py``."""

from typing import NewType

Tag = NewType("Tag", str)
"""Names something that a page can read and an act can change, as ``article:239617``.

Both sides must build it with the same constructor, so that they cannot differ.
"""

EVERYTHING = Tag("everything")
"""Carried by every page. An act that touches it makes the whole paper stale."""
