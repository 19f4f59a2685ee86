"""What readers may know of the paper and its sections: the public versions, never the drafts.

Every page carries the tag that these acts touch (``changes.tags.EVERYTHING``),
so nothing needs to be noted here.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from .errors import NoPublicPaper
from .models import PaperVersion, SectionVersion

__all__ = [
    "ClosedSection",
    "MovedSection",
    "PaperFacts",
    "SectionFacts",
    "direction_of",
    "paper",
    "section_at",
    "section_slugs",
    "sections",
]

_RTL = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}


def direction_of(language: str) -> str:
    """``rtl`` or ``ltr`` for a BCP 47 tag."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in _RTL else "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """The paper as readers see it. ``base_address`` has no slash at its end."""

    key: int
    name: str
    motto: str
    language: str
    zone: ZoneInfo
    base_address: str
    contact: str
    imprint: str

    @property
    def direction(self) -> str:
        return direction_of(self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionFacts:
    """An open section. ``key`` stays when name, slug and place in the tree change."""

    key: int
    slug: str
    name: str
    description: str
    above: int | None

    @property
    def address(self) -> str:
        return f"/section/{self.slug}"


@dataclass(frozen=True, slots=True)
class MovedSection:
    """The section that once had this slug is at ``address`` now."""

    address: str


@dataclass(frozen=True, slots=True)
class ClosedSection:
    """The section that once had this slug was closed at ``at`` (aware UTC)."""

    name: str
    at: datetime


def paper() -> PaperFacts:
    """The paper. Raises NoPublicPaper before it was first published."""
    row = PaperVersion.objects.order_by("-pk").first()
    if row is None:
        raise NoPublicPaper("No paper has been published in this database yet.")
    return PaperFacts(
        key=row.paper_id,
        name=row.name,
        motto=row.motto,
        language=row.language,
        zone=ZoneInfo(row.time_zone),
        base_address=row.base_address,
        contact=row.contact,
        imprint=row.imprint,
    )


def sections() -> list[SectionFacts]:
    """All open sections in the order of the menu."""
    rows = SectionVersion.objects.filter(current=True).exclude(act=SectionVersion.Act.CLOSE)
    return [_facts(row) for row in rows.order_by("place", "name", "pk")]


def section_at(slug: str) -> SectionFacts | MovedSection | ClosedSection | None:
    """What stands at a section's address; None if nothing ever did."""
    latest = SectionVersion.objects.filter(slug=slug).order_by("-at", "-pk").first()
    if latest is None:
        return None
    now = SectionVersion.objects.get(section_id=latest.section_id, current=True)
    if now.act == SectionVersion.Act.CLOSE:
        return ClosedSection(name=now.name, at=now.at)
    if now.slug != slug:
        return MovedSection(address=f"/section/{now.slug}")
    return _facts(now)


def section_slugs() -> list[str]:
    """Every slug that a section ever had, of closed sections too."""
    slugs = SectionVersion.objects.order_by("slug").values_list("slug", flat=True)
    return list(slugs.distinct())


def _facts(row: SectionVersion) -> SectionFacts:
    return SectionFacts(
        key=row.section_id,
        slug=row.slug,
        name=row.name,
        description=row.description,
        above=row.above_id,
    )
