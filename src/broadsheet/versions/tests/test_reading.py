"""What readers may know of articles, and the tags that each answer notes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.test import TestCase

from broadsheet.changes import recorder
from broadsheet.changes.tags import EVERYTHING
from broadsheet.versions import acts, reading, tags
from broadsheet.versions.body import Related, RelatedStory
from broadsheet.versions.freezing import freeze
from tests.builders import (
    FIRST_OF_MARCH,
    a_paper,
    a_picture,
    a_public_article,
    a_section,
    an_article,
    an_editor,
    revised,
)

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(databases=["default", "readers"]),
]


@contextmanager
def noting() -> Iterator[recorder.Record]:
    """A record on the connection of the test: the readers' own cannot see what is not committed."""
    record = recorder.Record(order=0, began=FIRST_OF_MARCH)
    token = recorder._current.set(record)
    try:
        yield record
    finally:
        recorder._current.reset(token)


def test_an_article_is_read_from_its_version_and_never_from_its_draft() -> None:
    article = a_public_article("Public words")
    revised(article, "Secret words")
    with noting() as record:
        facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert facts.headline == "Public words"
    assert record.tags == {EVERYTHING, tags.article(article.news_id)}


def test_a_draft_is_nothing_to_readers_and_the_miss_is_noted() -> None:
    article = an_article()
    with noting() as record:
        assert reading.article(article.news_id) is None
    assert tags.article(article.news_id) in record.tags


def test_an_article_goes_by_its_papers_language_or_its_own() -> None:
    a_paper(language="de")
    first = reading.article(a_public_article("Eins").news_id)
    second = reading.article(a_public_article("واحد", language="ar").news_id)
    assert isinstance(first, reading.ArticleFacts)
    assert isinstance(second, reading.ArticleFacts)
    assert (first.language, first.direction) == ("de", "ltr")
    assert (second.language, second.direction) == ("ar", "rtl")


def test_the_newest_come_first_and_an_equal_instant_is_settled_by_number() -> None:
    old = a_public_article("Old", at=FIRST_OF_MARCH - timedelta(days=1))
    twins = [a_public_article(f"Twin {n}").news_id for n in range(2)]
    with noting() as record:
        cards = reading.newest(limit=5)
    assert [card.news_id for card in cards] == [twins[1], twins[0], old.news_id]
    assert tags.head() in record.tags
    assert [card.news_id for card in reading.newest(limit=1)] == [twins[1]]


def test_a_section_lists_its_own() -> None:
    world, sport = a_section("World"), a_section("Sport")
    a_public_article("Abroad", section=world)
    match = a_public_article("Match", section=sport)
    with noting() as record:
        cards = reading.newest(limit=5, section=sport.pk)
    assert [card.news_id for card in cards] == [match.news_id]
    assert tags.head(sport.pk) in record.tags
    assert tags.head() not in record.tags


def test_a_month_holds_what_was_published_in_it_by_universal_time() -> None:
    inside = a_public_article("Inside", at=datetime(2019, 3, 31, 23, 59, 59, tzinfo=UTC))
    first = a_public_article("First", at=datetime(2019, 3, 1, tzinfo=UTC))
    a_public_article("Before", at=datetime(2019, 2, 28, 23, 59, 59, tzinfo=UTC))
    a_public_article("After", at=datetime(2019, 4, 1, tzinfo=UTC))
    with noting() as record:
        cards = reading.month(datetime(2019, 3, 1, tzinfo=UTC))
    assert [card.news_id for card in cards] == [inside.news_id, first.news_id]
    assert tags.month(inside.public.published_at) in record.tags


def test_december_ends_with_the_year() -> None:
    a_public_article(at=datetime(2018, 12, 31, 23, 0, tzinfo=UTC))
    a_public_article(at=datetime(2019, 1, 1, tzinfo=UTC))
    assert len(reading.month(datetime(2018, 12, 1, tzinfo=UTC))) == 1


def test_months_come_newest_first_and_withdrawn_articles_do_not_count() -> None:
    a_public_article(at=datetime(2019, 3, 1, tzinfo=UTC))
    a_public_article(at=datetime(2019, 3, 9, tzinfo=UTC))
    gone = a_public_article(at=datetime(2018, 1, 5, tzinfo=UTC))
    acts.withdraw(article=gone, by=an_editor(), at=FIRST_OF_MARCH)
    assert reading.months() == [datetime(2019, 3, 1, tzinfo=UTC)]


def test_a_withdrawn_articles_headline_vanishes_from_the_stories_that_name_it() -> None:
    named = a_public_article("Hoax")
    block = {"type": "related", "value": [named.pk]}
    naming = a_public_article("Follow-up", body=[block])
    facts = reading.article(naming.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert facts.body == (Related(stories=(RelatedStory(news_id=named.news_id, headline="Hoax"),)),)
    acts.withdraw(article=named, by=an_editor(), at=FIRST_OF_MARCH)
    with noting() as record:
        facts = reading.article(naming.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert facts.body == ()
    assert tags.standing(named.news_id) in record.tags


def test_a_draft_named_as_related_is_not_shown_until_it_is_public() -> None:
    named = an_article("Not yet out")
    block = {"type": "related", "value": [named.pk]}
    naming = a_public_article("Follow-up", body=[block])
    facts = reading.article(naming.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert facts.body == ()


def test_cards_are_found_by_number_and_missing_ones_are_noted_too() -> None:
    public, draft = a_public_article(), an_article("Draft")
    with noting() as record:
        cards = reading.cards_by_news_id([public.news_id, draft.news_id])
    assert set(cards) == {public.news_id}
    assert {tags.article(public.news_id), tags.article(draft.news_id)} <= record.tags


def test_a_picture_is_public_while_a_public_version_shows_it() -> None:
    picture = a_picture()
    article = an_article(lead_picture=picture)
    assert not reading.is_picture_public(picture.pk)
    acts.publish(
        article=article, revision=article.latest_revision, by=an_editor(), at=FIRST_OF_MARCH
    )
    with noting() as record:
        assert reading.is_picture_public(picture.pk)
    assert tags.picture(picture.pk) in record.tags
    acts.withdraw(article=article, by=an_editor(), at=FIRST_OF_MARCH + timedelta(days=1))
    assert not reading.is_picture_public(picture.pk)


def test_a_picture_taken_out_by_an_update_is_public_no_more() -> None:
    picture = a_picture()
    article = a_public_article(lead_picture=picture)
    draft = revised(article, "Without it")
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=FIRST_OF_MARCH)
    assert not reading.is_picture_public(picture.pk)


def test_a_preview_says_what_readers_would_get_and_makes_nothing_public() -> None:
    article = an_article("A draft")
    facts = reading.preview(freeze(article), at=FIRST_OF_MARCH, language="en")
    assert (facts.headline, facts.version) == ("A draft", 0)
    assert reading.article(article.news_id) is None


def test_a_list_takes_one_query_however_long_it_is() -> None:
    for number in range(5):
        a_public_article(f"Story {number}")
    with TestCase().assertNumQueries(1):
        reading.newest(limit=9)
