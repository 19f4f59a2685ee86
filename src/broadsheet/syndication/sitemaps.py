"""Sitemaps (sitemaps.org 0.9): an index, one sitemap for each month, and the news sitemap.

https://www.sitemaps.org/protocol.html and, for the news extension,
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from broadsheet.changes import recorder
from broadsheet.paper.reading import PaperFacts
from broadsheet.versions import reading as articles
from broadsheet.versions.reading import Card

from . import moments
from .addresses import absolute

__all__ = ["MEDIA_TYPE", "index", "month", "month_path", "news"]

MEDIA_TYPE = "application/xml; charset=utf-8"

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
# Older stories don't belong in a news sitemap, and no more than so many.
_NEWS_AGE = timedelta(days=2)
_NEWS_LIMIT = 1000
_NEVER = datetime.max.replace(tzinfo=UTC)


def month_path(first_day: datetime) -> str:
    """The path of a month's sitemap."""
    return f"/sitemap-{first_day:%Y-%m}.xml"


def index(paper: PaperFacts) -> str:
    """The sitemap index: the months that have articles."""
    with _document("sitemapindex", {"xmlns": _SITEMAP}) as (text, xml):
        for first_day in articles.months():
            with _element(xml, "sitemap"):
                xml.addQuickElement("loc", absolute(paper, month_path(first_day)))
    return text.getvalue()


def month(paper: PaperFacts, cards: Sequence[Card]) -> str:
    """The articles of a month, each with the instant of its last public change."""
    with _document("urlset", {"xmlns": _SITEMAP}) as (text, xml):
        for card in cards:
            with _element(xml, "url"):
                xml.addQuickElement("loc", absolute(paper, card.address))
                xml.addQuickElement("lastmod", moments.with_offset(card.last_public_at, paper.zone))
    return text.getvalue()


def news(paper: PaperFacts) -> str:
    """Articles published in the last two days; stands until the oldest of them is too old."""
    oldest = recorder.now(until=_NEVER) - _NEWS_AGE
    cards = articles.newest(limit=_NEWS_LIMIT, since=oldest)
    if cards:
        recorder.stands_until(cards[-1].published_at + _NEWS_AGE)
    with _document("urlset", {"xmlns": _SITEMAP, "xmlns:news": _NEWS}) as (text, xml):
        for card in cards:
            with _element(xml, "url"):
                xml.addQuickElement("loc", absolute(paper, card.address))
                with _element(xml, "news:news"):
                    with _element(xml, "news:publication"):
                        xml.addQuickElement("news:name", paper.name)
                        xml.addQuickElement("news:language", _news_language(card.language))
                    xml.addQuickElement(
                        "news:publication_date",
                        moments.with_offset(card.published_at, paper.zone),
                    )
                    xml.addQuickElement("news:title", card.headline)
    return text.getvalue()


def _news_language(language: str) -> str:
    """ISO 639 as the news extension wants it: with a region for Chinese only."""
    main, *rest = language.lower().split("-")
    if main == "zh":
        return "zh-tw" if {"tw", "hk", "mo", "hant"} & set(rest) else "zh-cn"
    return main


@contextmanager
def _document(
    root: str, attributes: dict[str, str]
) -> Iterator[tuple[StringIO, SimplerXMLGenerator]]:
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
    xml.startDocument()
    with _element(xml, root, attributes):
        yield text, xml
    xml.endDocument()


@contextmanager
def _element(
    xml: SimplerXMLGenerator, name: str, attributes: dict[str, str] | None = None
) -> Iterator[None]:
    xml.startElement(name, AttributesImpl(attributes or {}))
    yield
    xml.endElement(name)
