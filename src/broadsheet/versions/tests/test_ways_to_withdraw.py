"""Every way to take a page from readers ends in an act; what readers saw cannot vanish."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from broadsheet.articles.models import Article
from broadsheet.changes.models import Order
from broadsheet.paper import reading as paper_reading
from broadsheet.paper.models import Section, SectionVersion
from broadsheet.versions import reading
from broadsheet.versions.models import Version
from tests.builders import (
    a_paper,
    a_public_article,
    a_section,
    an_article,
    an_editor,
    versions_of,
)
from tests.desk import messages_in, signed_in

from .breaking import Broken, acts_that_break, everything

pytestmark = pytest.mark.django_db(databases=["default", "readers"])

Way = Callable[[Client, Article], Any]


# ---- the ways ------------------------------------------------------------------------
def by_the_withdraw_button(desk: Client, article: Article) -> Any:
    address = reverse("wagtailadmin_pages:unpublish", args=[article.pk])
    return desk.post(address, {"note": ""}, follow=True)


def by_a_bulk_action(desk: Client, article: Article) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return desk.post(f"{address}?id={article.pk}&next=/desk/", {}, follow=True)


def by_the_admin_api(desk: Client, article: Article) -> Any:
    return desk.post(f"/desk/api/main/pages/{article.pk}/action/unpublish/")


def by_closing_its_section(desk: Client, article: Article) -> Any:
    address = reverse("wagtailadmin_pages:unpublish", args=[article.get_parent().pk])
    return desk.post(address, {"include_descendants": "on"}, follow=True)


def by_its_end_date(desk: Client, article: Article) -> Any:
    due = timezone.now() - timedelta(minutes=1)
    Page.objects.filter(pk=article.pk).update(expire_at=due)
    return call_command("publish_scheduled")


def by_code(desk: Client, article: Article) -> Any:
    return article.unpublish(user=an_editor())


def by_the_delete_button(desk: Client, article: Article) -> Any:
    address = reverse("wagtailadmin_pages:delete", args=[article.pk])
    return desk.post(address, {"note": ""}, follow=True)


def by_a_bulk_deletion(desk: Client, article: Article) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return desk.post(f"{address}?id={article.pk}&next=/desk/", {}, follow=True)


def by_deletion_through_the_api(desk: Client, article: Article) -> Any:
    return desk.post(f"/desk/api/main/pages/{article.pk}/action/delete/")


DELETING: list[Way] = [by_the_delete_button, by_a_bulk_deletion, by_deletion_through_the_api]
WAYS: list[Way] = [
    by_the_withdraw_button,
    by_a_bulk_action,
    by_the_admin_api,
    by_closing_its_section,
    by_its_end_date,
    by_code,
    *DELETING,
]


@pytest.mark.parametrize("way", WAYS)
def test_the_article_is_withdrawn_by_a_version_with_a_name_to_it(way: Way) -> None:
    article = a_public_article()
    way(signed_in(), article)

    assert versions_of(article) == [(1, "publish"), (2, "withdraw")]
    assert Version.objects.get(number=2).by_name == "Ada"
    assert isinstance(reading.article(article.news_id), reading.WithdrawnArticle)
    page = Article.objects.get(pk=article.pk)
    assert not page.live
    assert page.live_revision is None


@pytest.mark.parametrize("way", [way for way in WAYS if way is not by_its_end_date])
def test_when_the_act_breaks_nothing_has_happened(way: Way) -> None:
    article = a_public_article()
    before = everything(article)
    desk = signed_in()
    with pytest.raises(Broken), acts_that_break():
        way(desk, article)
    assert everything(article) == before
    assert Article.objects.get(pk=article.pk).archived_at is None


def test_withdrawing_tells_readers_why_if_the_editor_says_so() -> None:
    article = a_public_article()
    address = reverse("wagtailadmin_pages:unpublish", args=[article.pk])
    desk = signed_in()
    page = desk.get(address)
    assert b"Note to readers" in page.content
    response = desk.post(address, {"note": "A source withdrew his word."}, follow=True)
    assert "is withdrawn" in messages_in(response)
    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.WithdrawnArticle)
    assert facts.note == "A source withdrew his word."


def test_withdrawing_what_somebody_else_just_withdrew_is_told() -> None:
    article = a_public_article()
    by_code(signed_in(), article)
    Page.objects.filter(pk=article.pk).update(live=True)  # the mirror, gone wrong
    response = by_the_withdraw_button(signed_in(), article)
    assert "is not public" in messages_in(response)
    assert versions_of(article) == [(1, "publish"), (2, "withdraw")]


# ---- deleting ------------------------------------------------------------------------
@pytest.mark.parametrize("way", DELETING)
def test_deleting_what_readers_saw_puts_it_away_in_the_archive(way: Way) -> None:
    article = a_public_article()
    way(signed_in(), article)
    assert Article.objects.get(pk=article.pk).archived_at is not None


@pytest.mark.parametrize("way", DELETING)
def test_deleting_a_withdrawn_story_only_puts_it_away(way: Way) -> None:
    article = a_public_article()
    by_code(signed_in(), article)
    way(signed_in(), Article.objects.get(pk=article.pk))
    assert versions_of(article) == [(1, "publish"), (2, "withdraw")]
    assert Article.objects.get(pk=article.pk).archived_at is not None


@pytest.mark.parametrize("way", DELETING)
def test_deleting_a_draft_that_never_was_public_deletes_it(way: Way) -> None:
    article = an_article()
    way(signed_in(), article)
    assert not Article.objects.exists()


def test_the_number_of_a_deleted_draft_is_never_given_again() -> None:
    article = an_article()
    spent = article.news_id
    by_the_delete_button(signed_in(), article)
    assert an_article().news_id == spent + 1


def test_the_delete_page_says_what_will_happen() -> None:
    article = a_public_article()
    page = signed_in().get(reverse("wagtailadmin_pages:delete", args=[article.pk]))
    assert b"cannot be deleted without a trace" in page.content
    assert b"Withdraw and put away" in page.content


def test_publishing_an_archived_story_brings_it_back() -> None:
    article = a_public_article()
    by_the_delete_button(signed_in(), article)
    archived = Article.objects.get(pk=article.pk)
    archived.latest_revision.publish(user=an_editor())
    page = Article.objects.get(pk=article.pk)
    assert page.archived_at is None
    assert page.live


def test_even_code_cannot_delete_what_readers_saw() -> None:
    article = a_public_article()
    with pytest.raises(ProtectedError):
        article.delete(user=an_editor())
    assert versions_of(article) == [(1, "publish")]


# ---- sections and the paper ----------------------------------------------------------
def test_closing_a_section_takes_it_off_the_menu_and_keeps_its_stories() -> None:
    section = a_section("Sport")
    article = a_public_article(section=section)
    address = reverse("wagtailadmin_pages:unpublish", args=[section.pk])
    signed_in().post(address, {}, follow=True)
    assert "Sport" not in [facts.name for facts in paper_reading.sections()]
    assert isinstance(paper_reading.section_at("sport"), paper_reading.ClosedSection)
    assert isinstance(reading.article(article.news_id), reading.ArticleFacts)


def test_closing_a_section_happens_as_a_whole_or_not_at_all() -> None:
    section = a_section("Sport")
    a_public_article(section=section)
    desk = signed_in()
    before = [list(m.objects.order_by("pk").values()) for m in (SectionVersion, Version, Order)]
    with pytest.raises(Broken), acts_that_break():
        desk.post(
            reverse("wagtailadmin_pages:unpublish", args=[section.pk]),
            {"include_descendants": "on"},
        )
    after = [list(m.objects.order_by("pk").values()) for m in (SectionVersion, Version, Order)]
    assert after == before
    assert Section.objects.get(pk=section.pk).live


@pytest.mark.parametrize("path", ["button", "bulk", "api"])
def test_a_section_that_was_open_cannot_be_deleted(path: str) -> None:
    section = a_section("Sport")
    ways = {
        "button": by_the_delete_button,
        "bulk": by_a_bulk_deletion,
        "api": by_deletion_through_the_api,
    }
    response = ways[path](signed_in(), section)
    told = response.json()["message"] if path == "api" else messages_in(response)
    assert "“Sport” was open to readers" in told
    assert Section.objects.filter(pk=section.pk).exists()


def test_the_delete_page_of_a_section_says_why_not() -> None:
    section = a_section("Sport")
    page = signed_in().get(reverse("wagtailadmin_pages:delete", args=[section.pk]))
    assert "was open to readers" in page.content.decode()
    assert b"Yes, delete it" not in page.content


def test_a_section_that_never_opened_can_be_deleted() -> None:
    section = a_section("Sport", is_open=False)
    by_the_delete_button(signed_in(), section)
    assert not Section.objects.filter(pk=section.pk).exists()


def test_a_section_that_never_opened_stays_while_it_holds_what_readers_saw() -> None:
    article = a_public_article()
    section = a_section("Sport", is_open=False)
    article.move(section, pos="last-child")
    response = by_the_delete_button(signed_in(), section)
    assert "holds stories that were public" in messages_in(response)


def test_the_paper_can_neither_be_deleted_nor_unpublished() -> None:
    paper = a_paper()
    desk = signed_in()
    response = by_the_delete_button(desk, paper)
    assert "the paper itself" in messages_in(response)
    response = by_the_withdraw_button(desk, paper)
    assert "The paper itself cannot be unpublished" in messages_in(response)
    assert Page.objects.get(pk=paper.pk).live
