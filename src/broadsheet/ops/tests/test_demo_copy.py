"""The demo paper's copy: whole, consistent, and right on any day it is made."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from broadsheet.ops.demo import copy
from broadsheet.ops.demo.copy import CopyError, DemoPaper, DemoStory, demo_paper, picture_file
from broadsheet.ops.demo.markup import MarkupError, parse_body
from broadsheet.ops.demo.moments import Edition, MomentError, fill_days

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
# Just after midnight, either side of the hour that is skipped and the one that
# comes twice, a leap day, and the turn of a year.
MOMENTS = [
    NOON,
    datetime(2026, 6, 9, 22, 0, tzinfo=UTC),
    datetime(2026, 6, 9, 22, 0, 1, tzinfo=UTC),
    datetime(2026, 6, 9, 22, 20, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime(2027, 1, 1, 0, 0, 30, tzinfo=UTC),
]
ZONES = ["Europe/Copenhagen", "UTC", "Asia/Tehran", "America/St_Johns", "Pacific/Kiritimati"]


@pytest.fixture(scope="module")
def paper() -> DemoPaper:
    return demo_paper(NOON)


def _bodies(story: DemoStory) -> Iterator[list[Any]]:
    yield story.body
    yield from (change.body for change in (story.correction, story.update) if change)


def _pictures(story: DemoStory) -> Iterator[dict[str, str]]:
    if story.lead_picture:
        yield vars(story.lead_picture)
    yield from (block["value"] for block in story.body if block["type"] == "picture")


def _words(story: DemoStory) -> int:
    return sum(len(str(block["value"]).split()) for block in story.body)


def test_the_paper_has_six_sections_and_each_has_stories(paper: DemoPaper) -> None:
    counts = Counter(story.section for story in paper.stories)
    assert list(counts.keys() - {section.slug for section in paper.sections}) == []
    assert len(paper.sections) == 6
    assert min(counts[section.slug] for section in paper.sections) >= 5
    assert len(paper.stories) >= 40


def test_every_kind_of_block_is_used(paper: DemoPaper) -> None:
    kinds = {block["type"] for story in paper.stories for block in story.body}
    assert kinds == {
        "paragraph",
        "crosshead",
        "quote",
        "picture",
        "list",
        "table",
        "fact_box",
        "related",
        "embed",
    }


def test_lengths_run_from_a_brief_to_a_feature(paper: DemoPaper) -> None:
    lengths = sorted(_words(story) for story in paper.stories)
    assert lengths[0] < 80
    assert lengths[-1] > 1_200
    assert len(set(lengths)) > len(lengths) * 0.8


def test_the_lead_is_the_newest_story_and_has_a_picture(paper: DemoPaper) -> None:
    lead = paper.stories[-1]
    assert lead.key == "tram-vote"
    assert lead.lead_picture is not None
    assert _words(lead) > 500


def test_the_special_stories_are_there(paper: DemoPaper) -> None:
    stories = {story.key: story for story in paper.stories}
    assert [story.key for story in paper.stories if story.language == "ar"] == ["arabic-shelf"]
    assert any(len(story.credits) == 2 for story in paper.stories)
    longest = max(paper.stories, key=lambda story: len(story.headline))
    assert len(longest.headline) >= 175
    assert longest.lead_picture is None
    assert "Þórdís" in str(stories["tram-vote"].body)


def test_a_correction_starts_from_the_wrong_text_and_ends_with_the_right_one(
    paper: DemoPaper,
) -> None:
    baths = next(story for story in paper.stories if story.key == "baths")
    assert baths.correction is not None
    assert "46 million" in baths.headline
    assert "4.6 million" in baths.correction.headline
    assert "46 million" not in str(baths.correction.body)
    assert baths.correction.note


def test_an_update_changes_the_text(paper: DemoPaper) -> None:
    changed = [story for story in paper.stories if story.update]
    assert changed
    for story in changed:
        assert story.update is not None
        assert story.update.body != story.body


def test_no_picture_is_used_twice_and_none_is_left_over(paper: DemoPaper) -> None:
    used = [picture["picture"] for story in paper.stories for picture in _pictures(story)]
    assert [picture for picture, times in Counter(used).items() if times > 1] == []
    folder = picture_file("any").parent
    assert sorted(used) == sorted(path.stem for path in folder.glob("*.jpg"))
    # _ink.svg is not a picture: it holds what all of them share.
    assert sorted([*used, "_ink"]) == sorted(path.stem for path in folder.glob("*.svg"))


def test_every_picture_is_a_jpeg_of_moderate_weight(paper: DemoPaper) -> None:
    for story in paper.stories:
        for picture in _pictures(story):
            path = picture_file(picture["picture"])
            assert path.stat().st_size < 220_000, path.name
            with Image.open(path) as image:
                assert image.format == "JPEG"
                assert min(image.size) >= 1000, path.name


def test_alt_text_is_not_the_caption(paper: DemoPaper) -> None:
    for story in paper.stories:
        for picture in _pictures(story):
            assert picture["alt_text"] != picture["caption"]
            assert all(picture.values()), picture


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("now", MOMENTS)
def test_nothing_is_from_the_future_and_every_change_follows_its_story(
    now: datetime, zone: str
) -> None:
    stories = demo_paper(now, zone=ZoneInfo(zone)).stories
    instants = [story.published_at for story in stories]
    assert instants == sorted(instants)
    assert len(set(instants)) == len(instants)
    for story in stories:
        assert story.published_at <= now
        for change in (story.correction, story.update):
            if change:
                assert story.published_at < change.at <= now


@pytest.mark.parametrize("now", MOMENTS)
def test_the_order_of_the_stories_does_not_depend_on_the_hour(
    now: datetime, paper: DemoPaper
) -> None:
    keys = [story.key for story in demo_paper(now).stories]
    assert keys == [story.key for story in paper.stories]


@pytest.mark.parametrize("now", MOMENTS)
def test_stories_of_the_day_carry_the_date_of_the_edition(now: datetime) -> None:
    edition = Edition(now=now, zone=COPENHAGEN)
    today = [
        story
        for story in demo_paper(now).stories
        if story.published_at.astimezone(COPENHAGEN).date() == edition.day
    ]
    assert len(today) >= 5


def test_no_placeholder_is_left_in_the_copy(paper: DemoPaper) -> None:
    for story in paper.stories:
        assert "{weekday" not in str(story)
        assert "{date" not in str(story)


def test_weekdays_are_told_from_the_day_of_the_story() -> None:
    day = NOON.date()  # a Wednesday
    assert fill_days("on {weekday:1}, {date:10}", day=day, language="en") == "on Tuesday, 31 May"
    assert fill_days("{weekday:-3}", day=day, language="ar") == "السبت"
    vote = next(story for story in demo_paper(NOON).stories if story.key == "tram-vote")
    assert "At 23:40 on Tuesday" in vote.body[0]["value"]


def test_the_day_turns_with_the_papers_own_midnight() -> None:
    before = Edition(now=datetime(2026, 6, 9, 21, 59, tzinfo=UTC), zone=COPENHAGEN)
    after = Edition(now=datetime(2026, 6, 9, 22, 1, tzinfo=UTC), zone=COPENHAGEN)
    assert after.day - before.day == timedelta(days=1)


@pytest.mark.parametrize(
    "moment",
    [
        {},
        {"days_ago": 0, "at": "06:40"},
        {"days_ago": 1},
        {"days_ago": 1, "minutes_ago": 10},
        {"days_ago": -1, "at": "06:40"},
        {"minutes_ago": 0},
        {"minutes_ago": 9000},
    ],
)
def test_a_moment_that_makes_no_sense_is_refused(moment: dict[str, object]) -> None:
    with pytest.raises(MomentError):
        Edition(now=NOON, zone=COPENHAGEN).instant(moment)


@pytest.mark.parametrize("text", ["{tomorrow}", "{weekday:x}", "{weekday}"])
def test_an_unknown_placeholder_is_refused(text: str) -> None:
    with pytest.raises(MomentError, match="unknown placeholder"):
        fill_days(text, day=NOON.date(), language="en")


def test_markup_becomes_the_blocks_that_a_body_takes() -> None:
    copy_text = """\
