"""What machines are told about an article and the paper: schema.org as JSON-LD.

https://schema.org/NewsArticle; the script element is data and runs nothing.
"""

import json
import re
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from broadsheet.paper.reading import PaperFacts
from broadsheet.versions.body import Picture
from broadsheet.versions.reading import ArticleFacts

from . import moments
from .addresses import absolute

__all__ = ["news_article", "news_organization", "script"]

_CONTEXT = "https://schema.org"

# Closing the script element or opening a comment in it must be impossible.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def script(data: dict[str, Any]) -> SafeString:
    """A JSON-LD script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- escaped above


def news_article(
    article: ArticleFacts, paper: PaperFacts, *, description: str, section_address: str = ""
) -> dict[str, Any]:
    """An article as a NewsArticle, with the way to it through its section."""
    address = absolute(paper, article.address)
    data = {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "@id": address,
        "mainEntityOfPage": address,
        "url": address,
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "News ID",
            "value": str(article.news_id),
        },
        "headline": article.headline,
        "alternativeHeadline": article.short_headline,
        "description": description,
        "inLanguage": article.language,
        "articleSection": article.section_name,
        "datePublished": moments.with_offset(article.published_at, paper.zone),
        "dateModified": moments.with_offset(article.last_public_at, paper.zone),
        "dateline": article.dateline,
        "author": _authors(article, paper),
        "publisher": _organization(paper),
        "sourceOrganization": [_named("NewsMediaOrganization", name) for name in article.credits],
        "creditText": ", ".join(article.credits),
        "image": [_image(article.picture, paper)] if article.picture else [],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction.note,
                "datePublished": moments.with_offset(correction.at, paper.zone),
            }
            for correction in article.corrections
        ],
        "breadcrumb": _breadcrumb(article, paper, section_address),
    }
    return {name: value for name, value in data.items() if value}


def news_organization(paper: PaperFacts) -> dict[str, Any]:
    """The paper itself, for its home page."""
    return {"@context": _CONTEXT, **_organization(paper)}


def _organization(paper: PaperFacts) -> dict[str, Any]:
    return {
        "@type": "NewsMediaOrganization",
        "@id": absolute(paper, "/"),
        "name": paper.name,
        "url": absolute(paper, "/"),
        "logo": absolute(paper, "/favicon.svg"),
    }


def _authors(article: ArticleFacts, paper: PaperFacts) -> list[dict[str, Any]]:
    """Who wrote it: the names in the byline, else the agencies, else the paper."""
    # A byline is free text. Only the word between two names is taken apart:
    # a comma may as well part a name from an office.
    conjunction = re.escape(_("and"))
    names = re.split(rf"\s+(?:{conjunction}|&)\s+", article.byline) if article.byline else []
    if names:
        return [_named("Person", name) for name in names]
    if article.credits:
        return [_named("NewsMediaOrganization", name) for name in article.credits]
    return [_organization(paper)]


def _named(kind: str, name: str) -> dict[str, Any]:
    return {"@type": kind, "name": name}


def _image(picture: Picture, paper: PaperFacts) -> dict[str, Any]:
    file = picture.widest
    image = {
        "@type": "ImageObject",
        "url": absolute(paper, file.address),
        "width": file.width,
        "height": file.height,
        "caption": picture.caption or picture.alt_text,
        "creditText": picture.credit,
    }
    return {name: value for name, value in image.items() if value}


def _breadcrumb(article: ArticleFacts, paper: PaperFacts, section_address: str) -> dict[str, Any]:
    steps = [(paper.name, "/")]
    if section_address:
        steps.append((article.section_name, section_address))
    steps.append((article.headline, article.address))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": name,
                "item": absolute(paper, path),
            }
            for place, (name, path) in enumerate(steps, start=1)
        ],
    }
