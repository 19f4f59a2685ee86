"""The body of a public version: typed blocks, frozen, and their form in the database.

Stored as JSON objects with a ``kind``; the number of the form is kept in each
version (``BODY_SCHEMA``), so that a later form can still read the old ones.
HTML occurs only inside running copy, already cleaned (see ``freezing``).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

__all__ = [
    "BODY_SCHEMA",
    "Block",
    "Crosshead",
    "Embed",
    "FactBox",
    "Listing",
    "Paragraph",
    "Picture",
    "PictureFile",
    "Quote",
    "Related",
    "RelatedStory",
    "Table",
    "body_from_json",
    "body_to_json",
]

BODY_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """One size and format of a picture, at its public address."""

    address: str
    width: int
    height: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with its words, as it stood when the version was made."""

    kind: ClassVar[str] = "picture"
    key: int
    files: tuple[PictureFile, ...]
    alt_text: str
    caption: str
    credit: str

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Picture":
        return cls(**data | {"files": tuple(PictureFile(**file) for file in data["files"])})

    @property
    def widest(self) -> PictureFile:
        """The largest JPEG: for old browsers, shared links and search engines."""
        return max(self.in_format("image/jpeg"), key=lambda file: file.width)

    def in_format(self, media_type: str) -> list[PictureFile]:
        """Files of one media type, narrow ones first."""
        return sorted(
            (file for file in self.files if file.media_type == media_type),
            key=lambda file: file.width,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosshead:
    kind: ClassVar[str] = "crosshead"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    kind: ClassVar[str] = "quote"
    text: str
    speaker: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list with points or numbers; items are HTML of running copy."""

    kind: ClassVar[str] = "list"
    ordered: bool
    items: tuple[str, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Listing":
        return cls(ordered=data["ordered"], items=tuple(data["items"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Table":
        return cls(
            caption=data["caption"],
            header=tuple(data["header"]),
            rows=tuple(tuple(row) for row in data["rows"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FactBox:
    kind: ClassVar[str] = "fact_box"
    title: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedStory:
    news_id: int
    headline: str

    @property
    def address(self) -> str:
        return f"/news/{self.news_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    kind: ClassVar[str] = "related"
    stories: tuple[RelatedStory, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Related":
        return cls(stories=tuple(RelatedStory(**story) for story in data["stories"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    kind: ClassVar[str] = "embed"
    address: str
    title: str
    note: str


Block = Paragraph | Crosshead | Quote | Picture | Listing | Table | FactBox | Related | Embed

_KINDS: dict[str, type[Block]] = {
    block.kind: block
    for block in (
        Paragraph, Crosshead, Quote, Picture, Listing, Table, FactBox, Related, Embed,
    )
}  # fmt: skip


def body_to_json(body: Iterable[Block]) -> list[dict[str, Any]]:
    """The blocks as JSON objects, for the database."""
    return [{"kind": block.kind, **asdict(block)} for block in body]


def body_from_json(data: Iterable[dict[str, Any]]) -> tuple[Block, ...]:
    """The blocks from their form in the database."""
    return tuple(block_from_json(item) for item in data)


def block_from_json(item: dict[str, Any]) -> Block:
    """One block from its form in the database. Raises KeyError for an unknown kind."""
    kind = _KINDS[item["kind"]]
    content = {name: value for name, value in item.items() if name != "kind"}
    make = getattr(kind, "from_json", None)
    return make(content) if make else kind(**content)
