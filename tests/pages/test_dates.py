"""One instant, one date: page, markup for machines, feed and sitemaps agree in every zone."""

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from lxml import etree, html

from broadsheet.versions import acts
from tests.builders import a_paper, a_public_article, an_editor, revised

from .readers import ask

pytestmark = pytest.mark.usefixtures("as_readers")

SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}

MONTHS = {1: "January", 2: "February", 3: "March", 7: "July", 10: "October", 12: "December"}

# Zone, instant in UTC, what the page must say in the paper's zone ("" where it is GMT).
MOMENTS = [
    ("UTC", "2019-03-01T03:37:00", ""),
    ("Europe/London", "2019-03-01T03:37:00", ""),
    ("Europe/London", "2019-07-01T03:37:00", "July 1, 2019, 04:37 BST"),
    ("Asia/Tehran", "2019-03-01T03:37:00", "March 1, 2019, 07:07 UTC+3:30"),
    # A leap day that is over in the paper's zone, and one that has not begun there.
    ("Asia/Tehran", "2024-02-29T20:29:00", "February 29, 2024, 23:59 UTC+3:30"),
    ("Asia/Tehran", "2024-02-29T20:30:00", "March 1, 2024, 00:00 UTC+3:30"),
    ("America/New_York", "2024-03-01T04:59:00", "February 29, 2024, 23:59 EST"),
    # The minute before and after clocks go forward, and the hour that comes twice.
    ("Europe/Berlin", "2024-03-31T00:59:00", "March 31, 2024, 01:59 CET"),
    ("Europe/Berlin", "2024-03-31T01:00:00", "March 31, 2024, 03:00 CEST"),
    ("Europe/Berlin", "2024-10-27T00:30:00", "October 27, 2024, 02:30 CEST"),
    ("Europe/Berlin", "2024-10-27T01:30:00", "October 27, 2024, 02:30 CET"),
    ("America/St_Johns", "2020-01-01T03:29:59", "December 31, 2019, 23:59 NST"),
    ("Pacific/Chatham", "2019-12-31T10:14:00", "December 31, 2019, 23:59 UTC+13:45"),
]


def told(news_id: int, *, at: datetime) -> dict[str, Any]:
    """The two instants of an article, from every place that names them."""
    page = html.fromstring(ask(ask(f"/news/{news_id}").leads_to).body)
    data = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    times = page.xpath("//div[@class='times']//time")
    feed = etree.fromstring(ask("/feed.xml").body)
    news = etree.fromstring(ask("/news-sitemap.xml", at=at).body)
    published = datetime.fromisoformat(data["datePublished"])
    month = f"/sitemap-{published.astimezone(UTC):%Y-%m}.xml"
    sitemap = etree.fromstring(ask(month).body)

    def meta(name: str) -> str:
        return str(page.xpath(f"//meta[@property='{name}']/@content")[0])

    def in_sitemap(document: etree._Element, path: str) -> str:
        return str(document.xpath(path, namespaces=SITEMAP)[0])

    return {
        "published": {
            "json-ld": published,
            "open graph": datetime.fromisoformat(meta("article:published_time")),
            "page": datetime.fromisoformat(times[0].get("datetime")),
            "feed": parsedate_to_datetime(str(feed.xpath("//item/pubDate/text()")[0])),
            "news sitemap": datetime.fromisoformat(in_sitemap(news, "//n:publication_date/text()")),
        },
        "modified": {
            "json-ld": datetime.fromisoformat(data["dateModified"]),
            "open graph": datetime.fromisoformat(meta("article:modified_time")),
            "sitemap": datetime.fromisoformat(in_sitemap(sitemap, "//s:lastmod/text()")),
            "page": datetime.fromisoformat(times[-1].get("datetime")),
        },
        "words": " ".join(page.xpath("string(//div[@class='times'])").split()),
        "attributes": [time.get("datetime") for time in times],
    }


@pytest.mark.parametrize(("zone", "instant", "local"), MOMENTS)
def test_all_places_name_the_same_instant(zone: str, instant: str, local: str) -> None:
    a_paper(time_zone=zone)
    published = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    a_public_article(news_id=1, at=published.replace(microsecond=654321))
    told_now = told(1, at=published)
    assert set(told_now["published"].values()) == {published}
    assert set(told_now["modified"].values()) == {published}
    cited = f"{published:%H%M} GMT {MONTHS[published.month]} {published:%d, %Y}"
    expected = f"Published {local} Published {cited}" if local else f"Published {cited}"
    assert told_now["words"] == f"{expected} News ID: 1"
    assert all(re.fullmatch(r"[\d-]+T[\d:]+Z", text) for text in told_now["attributes"])


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tehran", "America/St_Johns"])
@pytest.mark.parametrize("act", ["update", "correct"])
def test_all_places_name_the_same_change(zone: str, act: str) -> None:
    a_paper(time_zone=zone)
    published = datetime(2024, 2, 29, 23, 59, tzinfo=UTC)
    changed = published + timedelta(hours=5)
    article = a_public_article(news_id=1, at=published)
    draft = revised(article, "Another headline")
    details = {"note": "It was wrong."} if act == "correct" else {}
    getattr(acts, act)(
        article=draft, revision=draft.latest_revision, by=an_editor(), at=changed, **details
    )
    told_now = told(1, at=changed)
    assert set(told_now["published"].values()) == {published}
    assert set(told_now["modified"].values()) == {changed}
    word = "Corrected" if act == "correct" else "Updated"
    assert f"{word} 0459 GMT March 01, 2024" in told_now["words"]


def test_months_and_days_are_told_in_the_papers_language() -> None:
    a_paper(time_zone="Europe/Berlin", language="de")
    a_public_article(news_id=1, at=datetime(2019, 3, 1, 3, 37, tzinfo=UTC))
    told_now = told(1, at=datetime(2019, 3, 1, 3, 37, tzinfo=UTC))
    assert "1. März 2019, 04:37 CET" in told_now["words"]
    assert "0337 GMT March 01, 2019" in told_now["words"]
    home = html.fromstring(ask("/", at=datetime(2019, 3, 1, 23, 30, tzinfo=UTC)).body)
    (date,) = home.xpath("//p[@class='ear date']/time")
    assert " ".join(date.text_content().split()) == "Samstag 2. März 2019"
    assert date.get("datetime") == "2019-03-02"
