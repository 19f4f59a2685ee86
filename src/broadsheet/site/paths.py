"""Which paths the paper has: those to press first, those that an act touches, and all."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from broadsheet.articles.renditions import FORMATS
from broadsheet.changes.tags import EVERYTHING, Tag
from broadsheet.fronts.reading import family
from broadsheet.paper import reading as paper_reading
from broadsheet.paper.reading import SectionFacts
from broadsheet.syndication.sitemaps import month_path
from broadsheet.versions import reading as articles
from broadsheet.versions import tags

__all__ = ["front_paths", "known_paths", "paths_for"]

_ARTICLE = tags.article(0).removesuffix("0")


def front_paths() -> list[str]:
    """What must stand ready at any time, most important first."""
    sections = paper_reading.sections()
    return [
        "/",
        *(section.address for section in sections),
        "/feed.xml",
        *(_feed(section) for section in sections),
        "/news-sitemap.xml",
        "/sitemap.xml",
        "/robots.txt",
        "/favicon.svg",
        "/imprint",
    ]


def paths_for(touched: Iterable[Tag]) -> list[str]:
    """What to press again at once when these tags are touched, most important first.

    The articles themselves, and the fronts and feeds that read one of the tags.
    The rest waits for its next reader: sitemaps but that of the news (their
    index asks for every month of the archive, and crawlers read it a few times
    a day), pictures, moved addresses, stories that link to a withdrawn one.
    """
    touched = set(touched)
    if EVERYTHING in touched:
        return front_paths()
    numbers = [int(tag.removeprefix(_ARTICLE)) for tag in touched if tag.startswith(_ARTICLE)]
    paths = [card.address for card in articles.cards_by_news_id(numbers).values()]
    is_in_paper = tags.head() in touched
    if is_in_paper:
        paths.append("/")
    changed = _sections_touched(touched)
    paths += [section.address for section in changed]
    if is_in_paper:
        paths.append("/feed.xml")
    paths += [_feed(section) for section in changed]
    if is_in_paper:
        paths.append("/news-sitemap.xml")
    return paths


def known_paths() -> Iterator[str]:
    """Every path that the code can make from what was ever public, most important first."""
    fronts = front_paths()
    yield from fronts
    for news_id, addresses in groupby(articles.addresses(), key=itemgetter(1)):
        own = [path for path, _news_id in addresses]
        yield from own
        if f"/news/{news_id}" not in own:
            yield f"/news/{news_id}"
    for first_day in articles.months():
        yield month_path(first_day)
    for slug in paper_reading.section_slugs():
        both = (f"/section/{slug}", f"/section/{slug}/feed.xml")
        yield from (path for path in both if path not in fronts)
    for key in articles.shown_pictures():
        for form in FORMATS:
            yield form.address(key)


def _sections_touched(touched: set[Tag]) -> list[SectionFacts]:
    """Sections that show the head of a touched list: their own, or of a section below."""
    if not any(tag.startswith("list:") for tag in touched):
        return []
    sections = paper_reading.sections()
    return [
        section
        for section in sections
        if any(tags.head(key) in touched for key in family(section, sections))
    ]


def _feed(section: SectionFacts) -> str:
    return f"{section.address}/feed.xml"
