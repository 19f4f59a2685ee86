"""What machines are told about an article."""

import json
import re
from typing import Any

import pytest

from broadsheet.versions import acts
from tests.builders import (
    FIRST_OF_MARCH,
    a_picture,
    a_public_article,
    an_editor,
    revised,
)
from tests.pages.readers import ask

pytestmark = pytest.mark.usefixtures("as_readers")

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def told_about(news_id: int) -> dict[str, Any]:
    page = ask(ask(f"/news/{news_id}").leads_to)
    (script,) = SCRIPT.findall(page.text)
    data: dict[str, Any] = json.loads(script)
    return data


def test_an_article_is_a_news_article_with_all_that_it_says_of_itself() -> None:
    picture = a_picture(width=1600, height=1000, description="A harbour")
    a_public_article(
        "Ministers meet",
        news_id=239617,
        byline="Ada Brook and Ben Cole",
        dateline="HANOI",
        standfirst="They talked.",
        agencies=["AFP", "Reuters"],
        lead_picture=picture,
        lead_credit="Photo: Dee",
    )
    data = told_about(239617)
    assert data["@type"] == "NewsArticle"
    assert data["identifier"]["value"] == "239617"
    assert data["headline"] == "Ministers meet"
    assert data["description"] == "They talked."
    assert data["datePublished"] == data["dateModified"] == "2019-03-01T04:37:00+01:00"
    assert [author["name"] for author in data["author"]] == ["Ada Brook", "Ben Cole"]
    assert [author["@type"] for author in data["author"]] == ["Person", "Person"]
    assert [agency["name"] for agency in data["sourceOrganization"]] == ["AFP", "Reuters"]
    assert data["creditText"] == "AFP, Reuters"
    assert data["articleSection"] == "World"
    assert data["inLanguage"] == "en"
    assert data["publisher"]["name"] == "The Harbour Post"
    assert data["image"][0]["width"] == 1440
    assert data["image"][0]["creditText"] == "Photo: Dee"
    steps = [step["name"] for step in data["breadcrumb"]["itemListElement"]]
    assert steps == ["The Harbour Post", "World", "Ministers meet"]


def test_a_correction_is_told_with_its_date() -> None:
    article = a_public_article(news_id=4)
    draft = revised(article, "Right")
    acts.correct(
        article=draft,
        revision=draft.latest_revision,
        by=an_editor(),
        at=FIRST_OF_MARCH.replace(day=2),
        note="It is nine, not eight.",
    )
    data = told_about(4)
    assert data["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "It is nine, not eight.",
            "datePublished": "2019-03-02T04:37:00+01:00",
        }
    ]
    assert data["dateModified"] == "2019-03-02T04:37:00+01:00"


@pytest.mark.parametrize(
    ("byline", "agencies", "expected"),
    [
        ("", ["AFP"], [("NewsMediaOrganization", "AFP")]),
        ("", [], [("NewsMediaOrganization", "The Harbour Post")]),
        ("Ada Brook, Hanoi", ["AFP"], [("Person", "Ada Brook, Hanoi")]),
        ("Alexandra Sandström", [], [("Person", "Alexandra Sandström")]),
    ],
)
def test_somebody_is_always_named_as_the_author(
    byline: str, agencies: list[str], expected: list[tuple[str, str]]
) -> None:
    a_public_article(news_id=4, byline=byline, agencies=agencies)
    assert [(a["@type"], a["name"]) for a in told_about(4)["author"]] == expected


def test_no_headline_can_break_out_of_the_script() -> None:
    headline = "</script><script>alert(1)</script><!-- &amp; "
    a_public_article(headline, news_id=4)
    assert told_about(4)["headline"] == headline.strip()
