"""A captured page is read whole, and what is not certain is refused with its line."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.imports.capture import CapturedArticle, read
from broadsheet.imports.errors import (
    CopyUnclear,
    HeadlineUnclear,
    InstantUnclear,
    NewsIdUnclear,
    UnreadableCapture,
)
from tests.shared import shared

PAGE = """\
News ID: 4711
Published: 0337 GMT March 01, 2019

Ferry sails again

Ferry sails again

The ferry sailed on Friday, Northern Wire reported.

It had been in dock since January.


Passengers waited


Some had brought soup.

Nobody went hungry.




Security Key:
Captcha refresh
Page Generated in 0/0517 sec
"""


@pytest.fixture(scope="module")
def seed() -> CapturedArticle:
    return read(shared("seed/captured-page.txt").read_text(encoding="utf-8"))


def test_the_seed_keeps_its_news_id(seed: CapturedArticle) -> None:
    assert seed.news_id == 239617


def test_the_seed_keeps_its_publication_instant(seed: CapturedArticle) -> None:
    assert seed.published_at == datetime(2019, 3, 1, 3, 37, tzinfo=UTC)
    assert seed.published_at.tzinfo is UTC


def test_the_seeds_repeated_headline_is_read_once(seed: CapturedArticle) -> None:
    assert seed.headline == "North Korea, US meeting breaks up without a joint statement"
    assert all(block.text != seed.headline for block in seed.body)


def test_the_seeds_crosshead_stands_between_its_paragraphs(seed: CapturedArticle) -> None:
    places = [n for n, block in enumerate(seed.body) if block.kind == "crosshead"]
    assert [seed.body[n].text for n in places] == ["Trump faces more political headwinds"]
    before, after = seed.body[places[0] - 1], seed.body[places[0] + 1]
    assert (before.kind, after.kind) == ("paragraph", "paragraph")
    assert before.text.startswith("“My administration will closely communicate")
    assert before.text.endswith("in the South Korean capital.")
    assert after.text.startswith("President Donald Trump embarked on his trip to Vietnam")
    assert after.text.endswith("befuddled many of his predecessors.")


def test_the_seeds_copy_is_whole(seed: CapturedArticle) -> None:
    assert len(seed.body) == 29
    assert seed.body[0].text.startswith("The second meeting between North Korea’s leader")
    assert seed.body[-1].text.endswith("told ABC’s “This Week” program on Wednesday.")


def test_the_seeds_agencies_are_proposed_as_credits(seed: CapturedArticle) -> None:
    assert seed.agencies == ("AFP", "Reuters")


def test_the_seeds_furniture_is_dropped(seed: CapturedArticle) -> None:
    words = " ".join(block.text for block in seed.body)
    assert not any(mark in words for mark in ("Security Key", "Captcha", "Page Generated"))


def test_a_page_without_furniture_or_repetition_is_read_too() -> None:
    page = read("News ID: 1\nPublished: 23:05 utc 1 Mar 2019\n\nHead\n\nCopy.")
    assert (page.headline, page.body[0].text) == ("Head", "Copy.")
    assert page.published_at == datetime(2019, 3, 1, 23, 5, tzinfo=UTC)


def test_windows_line_ends_a_byte_order_mark_and_odd_spaces_change_nothing() -> None:
    odd = "\ufeff" + PAGE.replace("\n", "\r\n").replace("It had", "It\u00a0 had")
    assert read(odd) == read(PAGE)


def test_text_comes_out_in_nfc() -> None:
    assert read(PAGE.replace("soup", "pure\u0301e")).body[3].text == "Some had brought pur\u00e9e."


def test_copy_with_wide_gaps_everywhere_has_no_crossheads() -> None:
    page = read("News ID: 1\nPublished: 0100 GMT March 1, 2019\n\nH\n\n\nOne\n\n\nTwo\n\n\nThree\n")
    assert [block.kind for block in page.body] == ["paragraph"] * 3


def test_the_papers_own_agencies_are_looked_for() -> None:
    assert read(PAGE).agencies == ()
    assert read(PAGE, agencies=["Northern Wire"]).agencies == ("Northern Wire",)


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("It rained, according to the Associated Press.", ("AP",)),
        ("BERLIN (dpa) It rained.", ("dpa",)),
        ("He told Reuters that it rained, AFP reported.", ("Reuters", "AFP")),
        ("They met in the Reuters building.", ()),
        ("The tap reported nothing; the cAP said less.", ()),
    ],
)
def test_an_agency_counts_only_where_copy_names_it_as_source(
    copy: str, expected: tuple[str, ...]
) -> None:
    page = read(f"News ID: 1\nPublished: 0100 GMT March 1, 2019\n\nHead\n\n{copy}\n")
    assert page.agencies == expected


def test_a_given_zone_takes_the_place_of_the_pages() -> None:
    page = read(PAGE.replace("GMT", "IST"), zone=ZoneInfo("Asia/Kolkata"))
    assert page.published_at == datetime(2019, 2, 28, 22, 7, tzinfo=UTC)


def test_a_given_news_id_takes_the_place_of_a_missing_one() -> None:
    assert read(PAGE.removeprefix("News ID: 4711\n"), news_id=12).news_id == 12


@pytest.mark.parametrize(
    ("was", "now", "refusal", "line"),
    [
        ("News ID: 4711\n", "", NewsIdUnclear, None),
        ("4711", "47-11", NewsIdUnclear, 1),
        ("4711", "٤٧", NewsIdUnclear, 1),
        ("It had been", "News ID: 4712\n\nIt had been", NewsIdUnclear, 10),
        ("Published: 0337 GMT March 01, 2019\n", "", InstantUnclear, None),
        ("0337 GMT", "0337 IST", InstantUnclear, 2),
        ("0337 GMT", "0337", InstantUnclear, 2),
        ("0337", "2537", InstantUnclear, 2),
        ("March 01", "February 29", InstantUnclear, 2),
        ("March", "Ventôse", InstantUnclear, 2),
        ("0337 GMT March 01, 2019", "yesterday evening", InstantUnclear, 2),
        ("Captcha refresh", "Leave a comment", CopyUnclear, 24),
        ("Ferry sails again", "Ferry " * 60, HeadlineUnclear, 4),
    ],
)
def test_what_is_not_certain_is_refused_with_its_line(
    was: str, now: str, refusal: type[UnreadableCapture], line: int | None
) -> None:
    with pytest.raises(refusal) as caught:
        read(PAGE.replace(was, now))
    assert caught.value.line == line
    assert caught.value.problem
    assert caught.value.remedy
    assert line is None or f"Line {line}" in str(caught.value)


def test_an_hour_that_comes_twice_is_refused() -> None:
    page = PAGE.replace("0337 GMT March 01, 2019", "0230 CET October 27, 2019")
    with pytest.raises(InstantUnclear, match="clocks"):
        read(page, zone=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("text", ["", "\n\n", "News ID: 1\nPublished: 0100 GMT March 1, 2019\n"])
def test_a_page_without_a_story_is_refused(text: str) -> None:
    with pytest.raises(UnreadableCapture):
        read(text)


def test_a_headline_without_copy_is_refused() -> None:
    with pytest.raises(CopyUnclear):
        read("News ID: 1\nPublished: 0100 GMT March 1, 2019\n\nHead\n\nHead\n\nSecurity Key:\n")
