"""What an article's page shows, made from the article as readers see it."""

import re
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from broadsheet.paper.reading import PaperFacts, SectionFacts
from broadsheet.syndication import structured_data
from broadsheet.syndication.addresses import absolute
from broadsheet.versions.body import Paragraph
from broadsheet.versions.reading import ArticleFacts

__all__ = ["article_context"]

_LONGEST_DESCRIPTION = 200


def article_context(
    article: ArticleFacts, paper: PaperFacts, section: SectionFacts | None
) -> dict[str, Any]:
    """The context of ``article.html``. ``section`` is None where it was closed since."""
    description = article.standfirst or _opening(article)
    return {
        "article": article,
        "section": section,
        "here": article.section,
        "is_foreign": article.language != paper.language,
        "canonical": absolute(paper, article.address),
        "description": description,
        "json_ld": structured_data.script(
            structured_data.news_article(
                article,
                paper,
                description=description,
                section_address=section.address if section else "",
            )
        ),
    }


def _opening(article: ArticleFacts) -> str:
    """The first words of the story, cut between two words."""
    first = next((block for block in article.body if isinstance(block, Paragraph)), None)
    if first is None:
        return ""
    text = " ".join(unescape(strip_tags(first.html)).split())
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return re.sub(r"\W*\s\S*$", "", text[:_LONGEST_DESCRIPTION]) + "…"
