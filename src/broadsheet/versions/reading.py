"""What readers may know of articles: the current public versions, never a draft.

Every function notes the tags of what it read, also of what it did not find.
Instants are aware UTC; lists are newest publication first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet, Subquery

from broadsheet.articles import renditions
from broadsheet.articles.models import Rendition
from broadsheet.changes import recorder
from broadsheet.paper.models import PaperVersion
from broadsheet.paper.reading import direction_of

from . import tags
from .body import Block, Picture, Related, RelatedStory, block_from_json, body_from_json
from .freezing import Story
from .models import Address, Correction, PictureUse, PublicArticle, Version

__all__ = [
    "ArticleFacts",
    "Card",
    "CorrectionNote",
    "WithdrawnArticle",
    "addresses",
    "article",
    "cards_by_news_id",
    "is_picture_public",
    "month",
    "months",
    "newest",
    "picture_files",
    "preview",
    "shown_pictures",
    "was_an_address",
    "was_picture_public",
]

# Columns of a card: not the body, which can be long.
_CARD_COLUMNS = (
    "news_id", "published_at", "changed_at", "section_id", "version__number",
    "version__act", "version__slug", "version__headline", "version__short_headline",
    "version__kicker", "version__standfirst", "version__byline", "version__section_name",
    "version__language", "version__lead", "version__credits", "version__at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNote:
    """A public correction; ``version`` is the number of the version that made it."""

    version: int
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An article as it stands in a list. ``changed_at`` is None if it was never changed."""

    news_id: int
    address: str
    section: int
    section_name: str
    headline: str
    short_headline: str
    kicker: str
    standfirst: str
    byline: str
    credits: tuple[str, ...]
    language: str
    picture: Picture | None
    published_at: datetime
    changed_at: datetime | None

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def title(self) -> str:
        """The headline that fits a front or a feed."""
        return self.short_headline or self.headline

    @property
    def last_public_at(self) -> datetime:
        """When the words that readers see went out."""
        return self.changed_at or self.published_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts(Card):
    """An article as readers see it; ``version`` is the number of the version shown."""

    version: int
    dateline: str
    body: tuple[Block, ...]
    corrections: tuple[CorrectionNote, ...]
    is_correction: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnArticle:
    """An article that was public and is no more. ``note`` is the reason given, or empty."""

    news_id: int
    at: datetime
    note: str


def article(news_id: int) -> ArticleFacts | WithdrawnArticle | None:
    """The article with this News ID, as readers see it; None if it never was public."""
    recorder.note(tags.article(news_id))
    row = PublicArticle.objects.filter(news_id=news_id).select_related("version").first()
    if row is None:
        return None
    version = row.version
    if not row.is_public:
        return WithdrawnArticle(news_id=news_id, at=version.at, note=version.note)
    body = _without_withdrawn(body_from_json(version.body))
    return ArticleFacts(
        **_card_fields(row),
        version=version.number,
        dateline=version.dateline,
        body=body,
        corrections=_corrections(news_id),
        is_correction=version.act == Version.Act.CORRECT,
    )


def newest(*, limit: int, section: int | None = None, since: datetime | None = None) -> list[Card]:
    """The newest public articles of the paper, or of the section with this key.

    ``since`` (aware) leaves out what was published before.
    """
    recorder.note(tags.head(section))
    rows = _public().order_by("-published_at", "-news_id")
    if section is not None:
        rows = rows.filter(section_id=section)
    if since is not None:
        rows = rows.filter(published_at__gte=since)
    return [_card(row) for row in rows[:limit]]


def month(first_day: datetime) -> list[Card]:
    """All public articles published in the month (UTC) that begins at ``first_day``."""
    recorder.note(tags.month(first_day))
    year, number = divmod(first_day.year * 12 + first_day.month, 12)
    rows = _public().filter(
        published_at__gte=first_day,
        published_at__lt=datetime(year, number + 1, 1, tzinfo=UTC),
    )
    return [_card(row) for row in rows.order_by("-published_at", "-news_id")]


def months() -> list[datetime]:
    """First instants (UTC) of all months with public articles, newest first."""
    recorder.note(tags.months())
    instants = _standing().order_by("-published_at").values_list("published_at", flat=True)
    found: list[datetime] = []
    instant = instants.first()
    # One step down the index for each month: grouping would walk over every article.
    while instant is not None:
        instant = instant.astimezone(UTC)
        found.append(datetime(instant.year, instant.month, 1, tzinfo=UTC))
        instant = instants.filter(published_at__lt=found[-1]).first()
    return found


def cards_by_news_id(news_ids: Iterable[int]) -> dict[int, Card]:
    """Cards of those of the given articles that are public."""
    wanted = set(news_ids)
    recorder.note(*(tags.article(number) for number in wanted))
    return {row.news_id: _card(row) for row in _public().filter(news_id__in=wanted)}


