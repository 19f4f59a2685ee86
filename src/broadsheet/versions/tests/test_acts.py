"""The four public acts, called by code: what each writes, and what each refuses."""

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.articles.models import Article
from broadsheet.changes import orders
from broadsheet.paper import acts as paper_acts
from broadsheet.paper.models import Section
from broadsheet.versions import acts, reading, tags
from broadsheet.versions.errors import (
    AddressTaken,
    AlreadyPublic,
    NoteNeeded,
    NotPublic,
    NotReady,
)
from broadsheet.versions.models import Address, PublicArticle, Version
from tests.builders import (
    FIRST_OF_MARCH,
    a_paper,
    a_picture,
    a_public_article,
    a_section,
    an_article,
    an_editor,
    revised,
    versions_of,
)

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(databases=["default", "readers"]),
]

LATER = FIRST_OF_MARCH + timedelta(hours=5)


def the_last_order() -> orders.PlacedOrder:
    return orders.pending(after=orders.latest() - 1)[0]


# ---- publish -------------------------------------------------------------------------
def test_publishing_makes_the_first_version_and_points_readers_to_it() -> None:
    article = an_article("Ferry to sail earlier")
    version = acts.publish(
        article=article, revision=article.latest_revision, by=an_editor(), at=FIRST_OF_MARCH
    )

    assert (version.number, version.act, version.at) == (1, "publish", FIRST_OF_MARCH)
    assert version.by_name == "Ada"
    assert version.revision_id == article.latest_revision_id
    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert facts.headline == "Ferry to sail earlier"
    assert facts.published_at == FIRST_OF_MARCH
    assert facts.changed_at is None


def test_publishing_mirrors_itself_in_wagtails_columns() -> None:
    article = a_public_article()
    assert article.live
    assert not article.has_unpublished_changes
    assert article.live_revision_id == article.latest_revision_id
    assert article.first_published_at == article.last_published_at == FIRST_OF_MARCH


def test_publishing_orders_what_it_changed_as_its_last_step() -> None:
    section = a_section("World")
    article = a_public_article(section=section)
    order = the_last_order()

    assert order.cause == f"publish {article.news_id}/1"
    assert order.placed_at > FIRST_OF_MARCH  # by the clock, however the act is dated
    assert order.tags == {
        tags.article(article.news_id),
        tags.standing(article.news_id),
        tags.head(),
        tags.head(section.pk),
        tags.month(FIRST_OF_MARCH),
        tags.months(),
    }


def test_publishing_what_is_public_is_refused() -> None:
    article = a_public_article()
    with pytest.raises(AlreadyPublic, match="public already"):
        acts.publish(article=article, revision=article.latest_revision, by=an_editor(), at=LATER)
    assert versions_of(article) == [(1, "publish")]


def test_publishing_into_a_section_that_never_opened_is_refused_with_its_name() -> None:
    article = an_article(section=a_section("Sport", is_open=False))
    with pytest.raises(NotReady, match="“Sport” is not open"):
        acts.publish(article=article, revision=article.latest_revision, by=an_editor(), at=LATER)
    assert not Version.objects.exists()
    assert not PublicArticle.objects.exists()
    assert not Article.objects.get(pk=article.pk).live


def test_every_reason_against_publishing_is_told_at_once() -> None:
    article = an_article(section=a_section("Sport", is_open=False))
    article.title = " "
    with pytest.raises(NotReady) as refusal:
        acts.publish(article=article, revision=article.latest_revision, by=an_editor(), at=LATER)
    assert len(refusal.value.problems) == 2


def test_a_damaged_picture_is_refused_by_its_title() -> None:
    picture = a_picture("The old pier")
    article = an_article(lead_picture=picture)
    picture.file.storage.delete(picture.file.name)
    with pytest.raises(NotReady, match="“The old pier” is missing or damaged"):
        acts.publish(article=article, revision=article.latest_revision, by=an_editor(), at=LATER)
    assert not Version.objects.exists()


def test_a_story_that_was_public_elsewhere_keeps_its_instant() -> None:
    long_ago = datetime(1999, 12, 31, 23, 0, tzinfo=UTC)
    article = a_public_article(earlier_publication=long_ago, at=LATER)
    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert facts.published_at == long_ago
    assert Version.objects.get(news_id=article.news_id).at == LATER


# ---- update and correct --------------------------------------------------------------
def test_updating_shows_the_newer_draft_under_the_old_publication_instant() -> None:
    article = a_public_article()
    draft = revised(article, "Ferry sails at eight")
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=LATER)

    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert (facts.headline, facts.published_at, facts.changed_at, facts.version) == (
        "Ferry sails at eight",
        FIRST_OF_MARCH,
        LATER,
        2,
    )
    assert facts.corrections == ()
    assert versions_of(article) == [(1, "publish"), (2, "update")]


def test_updating_does_not_order_lists_of_who_is_public_anew() -> None:
    article = a_public_article()
    draft = revised(article, "Ferry sails at eight")
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=LATER)
    touched = the_last_order().tags
    assert tags.article(article.news_id) in touched
    assert tags.standing(article.news_id) not in touched
    assert tags.months() not in touched


