"""Two people act at the same moment: both acts happen, or the second is refused in words."""

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.articles.models import Article
from broadsheet.versions import acts
from broadsheet.versions.errors import AlreadyPublic
from broadsheet.versions.models import PublicArticle
from tests.at_once import at_once
from tests.builders import (
    FIRST_OF_MARCH,
    a_public_article,
    an_article,
    an_editor,
    revised,
    versions_of,
)
from tests.desk import article_form, edit_address, signed_in

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(
        transaction=True, serialized_rollback=True, databases=["default", "readers"]
    ),
]


def publish_many(desk: Client, articles: list[Article]) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    chosen = "&".join(f"id={article.pk}" for article in articles)
    assert desk.post(f"{address}?{chosen}&next=/desk/").status_code == 302


def press_publish(desk: Client, article: Article) -> None:
    form = article_form("Ferry sails at nine", press="action-publish", slug=article.slug)
    assert desk.post(edit_address(article), form).status_code == 302


def test_one_story_goes_out_while_others_and_it_go_out_from_the_list() -> None:
    articles = [a_public_article(f"Ferry {number}") for number in range(4)]
    desks = signed_in("ada"), signed_in("ben")
    rounds = 3
    for number in range(rounds):
        for article in articles:
            revised(article, f"Round {number}", slug=article.slug)
        assert (
            at_once(
                lambda: publish_many(desks[0], articles),
                *(lambda a=article: press_publish(desks[1], a) for article in articles[2:]),  # type: ignore[misc] # each lambda its own article
            )
            == [None] * 3
        )
    for article in articles[2:]:
        assert len(versions_of(article)) == 1 + 2 * rounds


def test_who_publishes_a_draft_second_is_told_that_it_is_public() -> None:
    article, editor = an_article(), an_editor()
    revision = article.latest_revision

    def publish() -> None:
        acts.publish(article=article, revision=revision, by=editor, at=FIRST_OF_MARCH)

    raised = at_once(publish, publish)
    assert sorted(map(type, raised), key=str) == sorted([type(None), AlreadyPublic], key=str)
    assert versions_of(article) == [(1, "publish")]


def test_two_updates_at_once_are_two_versions() -> None:
    article, editor = a_public_article(), an_editor()
    draft = revised(article, "Ferry sails at nine")

    def update() -> None:
        acts.update(article=draft, revision=draft.latest_revision, by=editor, at=FIRST_OF_MARCH)

    assert at_once(update, update, update) == [None] * 3
    assert versions_of(article) == [(1, "publish"), (2, "update"), (3, "update"), (4, "update")]
    assert PublicArticle.objects.get(news_id=article.news_id).version.number == 4
