"""RSS 2.0 for the paper and for each section."""

from typing import Any

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from broadsheet.fronts import reading as fronts
from broadsheet.paper.reading import PaperFacts, SectionFacts
from broadsheet.versions import reading as articles
from broadsheet.versions.reading import Card

from .addresses import absolute

__all__ = ["MEDIA_TYPE", "paper_feed", "section_feed"]

MEDIA_TYPE = "application/rss+xml; charset=utf-8"

_LENGTH = 30


class _Rss(Rss201rev2Feed):
    """Django's RSS, without the clock: its lastBuildDate for an empty feed is now."""

    def add_root_elements(self, handler: Any) -> None:
        handler.addQuickElement("title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        handler.addQuickElement("description", self.feed["description"])
        handler.addQuickElement("atom:link", None, {"rel": "self", "href": self.feed["feed_url"]})
        handler.addQuickElement("language", self.feed["language"])


def paper_feed(paper: PaperFacts) -> str:
    """The newest stories of the paper."""
    return _feed(
        paper,
        title=paper.name,
        description=paper.motto or _("News from %(paper)s") % {"paper": paper.name},
        path="/",
        cards=articles.newest(limit=_LENGTH),
    )


def section_feed(paper: PaperFacts, section: SectionFacts, sections: list[SectionFacts]) -> str:
    """The newest stories of a section and of those below it."""
    return _feed(
        paper,
        title=f"{section.name} – {paper.name}",
        description=section.description
        or _("%(section)s in %(paper)s") % {"section": section.name, "paper": paper.name},
        path=section.address,
        cards=fronts.newest_in(fronts.family(section, sections), limit=_LENGTH),
    )


def _feed(paper: PaperFacts, *, title: str, description: str, path: str, cards: list[Card]) -> str:
    feed = _Rss(
        title=title,
        link=absolute(paper, path),
        description=description,
        language=paper.language.lower(),
        feed_url=absolute(paper, f"{path.rstrip('/')}/feed.xml"),
    )
    for card in cards:
        feed.add_item(
            title=card.title,
            link=absolute(paper, card.address),
            description=card.standfirst,
            author_name=card.byline or None,
            pubdate=card.published_at.astimezone(paper.zone),
            # Never changes, unlike the address, and leads there.
            unique_id=absolute(paper, f"/news/{card.news_id}"),
            unique_id_is_permalink=True,
            categories=[card.section_name],
        )
    return str(feed.writeString("utf-8"))
