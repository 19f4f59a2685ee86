"""What stands on an article's page, and in what order."""

from datetime import timedelta

import pytest
from lxml import html

from broadsheet.site.stamp import PLACEHOLDER
from broadsheet.versions import acts
from tests.builders import (
    FIRST_OF_MARCH,
    a_paper,
    a_picture,
    a_public_article,
    an_editor,
    revised,
)
from tests.pages.readers import ask

pytestmark = pytest.mark.usefixtures("as_readers")


def page(news_id: int) -> html.HtmlElement:
    return html.fromstring(ask(ask(f"/news/{news_id}").leads_to).body)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


SEED = (
    {"type": "paragraph", "value": "<p>First paragraph.</p>"},
    {"type": "crosshead", "value": "A crosshead"},
    {"type": "paragraph", "value": "<p>Second paragraph.</p>"},
)


def the_captured_story() -> str:
    a_public_article(
        "Ministers meet", news_id=239617, agencies=["Reuters", "AFP"], body=SEED, byline="Staff"
    )
    return words(page(239617))


def test_the_captured_page_can_be_cited_from_ours() -> None:
    a_paper(time_zone="UTC")
    text = the_captured_story()
    assert "Published 0337 GMT March 01, 2019" in text
    assert "News ID: 239617" in text
    assert "First paragraph. A crosshead Second paragraph." in text
    assert "With reporting by AFP and Reuters" in text
    assert "Page generated in 00.0000 sec" in text
    assert "04:37" not in text


def test_the_papers_own_zone_comes_first_and_the_citation_beside_it() -> None:
    text = the_captured_story()
    own = text.index("Published March 1, 2019, 04:37 CET")
    assert own < text.index("Published 0337 GMT March 01, 2019")


def test_the_page_reads_in_the_order_of_a_newspaper() -> None:
    a_public_article(
        "THE HEADLINE",
        news_id=1,
        kicker="THE KICKER",
        standfirst="THE STANDFIRST",
        byline="THE BYLINE",
        dateline="THE DATELINE",
        lead_picture=a_picture(),
        lead_caption="THE CAPTION",
        lead_credit="THE CREDIT",
        agencies=["THE AGENCY"],
        body=SEED,
    )
    text = words(page(1).find(".//main"))
    order = [
        "World", "THE KICKER", "THE HEADLINE", "THE STANDFIRST", "THE BYLINE", "THE DATELINE",
        "Published", "News ID", "THE CAPTION", "THE CREDIT", "First", "A crosshead", "Second",
        "THE AGENCY", "All stories in World",
    ]  # fmt: skip
    places = [text.index(word) for word in order]
    assert places == sorted(places)


def test_an_update_and_a_correction_are_told_apart() -> None:
    article = a_public_article(news_id=1)
    draft = revised(article, "Ferry to sail later")
    later = FIRST_OF_MARCH + timedelta(days=1)
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=later)
    text = words(page(1))
    assert "Updated March 2, 2019, 04:37 CET" in text
    assert "Updated 0337 GMT March 02, 2019" in text
    assert "Correct" not in text
    draft = revised(draft, "Ferry to sail later")
    acts.correct(
        article=draft,
        revision=draft.latest_revision,
        by=an_editor(),
        at=later + timedelta(days=30),
        note="It sails at nine.",
    )
    text = words(page(1))
    assert "Corrected April 1, 2019, 05:37 CEST" in text
    assert "Updated" not in text
    (box,) = page(1).xpath("//section[@id='corrections']")
    assert words(box) == "Correction April 1, 2019, 05:37 CEST It sails at nine."


