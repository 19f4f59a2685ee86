"""Freezing: a draft becomes the exact content that a version would make public.

Also what previews show, so that the desk sees what readers would get. All
HTML passes nh3 here, all text becomes NFC; what leaves this module is final.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import nh3
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.rich_text import RichText, expand_db_html

from broadsheet.articles import renditions
from broadsheet.articles.models import Article
from broadsheet.articles.models import Picture as StoredPicture
from broadsheet.paper.models import Section
from broadsheet.paper.text import one_line

from .body import (
    Block,
    Crosshead,
    Embed,
    FactBox,
    Listing,
    Paragraph,
    Picture,
    PictureFile,
    Quote,
    Related,
    RelatedStory,
    Table,
)
from .errors import NotReady
from .models import PublicArticle

__all__ = ["Story", "freeze"]

_COPY_TAGS = {"a", "b", "strong", "i", "em", "sup", "sub", "br"}
_BOX_TAGS = _COPY_TAGS | {"p", "ul", "ol", "li"}
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a version says of its article. ``language`` is "" where it is the paper's."""

    news_id: int
    section: Section | None
    language: str
    slug: str
    headline: str
    short_headline: str
    kicker: str
    standfirst: str
    byline: str
    dateline: str
    credits: tuple[str, ...]
    lead: Picture | None
    body: tuple[Block, ...]

    @property
    def pictures(self) -> frozenset[int]:
        """Keys of all pictures the story shows."""
        shown = {block.key for block in self.body if isinstance(block, Picture)}
        return frozenset(shown | ({self.lead.key} if self.lead else set()))


def freeze(article: Article) -> Story:
    """The content of a draft as a version would hold it. Raises NotReady for damaged pictures."""
    lead = article.lead_picture
    return Story(
        news_id=article.news_id,
        section=article.section,
        language=article.language,
        slug=_slug(article.words_in_address),
        headline=one_line(article.title),
        short_headline=one_line(article.short_headline),
        kicker=one_line(article.kicker),
        standfirst=one_line(article.standfirst),
        byline=one_line(article.byline),
        dateline=one_line(article.dateline),
        credits=tuple(sorted(one_line(agency.name) for agency in article.agencies.all())),
        lead=_picture(lead, article.lead_alt_text, article.lead_caption, article.lead_credit)
        if lead
        else None,
        body=tuple(_blocks(article)),
    )


def _blocks(article: Article) -> Iterator[Block]:
    for child in article.body:
        if child.block_type == "paragraph":
            yield from _paragraphs(child.value)
            continue
        block = _FREEZERS[child.block_type](child.value)
        if block is not None:
            yield block


def _slug(slug: str) -> str:
    short = slugify(unicodedata.normalize("NFC", slug), allow_unicode=True)
    if len(short) <= _LONGEST_SLUG:
        return short
    cut = short[: _LONGEST_SLUG + 1]
    return cut[: cut.rfind("-")] if "-" in cut else cut[:_LONGEST_SLUG]


def _html(rich: RichText, *, tags: set[str]) -> str:
    html = nh3.clean(
        expand_db_html(rich.source),
        tags=tags,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return unicodedata.normalize("NFC", html).strip()


def _paragraphs(value: RichText) -> Iterable[Paragraph]:
    """One block of the desk's holds as many paragraphs as its writer pressed Enter."""
    for html in re.split(r"</?p>", _html(value, tags=_COPY_TAGS | {"p"})):
        if html.strip():
            yield Paragraph(html=html.strip())


def _crosshead(value: str) -> Crosshead:
    return Crosshead(text=one_line(value))


def _quote(value: Any) -> Quote:
    return Quote(
        text=one_line(value["text"]),
        speaker=one_line(value["speaker"]),
        role=one_line(value["role"]),
    )


def _picture_block(value: Any) -> Picture | None:
    # Wagtail gives None for a picture that has been deleted since.
    if value["picture"] is None:
        return None
    return _picture(value["picture"], value["alt_text"], value["caption"], value["credit"])


def _picture(picture: StoredPicture, alt_text: str, caption: str, credit: str) -> Picture:
    try:
        made = renditions.make_all(picture)
    except (SourceImageIOError, InvalidFilterSpecError, OSError) as error:
        raise NotReady(
            [
                _("The picture “%(title)s” is missing or damaged; put another in its place.")
                % {"title": picture.title}
            ]
        ) from error
    return Picture(
        key=picture.pk,
        files=tuple(
            PictureFile(
                address=form.address(picture.pk),
                width=rendition.width,
                height=rendition.height,
                media_type=form.media_type,
            )
            for form, rendition in made.items()
        ),
        alt_text=one_line(alt_text or picture.description),
        caption=one_line(caption),
        credit=one_line(credit or picture.credit),
    )


def _listing(value: Any) -> Listing:
    return Listing(
        ordered=bool(value["ordered"]),
        items=tuple(_html(item, tags=_COPY_TAGS) for item in value["items"]),
    )


def _table(value: Any) -> Table:
    return Table(
        caption=one_line(value.caption or ""),
        header=tuple(one_line(column["heading"]) for column in value.columns),
        rows=tuple(
            tuple(one_line(str(cell or "")) for cell in row["values"]) for row in value.row_data
        ),
    )


def _fact_box(value: Any) -> FactBox:
    return FactBox(title=one_line(value["title"]), html=_html(value["text"], tags=_BOX_TAGS))


def _related(value: Any) -> Related | None:
    """Stories by the headlines that readers know them by, never by their drafts'.

    One that is not public yet has none: it will be listed, by the headline it
    then has, once it is.
    """
    articles = [page.specific for page in value if page is not None]
    known = {
        row.news_id: row.version.headline
        for row in PublicArticle.objects.filter(
            news_id__in=[article.news_id for article in articles], is_public=True
        ).select_related("version")
    }
    stories = tuple(
        RelatedStory(news_id=article.news_id, headline=known.get(article.news_id, ""))
        for article in articles
    )
    return Related(stories=stories) if stories else None


def _embed(value: Any) -> Embed:
    if not value["address"].lower().startswith(("https://", "http://")):
        raise NotReady(
            [
                _("The outside address “%(address)s” does not begin with https://.")
                % {"address": value["address"]}
            ]
        )
    return Embed(
        address=value["address"], title=one_line(value["title"]), note=one_line(value["note"])
    )


_FREEZERS: dict[str, Callable[[Any], Block | None]] = {
    "crosshead": _crosshead,
    "quote": _quote,
    "picture": _picture_block,
    "list": _listing,
    "table": _table,
    "fact_box": _fact_box,
    "related": _related,
    "embed": _embed,
}