def is_picture_public(key: int) -> bool:
    """Whether a version that readers see shows the picture with this key."""
    recorder.note(tags.picture(key))
    return PublicArticle.objects.filter(is_public=True, version__pictures__picture=key).exists()


def was_picture_public(key: int) -> bool:
    """Whether any version, seen by readers or not any more, shows the picture with this key."""
    recorder.note(tags.picture(key))
    return PictureUse.objects.filter(picture=key).exists()


def picture_files(keys: Iterable[int]) -> dict[str, str]:
    """Public address -> name in the default storage, for all files of these pictures.

    Files don't change and need no tag; whether readers may have them is asked elsewhere.
    """
    formats = {form.filter_spec: form for form in renditions.FORMATS}
    rows = Rendition.objects.filter(image__in=set(keys), filter_spec__in=formats)
    return {
        formats[row.filter_spec].address(row.image_id): str(row.file.name)
        for row in rows.filter(focal_point_key="")
    }


def addresses() -> Iterator[tuple[str, int]]:
    """Every path that an article ever had, with its News ID; the newest articles first."""
    return Address.objects.order_by("-news_id", "pk").values_list("path", "news_id").iterator()


def was_an_address(path: str) -> bool:
    """Whether an article ever was at this path."""
    return Address.objects.filter(paper=_the_paper(), path=path).exists()


def shown_pictures() -> Iterator[int]:
    """Keys of all pictures that a version ever showed, newest first."""
    keys = PictureUse.objects.order_by("-picture").values_list("picture", flat=True)
    return keys.distinct().iterator()


def preview(story: Story, *, at: datetime, language: str) -> ArticleFacts:
    """A draft as readers would see it if it went out at ``at``; for the desk's previews."""
    return ArticleFacts(
        news_id=story.news_id,
        address=f"/news/{story.news_id}/{story.slug}",
        section=story.section.pk if story.section else 0,
        section_name=story.section.title if story.section else "",
        headline=story.headline,
        short_headline=story.short_headline,
        kicker=story.kicker,
        standfirst=story.standfirst,
        byline=story.byline,
        credits=story.credits,
        language=story.language or language,
        picture=story.lead,
        published_at=at,
        changed_at=None,
        version=0,
        dateline=story.dateline,
        body=_without_withdrawn(story.body),
        corrections=_corrections(story.news_id),
        is_correction=False,
    )


def _the_paper() -> Subquery:
    # The indexes begin with the paper: a question that doesn't name it reads every article.
    return Subquery(PaperVersion.objects.order_by("-pk").values("paper")[:1])


def _standing() -> QuerySet[PublicArticle]:
    return PublicArticle.objects.filter(is_public=True, paper=_the_paper())


def _public() -> QuerySet[PublicArticle]:
    return _standing().select_related("version").only(*_CARD_COLUMNS)


def _card(row: PublicArticle) -> Card:
    return Card(**_card_fields(row))


def _card_fields(row: PublicArticle) -> dict[str, Any]:
    version = row.version
    picture = block_from_json(version.lead) if version.lead else None
    return {
        "news_id": row.news_id,
        "address": f"/news/{row.news_id}/{version.slug}".rstrip("/"),
        "section": row.section_id,
        "section_name": version.section_name,
        "headline": version.headline,
        "short_headline": version.short_headline,
        "kicker": version.kicker,
        "standfirst": version.standfirst,
        "byline": version.byline,
        "credits": tuple(version.credits),
        "language": version.language,
        "picture": picture,
        "published_at": row.published_at,
        "changed_at": version.at if version.act != Version.Act.PUBLISH else None,
    }


def _corrections(news_id: int) -> tuple[CorrectionNote, ...]:
    rows = Correction.objects.filter(news_id=news_id).select_related("version").order_by("-at")
    return tuple(
        CorrectionNote(version=row.version.number, at=row.at, note=row.note)
        for row in rows.only("at", "note", "version__number")
    )


def _without_withdrawn(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """The body without related stories that are not public now.

    Headlines are frozen in the version, but whether the story behind one still
    stands is asked anew: a withdrawn article's headline must vanish everywhere.
    A story that was not public when the version was made has no headline there,
    and gets the one it has now.
    """
    stories = [s for block in body if isinstance(block, Related) for s in block.stories]
    if not stories:
        return body
    recorder.note(*(tags.standing(story.news_id) for story in stories))
    recorder.note(*(tags.article(story.news_id) for story in stories if not story.headline))
    now = dict(
        PublicArticle.objects.filter(
            news_id__in={story.news_id for story in stories}, is_public=True
        ).values_list("news_id", "version__headline")
    )
    blocks = (_standing_of(block, now) if isinstance(block, Related) else block for block in body)
    return tuple(block for block in blocks if block is not None)


def _standing_of(block: Related, now: dict[int, str]) -> Related | None:
    stories = tuple(
        RelatedStory(news_id=story.news_id, headline=story.headline or now[story.news_id])
        for story in block.stories
        if story.news_id in now
    )
    return Related(stories=stories) if stories else None