def test_updating_after_a_move_orders_the_old_and_the_new_section() -> None:
    world, sport = a_section("World"), a_section("Sport")
    article = a_public_article(section=world)
    article.move(sport, pos="last-child")
    draft = revised(Article.objects.get(pk=article.pk), "Ferry race at eight")
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=LATER)
    assert {tags.head(world.pk), tags.head(sport.pk)} <= the_last_order().tags
    assert [card.news_id for card in reading.newest(limit=9, section=sport.pk)] == [article.news_id]
    assert reading.newest(limit=9, section=world.pk) == []


def test_updating_what_is_not_public_is_refused() -> None:
    article = an_article()
    with pytest.raises(NotPublic, match="publish it instead"):
        acts.update(article=article, revision=article.latest_revision, by=an_editor(), at=LATER)


def test_correcting_tells_readers_what_was_wrong_and_when() -> None:
    article = a_public_article()
    draft = revised(article, "Ferry sails at eight")
    acts.correct(
        article=draft,
        revision=draft.latest_revision,
        by=an_editor(),
        at=LATER,
        note=" We gave the wrong hour. ",
    )
    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert facts.is_correction
    assert facts.corrections == (
        reading.CorrectionNote(version=2, at=LATER, note="We gave the wrong hour."),
    )


def test_a_correction_stays_on_the_page_after_a_later_update() -> None:
    article = a_public_article()
    draft = revised(article, "Ferry sails at eight")
    acts.correct(
        article=draft, revision=draft.latest_revision, by=an_editor(), at=LATER, note="Hour."
    )
    draft = revised(article, "Ferry sails at eight o'clock")
    acts.update(
        article=draft,
        revision=draft.latest_revision,
        by=an_editor(),
        at=LATER + timedelta(hours=1),
    )
    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert not facts.is_correction
    assert [correction.note for correction in facts.corrections] == ["Hour."]


def test_a_correction_without_a_note_is_refused() -> None:
    article = a_public_article()
    draft = revised(article, "Ferry sails at eight")
    with pytest.raises(NoteNeeded):
        acts.correct(
            article=draft, revision=draft.latest_revision, by=an_editor(), at=LATER, note="  "
        )
    assert versions_of(article) == [(1, "publish")]


# ---- withdraw ------------------------------------------------------------------------
def test_withdrawing_takes_the_article_away_and_keeps_its_history() -> None:
    article = a_public_article()
    acts.withdraw(article=article, by=an_editor(), at=LATER, note=" It was not ours. ")

    assert reading.article(article.news_id) == reading.WithdrawnArticle(
        news_id=article.news_id, at=LATER, note="It was not ours."
    )
    assert reading.newest(limit=9) == []
    assert versions_of(article) == [(1, "publish"), (2, "withdraw")]
    withdrawal = Version.objects.get(news_id=article.news_id, number=2)
    assert (withdrawal.body, withdrawal.lead) == ([], None)
    page = Article.objects.get(pk=article.pk)
    assert not page.live
    assert page.live_revision is None


def test_withdrawing_twice_is_refused() -> None:
    article = a_public_article()
    acts.withdraw(article=article, by=an_editor(), at=LATER)
    with pytest.raises(NotPublic):
        acts.withdraw(article=article, by=an_editor(), at=LATER)


def test_publishing_again_after_a_withdrawal_keeps_the_publication_instant() -> None:
    article = a_public_article()
    acts.withdraw(article=article, by=an_editor(), at=LATER)
    article = Article.objects.get(pk=article.pk)
    acts.publish(
        article=article,
        revision=article.latest_revision,
        by=an_editor(),
        at=LATER + timedelta(days=1),
    )
    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert facts.published_at == FIRST_OF_MARCH
    assert versions_of(article) == [(1, "publish"), (2, "withdraw"), (3, "publish")]


# ---- addresses -----------------------------------------------------------------------
def test_every_address_an_article_ever_had_stays_on_record() -> None:
    article = a_public_article(slug="ferry-earlier")
    draft = article.get_latest_revision_as_object()
    draft.slug = "ferry-at-eight"
    draft.save_revision(user=an_editor())
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=LATER)
    assert sorted(Address.objects.values_list("path", flat=True)) == [
        f"/news/{article.news_id}/ferry-at-eight",
        f"/news/{article.news_id}/ferry-earlier",
    ]


def test_an_address_that_belongs_to_another_article_is_refused_and_nothing_is_written() -> None:
    article = an_article(slug="ferry")
    Address.objects.create(
        paper=a_paper(), path=f"/news/{article.news_id}/ferry", news_id=99, since=FIRST_OF_MARCH
    )
    placed = orders.latest()
    with pytest.raises(AddressTaken, match="News ID 99"):
        acts.publish(article=article, revision=article.latest_revision, by=an_editor(), at=LATER)
    assert not Version.objects.exists()
    assert not PublicArticle.objects.exists()
    assert orders.latest() == placed


# ---- sections that close -------------------------------------------------------------
def test_an_article_of_a_closed_section_cannot_be_updated_but_can_be_withdrawn() -> None:
    section = a_section("Sport")
    article = a_public_article(section=section)
    paper_acts.close_section(section=Section.objects.get(pk=section.pk), by=an_editor(), at=LATER)
    draft = revised(article, "Race at eight")
    with pytest.raises(NotReady, match="“Sport” is not open"):
        acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=LATER)
    acts.withdraw(article=article, by=an_editor(), at=LATER)
    assert isinstance(reading.article(article.news_id), reading.WithdrawnArticle)
