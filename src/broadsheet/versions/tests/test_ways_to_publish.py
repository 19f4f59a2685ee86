"""Every way of Wagtail's to publish ends in an act, and happens as a whole or not at all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, TaskState, Workflow, WorkflowTask

from broadsheet.articles.models import Article
from broadsheet.changes.models import Order
from broadsheet.versions.errors import NobodyNamed
from broadsheet.versions.models import Correction, PublicArticle, Version
from tests.builders import a_section, an_article, an_editor, revised, versions_of
from tests.desk import article_form, edit_address, messages_in, signed_in

from .breaking import Broken, acts_that_break, everything

pytestmark = pytest.mark.django_db(databases=["default", "readers"])

Way = Callable[[Client, Article], Any]


# ---- the ways ------------------------------------------------------------------------
def by_the_publish_button(desk: Client, article: Article) -> Any:
    form = article_form("Ferry sails at eight", press="action-publish", slug=article.slug)
    return desk.post(edit_address(article), form, follow=True)


def by_creating_and_publishing(desk: Client, article: Article) -> Any:
    section = article.get_parent()
    article.delete()
    address = reverse("wagtailadmin_pages:add", args=["broadsheet_articles", "article", section.pk])
    form = article_form("Ferry sails at eight", press="action-publish")
    return desk.post(address, form, follow=True)


def by_reverting(desk: Client, article: Article) -> Any:
    earlier = article.revisions.order_by("pk").first()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[article.pk, earlier.pk])
    form = article_form("Ferry sails at eight", press="action-publish", slug=article.slug)
    return desk.post(address, form, follow=True)


def by_a_bulk_action(desk: Client, article: Article) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return desk.post(f"{address}?id={article.pk}&next=/desk/", {}, follow=True)


def by_the_admin_api(desk: Client, article: Article) -> Any:
    return desk.post(f"/desk/api/main/pages/{article.pk}/action/publish/")


def in_review(article: Article) -> TaskState:
    """The article's draft, sent for approval to the desk's editors."""
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    task = GroupApprovalTask.objects.create(name="Sub-editor")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(article.get_latest_revision_as_object(), an_editor("bea"))
    current: TaskState = state.current_task_state
    return current


def by_approval_in_the_editor(desk: Client, article: Article) -> Any:
    in_review(article)
    form = article_form("Ferry sails at eight", slug=article.slug) | {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": "{}",
    }
    return desk.post(edit_address(article), form, follow=True)


def by_approval_from_the_list(desk: Client, article: Article) -> Any:
    task = in_review(article)
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk])
    return desk.post(address, {"comment": ""}, follow=True)


def by_schedule(desk: Client, article: Article) -> Any:
    article.latest_revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    article.latest_revision.save()
    return call_command("publish_scheduled")


def by_code(desk: Client, article: Article) -> Any:
    return article.latest_revision.publish(user=an_editor())


BY_HAND: list[Way] = [
    by_the_publish_button,
    by_creating_and_publishing,
    by_reverting,
    by_a_bulk_action,
    by_the_admin_api,
    by_approval_in_the_editor,
    by_approval_from_the_list,
]
WAYS: list[Way] = [*BY_HAND, by_schedule, by_code]


@pytest.mark.parametrize("way", WAYS)
def test_the_article_goes_out_as_a_version_with_a_name_to_it(way: Way) -> None:
    article = an_article("Ferry sails at eight")
    way(signed_in(), article)

    version = Version.objects.get()
    assert (version.number, version.act, version.by_name) == (1, "publish", "Ada")
    assert version.headline == "Ferry sails at eight"
    assert PublicArticle.objects.get().version == version
    page = Article.objects.get(news_id=version.news_id)
    assert page.live
    assert page.live_revision_id == version.revision_id
    assert Order.objects.latest("pk").cause == f"publish {version}"


# The schedule, which must survive a fault, has its own test (test_schedule).
@pytest.mark.parametrize("way", [*BY_HAND, by_code])
def test_when_the_act_breaks_nothing_has_happened(way: Way) -> None:
    article = an_article("Ferry sails at eight")
    before = everything(article)
    desk = signed_in()
    with pytest.raises(Broken), acts_that_break():
        way(desk, article)
    if way is by_creating_and_publishing:
        assert not Article.objects.exists()
        before["page"] = None
    assert everything(article) == before


@pytest.mark.parametrize("way", BY_HAND)
def test_a_refusal_is_told_and_nothing_public_has_happened(way: Way) -> None:
    article = an_article("Ferry sails at eight", section=a_section("Sport", is_open=False))
    before = everything(article)
    response = way(signed_in(), article)

    if way is by_the_admin_api:
        assert response.status_code == 409
        assert "“Sport” is not open" in response.json()["message"]
    else:
        assert response.status_code == 200
        assert "“Sport” is not open" in messages_in(response)
    if way is by_creating_and_publishing:
        # The draft is another page, whose row says the same.
        assert not Article.objects.get().live
        before["page"] = None
    assert everything(article) == before


@pytest.mark.parametrize(
    "way",
    [by_the_publish_button, by_creating_and_publishing, by_reverting, by_approval_in_the_editor],
)
def test_words_that_were_refused_are_saved_as_a_draft(way: Way) -> None:
    article = an_article("Ferry", section=a_section("Sport", is_open=False))
    response = way(signed_in(), article)
    draft = Article.objects.get().get_latest_revision_as_object()
    assert draft.title == "Ferry sails at eight"
    assert "your draft is saved" in messages_in(response)
    assert response.context["page"].pk == draft.pk  # the editor is open on it


# ---- what is particular to one way ---------------------------------------------------
def test_one_refused_story_holds_back_all_that_were_chosen_with_it() -> None:
    ready = an_article("Ready")
    unready = an_article("Unready", section=a_section("Sport", is_open=False))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = signed_in().post(
        f"{address}?id={ready.pk}&id={unready.pk}&next=/desk/", {}, follow=True
    )
    assert "Unready" in messages_in(response)
    assert not Version.objects.exists()


def test_publishing_what_is_public_is_an_update() -> None:
    article = an_article()
    by_code(signed_in(), article)
    by_the_publish_button(signed_in(), article)
    assert versions_of(article) == [(1, "publish"), (2, "update")]


def test_publishing_with_a_note_is_a_correction_and_the_note_counts_once() -> None:
    article = an_article()
    desk = signed_in()
    by_code(desk, article)
    noted = article_form(
        press="action-publish", slug=article.slug, correction_note="We gave the wrong hour."
    )
    desk.post(edit_address(article), noted)
    assert Correction.objects.get().note == "We gave the wrong hour."

    form = desk.get(edit_address(article)).context["form"]
    assert form.initial["correction_note"] == ""
    desk.post(edit_address(article), noted | {"title": "Ferry sails at eight sharp"})
    assert versions_of(article) == [(1, "publish"), (2, "correct"), (3, "update")]


def test_the_correction_field_is_hidden_until_readers_see_the_story() -> None:
    article = an_article()
    desk = signed_in()
    assert b'name="correction_note"' not in desk.get(edit_address(article)).content
    by_code(desk, article)
    assert b'name="correction_note"' in desk.get(edit_address(article)).content


def test_scheduling_makes_nothing_public_yet() -> None:
    article = an_article()
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))
    form = article_form(
        press="action-publish", slug=article.slug, go_live_at=tomorrow.strftime("%Y-%m-%d %H:%M")
    )
    signed_in().post(edit_address(article), form)
    assert Article.objects.get().latest_revision.approved_go_live_at is not None
    assert not Version.objects.exists()


def test_a_draft_changed_after_it_was_sent_is_not_approved_from_the_list() -> None:
    article = an_article("Ferry sails at eight")
    task = in_review(article)
    revised(article, "Ferry sinks").save_revision(user=an_editor("carl"))
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk])
    response = signed_in().post(address, {"comment": ""}, follow=True)
    assert "was changed by Carl after it was sent" in messages_in(response)
    assert not Version.objects.exists()
    task.refresh_from_db()
    assert task.status == TaskState.STATUS_IN_PROGRESS


def test_a_revision_rewritten_in_place_after_it_was_sent_is_not_approved() -> None:
    article = an_article("Ferry sails at eight", by=an_editor("carl"))
    task = in_review(article)
    draft = article.get_latest_revision_as_object()
    draft.title = "Ferry sinks"
    draft.save_revision(user=an_editor("carl"), overwrite_revision=article.latest_revision)
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk])
    response = signed_in().post(address, {"comment": ""}, follow=True)
    assert "was changed by Carl" in messages_in(response)
    assert not Version.objects.exists()


def test_an_approver_who_read_a_later_draft_in_the_editor_approves_that() -> None:
    article = an_article("Ferry sails at eight")
    in_review(article)
    later = revised(article, "Ferry sails at nine").save_revision(user=an_editor("carl"))
    desk = signed_in()
    page = desk.get(edit_address(article)).context
    form = article_form("Ferry sails at nine", slug=article.slug) | {
        "loaded_revision_id": str(later.pk),
        "loaded_revision_created_at": page["loaded_revision_created_at"],
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": "{}",
    }
    desk.post(edit_address(article), form)
    assert Version.objects.get().headline == "Ferry sails at nine"


def test_an_approver_whose_page_is_out_of_date_must_read_again() -> None:
    article = an_article("Ferry sails at eight")
    in_review(article)
    read = article.latest_revision
    revised(article, "Ferry sinks").save_revision(user=an_editor("carl"))
    form = article_form("Ferry sails at eight", slug=article.slug) | {
        "loaded_revision_id": str(read.pk),
        "loaded_revision_created_at": read.created_at.isoformat(),
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": "{}",
    }
    response = signed_in().post(edit_address(article), form, follow=True)
    assert "changed the story while you read it" in messages_in(response)
    assert not Version.objects.exists()


def test_code_that_names_nobody_is_refused() -> None:
    article = an_article()
    article.latest_revision.user = None
    article.latest_revision.save()
    with pytest.raises(NobodyNamed):
        article.latest_revision.publish()
    assert not Version.objects.exists()
    assert not Page.objects.get(pk=article.pk).live


def test_an_alias_cannot_be_made_on_the_desk() -> None:
    article = an_article()
    by_code(signed_in(), article)
    desk = signed_in()
    form = desk.get(reverse("wagtailadmin_pages:copy", args=[article.pk])).context["form"]
    assert not {"alias", "publish_copies"} & set(form.fields)
    response = desk.post(
        f"/desk/api/main/pages/{article.pk}/action/create_alias/", {"update_slug": "again"}
    )
    assert response.status_code == 404
    assert Article.objects.count() == 1


def test_code_cannot_make_an_alias_either_for_a_news_id_names_one_article() -> None:
    article = an_article()
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        article.create_alias(parent=a_section("Sport"), user=an_editor())
