"""What a reader's page may know: its path, and what is public. No cookie, header or query."""

from functools import cached_property

from django.http import HttpRequest

from broadsheet.paper import reading
from broadsheet.paper.reading import PaperFacts, SectionFacts

__all__ = ["ReaderRequest"]


class ReaderRequest(HttpRequest):
    """A bare GET of a path (decoded, NFC), with the paper that answers it."""

    def __init__(self, path: str, *, paper: PaperFacts) -> None:
        super().__init__()
        self.method = "GET"
        self.path = self.path_info = path
        self.paper = paper

    @cached_property
    def sections(self) -> list[SectionFacts]:
        """All open sections, in the order of the menu."""
        return reading.sections()

    def section(self, key: int) -> SectionFacts | None:
        """The open section with this key."""
        return next((section for section in self.sections if section.key == key), None)