A *slow* **bold** [link](https://example.org/) & more.

## Crosshead

> Said
> so.
-- Ann Other, witness

1. one
2. two

|= Caption
| A | B
| 1 | –

[box Title]
One.

Two.
[/box]
"""
    assert [(block["type"], block["value"]) for block in parse_body(copy_text)] == [
        (
            "paragraph",
            '<p>A <i>slow</i> <b>bold</b> <a href="https://example.org/">link</a> &amp; more.</p>',
        ),
        ("crosshead", "Crosshead"),
        ("quote", {"text": "Said so.", "speaker": "Ann Other", "role": "witness"}),
        ("list", {"ordered": True, "items": ["one", "two"]}),
        ("table", {"caption": "Caption", "header": ["A", "B"], "rows": [["1", "–"]]}),
        ("fact_box", {"title": "Title", "text": "<p>One.</p><p>Two.</p>"}),
    ]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (2, "\n# Heading"),
        (1, "[video: x]"),
        (1, "an *open end"),
        (1, "> no speaker"),
        (3, "|= Caption\n| A | B\n| 1"),
        (2, "- one\n* two"),
        (1, "[box Title]\nnever closed"),
        (1, "![picture | alt | caption]"),
        (1, "[a](javascript:alert)"),
    ],
)
def test_unknown_markup_is_refused_with_its_line(line: int, text: str) -> None:
    with pytest.raises(MarkupError) as refusal:
        parse_body(text)
    assert refusal.value.line == line


def test_a_mistake_in_a_story_is_told_with_its_file_and_line(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = picture_file("any").parent.parent
    (tmp_path / "stories").mkdir()
    (tmp_path / "paper.toml").write_bytes((home / "paper.toml").read_bytes())
    story = 'section = "town"\nheadline = "H"\nminutes_ago = 5\nbody = """\nGood.\n\n# Bad\n"""\n'
    (tmp_path / "stories" / "01-story.toml").write_text(story)
    monkeypatch.setattr(copy, "_HOME", tmp_path)
    with pytest.raises(CopyError, match=r"01-story\.toml: line 7: unknown markup"):
        demo_paper(NOON)