def test_every_block_is_set() -> None:
    related = a_public_article("Another story", news_id=77)
    body = [
        {"type": "paragraph", "value": '<p>A <b>bold</b> <a href="https://x.example/">link</a>.</p>'},
        {"type": "quote", "value": {"text": "Said so", "speaker": "Ada", "role": "keeper"}},
        {"type": "list", "value": {"ordered": True, "items": ["One", "Two <i>2</i>"]}},
        {
            "type": "table",
            "value": {
                "columns": [
                    {"type": "text", "heading": "Group"},
                    {"type": "text", "heading": "For"},
                ],
                "rows": [{"values": ["Harbour", "12"]}],
                "caption": "Votes",
            },
        },
        {"type": "fact_box", "value": {"title": "In figures", "text": "<p>Six</p>"}},
        {"type": "related", "value": [related.pk]},
        {
            "type": "embed",
            "value": {
                "address": "https://www.tube.example/v?a=1&b=2",
                "title": "Film",
                "note": "N",
            },
        },
        {
            "type": "picture",
            "value": {
                "picture": a_picture(description="Sea").pk,
                "alt_text": "",
                "caption": "Cap",
                "credit": "",
            },
        },
    ]  # fmt: skip
    a_public_article("Blocks", news_id=1, body=body)
    (shown,) = page(1).xpath("//div[@class='body']")
    assert shown.xpath(".//p/b/text()") == ["bold"]
    assert words(shown.xpath(".//figure[@class='quote']")[0]) == "Said so Ada keeper"
    assert [words(item) for item in shown.xpath(".//ol/li")] == ["One", "Two 2"]
    (region,) = shown.xpath(".//div[@class='table']")
    assert (region.get("tabindex"), region.get("aria-label")) == ("0", "Votes")
    assert region.xpath(".//th[@scope='row']/text()") == ["Harbour"]
    assert words(shown.xpath(".//aside[@class='fact-box']")[0]) == "In figures Six"
    assert shown.xpath(".//aside[@class='related']//a/@href") == ["/news/77"]
    (embed,) = shown.xpath(".//aside[@class='embed']")
    assert embed.xpath(".//a/@href") == ["https://www.tube.example/v?a=1&b=2"]
    assert words(embed) == "Film N tube.example"
    (image,) = shown.xpath(".//figure/picture//img")
    assert image.get("alt") == "Sea"
    assert image.get("loading") == "lazy"


def test_crossheads_have_anchors_of_their_own() -> None:
    body = [{"type": "crosshead", "value": words} for words in ("Why", "Why", "Story", "!?")]
    a_public_article(news_id=1, body=body)
    anchors = page(1).xpath("//div[@class='body']/h2/@id")
    assert anchors == ["why", "why-2", "story-2", "part"]


def test_the_lead_picture_comes_at_once_and_in_the_right_size() -> None:
    a_public_article(news_id=1, lead_picture=a_picture(width=800, height=500))
    (figure,) = page(1).xpath("//figure[@class='lead-figure']")
    (image,) = figure.xpath(".//img")
    assert image.get("fetchpriority") == "high"
    assert image.get("loading") is None
    assert (image.get("width"), image.get("height")) == ("640", "400")
    (source,) = figure.xpath(".//source")
    widths = [part.split()[1] for part in source.get("srcset").split(", ")]
    assert widths == ["360w", "640w", "800w"]  # never blown up, never named twice


def test_a_story_in_another_script_says_so_on_page_and_card() -> None:
    a_public_article("مرفأ", news_id=1, language="ar", body=SEED)
    (story,) = page(1).xpath("//article[@class='story']")
    assert (story.get("lang"), story.get("dir")) == ("ar", "rtl")
    (times,) = story.xpath(".//div[@class='times']")
    assert times.get("lang") == "en"
    (card,) = html.fromstring(ask("/").body).xpath("//article")
    assert (card.get("lang"), card.get("dir")) == ("ar", "rtl")


def test_a_paper_in_arabic_is_set_from_right_to_left() -> None:
    a_paper(language="ar", time_zone="Africa/Cairo")
    a_public_article("مرفأ", news_id=1)
    root = page(1)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    assert "مارس" in words(root)


def test_text_of_a_story_is_text() -> None:
    hostile = '<script>alert("x")</script>'
    a_public_article(
        hostile, news_id=1, kicker=hostile, standfirst=hostile, byline=hostile, dateline=hostile,
        body=[
            {"type": "paragraph", "value": f"<p>{hostile}{PLACEHOLDER.decode()}</p>"},
            {"type": "crosshead", "value": hostile},
        ],
        agencies=[hostile],
    )  # fmt: skip
    address = ask("/news/1").leads_to
    for path in (address, "/", "/section/world"):
        answer = ask(path)
        assert answer.body.count(PLACEHOLDER) == 1
        scripts = html.fromstring(answer.body).xpath("//script")
        assert {script.get("type") for script in scripts} <= {"application/ld+json"}


def test_the_description_is_the_standfirst_or_the_first_words() -> None:
    long = " ".join(["word"] * 100)
    a_public_article(
        news_id=1, body=[{"type": "paragraph", "value": f"<p>Tom &amp; <b>I</b> {long}</p>"}]
    )
    (description,) = page(1).xpath("//meta[@name='description']/@content")
    assert description.startswith("Tom & I word")
    assert description.endswith("word…")
    assert len(description) <= 201
    a_public_article(news_id=2, standfirst="In short.")
    assert page(2).xpath("//meta[@name='description']/@content") == ["In short."]
