"""Whole addresses of what has a path."""

from urllib.parse import quote

from broadsheet.paper.reading import PaperFacts

__all__ = ["absolute", "encoded"]


def encoded(path: str) -> str:
    """A decoded path as it stands in a link or a header (RFC 3986)."""
    # What RFC 3986 allows in a path segment besides letters and digits.
    return quote(path, safe="/-._~!$&'()*+,;=:@")


def absolute(paper: PaperFacts, path: str) -> str:
    """The address that outsiders use; the host is the paper's own, never the request's."""
    return f"{paper.base_address}{encoded(path)}"
