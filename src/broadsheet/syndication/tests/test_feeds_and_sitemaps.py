"""Feeds and sitemaps: whole, well-formed, and true to what is public."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from broadsheet.syndication import moments
from broadsheet.versions import acts
from tests.builders import (
    FIRST_OF_MARCH,
    a_paper,
    a_public_article,
    a_section,
    an_editor,
    revised,
)
from tests.pages.readers import ask

pytestmark = pytest.mark.usefixtures("as_readers")

SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def texts(path: str, xpath: str) -> list[str]:
    found = etree.fromstring(ask(path).body).xpath(xpath, namespaces=SITEMAP)
    return [item if isinstance(item, str) else item.text for item in found]


def test_the_feed_holds_the_newest_stories_with_addresses_that_stay() -> None:
    a_paper(name="Post & Courier", base_address="https://post.example")
    a_public_article("Older", news_id=1, at=FIRST_OF_MARCH)
    later = FIRST_OF_MARCH + timedelta(hours=1)
    a_public_article("<b>Bold</b> & new", news_id=2, at=later, standfirst="In short: “<i>”.")
    assert texts("/feed.xml", "//item/title") == ["<b>Bold</b> & new", "Older"]
    assert texts("/feed.xml", "//item/description")[0] == "In short: “<i>”."
    assert texts("/feed.xml", "//item/guid") == [
        "https://post.example/news/2",
        "https://post.example/news/1",
    ]
    assert texts("/feed.xml", "//item/link")[1] == "https://post.example/news/1/older"
    assert texts("/feed.xml", "//channel/title") == ["Post & Courier"]


def test_a_section_feed_holds_its_own_stories_only() -> None:
    a_public_article("Abroad")
    a_public_article("Goal", section=a_section("Sport"))
    assert texts("/section/sport/feed.xml", "//item/title") == ["Goal"]
    a_section("Culture")
    assert texts("/section/culture/feed.xml", "//item/title") == []


def test_an_empty_feed_does_not_read_the_clock() -> None:
    a_section("World")
    at = timezone.now()
    earlier = ask("/feed.xml", at=at - timedelta(days=1)).body
    assert ask("/feed.xml", at=at).body == earlier


def test_the_sitemap_leads_to_every_month_and_each_month_to_its_stories() -> None:
    article = a_public_article("March", news_id=1, at=FIRST_OF_MARCH)
    a_public_article("April", news_id=2, at=FIRST_OF_MARCH + timedelta(days=40))
    changed = FIRST_OF_MARCH + timedelta(days=60)
    draft = revised(article, "March")
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=changed)
    assert texts("/sitemap.xml", "//s:loc") == [
        "http://localhost:8000/sitemap-2019-04.xml",
        "http://localhost:8000/sitemap-2019-03.xml",
    ]
    assert texts("/sitemap-2019-03.xml", "//s:loc") == ["http://localhost:8000/news/1/march"]
    assert texts("/sitemap-2019-03.xml", "//s:lastmod") == ["2019-04-30T05:37:00+02:00"]


@pytest.mark.parametrize("when", ["2018-12-31T23:59:59+00:00", "2019-01-01T00:00:00+00:00"])
def test_a_month_is_a_month_in_utc(when: str) -> None:
    a_paper(time_zone="Asia/Tehran")
    instant = timezone.datetime.fromisoformat(when)
    a_public_article(at=instant)
    month = f"/sitemap-{instant:%Y-%m}.xml"
    assert texts("/sitemap.xml", "//s:loc") == [f"http://localhost:8000{month}"]
    assert len(texts(month, "//s:loc")) == 1


def test_a_month_whose_last_story_was_withdrawn_is_an_empty_list() -> None:
    article = a_public_article()
    acts.withdraw(article=article, by=an_editor(), at=timezone.now())
    assert texts("/sitemap.xml", "//s:loc") == []
    answer = ask("/sitemap-2019-03.xml")
    assert answer.status == 200
    assert texts("/sitemap-2019-03.xml", "//s:loc") == []


def test_the_news_sitemap_holds_two_days_and_knows_when_it_goes_stale() -> None:
    a_public_article("Old", news_id=1, at=FIRST_OF_MARCH - timedelta(days=2, minutes=1))
    a_public_article("Still new", news_id=2, at=FIRST_OF_MARCH - timedelta(days=1))
    a_public_article("New", news_id=3, at=FIRST_OF_MARCH, language="zh-Hant")
    answer = ask("/news-sitemap.xml", at=FIRST_OF_MARCH)
    document = etree.fromstring(answer.body)
    assert document.xpath("//n:title/text()", namespaces=SITEMAP) == ["New", "Still new"]
    assert document.xpath("//n:language/text()", namespaces=SITEMAP) == ["zh-tw", "en"]
    assert answer.until == FIRST_OF_MARCH + timedelta(days=1)
    after = ask("/news-sitemap.xml", at=answer.until + timedelta(seconds=1))
    assert etree.fromstring(after.body).xpath("//n:title/text()", namespaces=SITEMAP) == ["New"]


def test_the_citation_form_is_english_and_gmt_whatever_the_zone() -> None:
    assert moments.gmt(FIRST_OF_MARCH) == "0337 GMT March 01, 2019"
    tehran = FIRST_OF_MARCH.astimezone(timezone.get_fixed_timezone(210))
    assert moments.gmt(tehran) == "0337 GMT March 01, 2019"
