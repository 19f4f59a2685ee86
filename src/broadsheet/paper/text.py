"""Text as it is made public: NFC, and without what no reader, feed or search engine can use."""

import unicodedata

__all__ = ["lines", "one_line"]


def one_line(text: str) -> str:
    """One line: NFC, no control characters, no doubled or surrounding spaces.

    Word pastes a vertical tab for a soft line break; XML 1.0 (2.2) forbids it,
    so that one headline could take a whole feed down.
    """
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join(unicodedata.normalize("NFC", kept).split())


def lines(text: str) -> str:
    """Several lines, each as ``one_line`` leaves it; empty ones stay."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()
