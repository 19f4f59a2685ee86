"""“Saved” is said only of what is committed, autosave included."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.models.signals import post_save
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from broadsheet.articles.models import Article
from tests.builders import a_public_article, a_section, an_article
from tests.desk import article_form, edit_address, signed_in

pytestmark = pytest.mark.django_db(
    transaction=True, databases=["default", "readers"], serialized_rollback=True
)


class DiskFull(Exception):
    """What a save runs into."""


@contextmanager
def on_saving_a_revision(do: Any) -> Iterator[None]:
    def receiver(**_kwargs: Any) -> None:
        do()

    post_save.connect(receiver, sender=Revision)
    try:
        yield
    finally:
        post_save.disconnect(receiver, sender=Revision)


def fail() -> None:
    raise DiskFull


def autosave(desk: Client, address: str, headline: str, **fields: Any) -> Any:
    form = article_form(headline, **fields)
    return desk.post(address, form, headers={"accept": "application/json"})


def address_of_a_new_article() -> str:
    return reverse(
        "wagtailadmin_pages:add", args=["broadsheet_articles", "article", a_section().pk]
    )


@pytest.mark.parametrize("kind", ["new", "draft", "public"])
def test_an_autosave_answers_after_its_commit(kind: str) -> None:
    address = {
        "new": address_of_a_new_article,
        "draft": lambda: edit_address(an_article()),
        "public": lambda: edit_address(a_public_article()),
    }[kind]()
    desk, happened = signed_in(), []
    with on_saving_a_revision(lambda: transaction.on_commit(lambda: happened.append("committed"))):
        answer = autosave(desk, address, "Ferry sails at eight", slug="ferry")
        happened.append("answered")
    assert answer.json()["success"]
    assert happened[0] == "committed"
    assert happened[-1] == "answered"


@pytest.mark.parametrize("kind", ["new", "draft"])
def test_an_autosave_that_fails_says_nothing_and_keeps_nothing_by_halves(kind: str) -> None:
    address = address_of_a_new_article() if kind == "new" else edit_address(an_article())
    desk = signed_in()
    with pytest.raises(DiskFull), on_saving_a_revision(fail):
        autosave(desk, address, "Ferry sails at eight", slug="ferry")
    if kind == "new":
        assert not Article.objects.exists()
    else:
        article = Article.objects.get()
        assert article.revisions.count() == 1
        assert article.get_latest_revision_as_object().title == "Ferry to sail earlier"


def test_a_draft_saved_by_autosave_changes_nothing_public() -> None:
    article = a_public_article("Public words")
    autosave(signed_in(), edit_address(article), "Secret words", slug=article.slug)
    article = Article.objects.get()
    assert article.public.version.headline == "Public words"
    assert article.has_unpublished_changes


def test_a_refused_autosave_of_an_old_page_says_so() -> None:
    article = an_article()
    answer = autosave(
        signed_in(),
        edit_address(article),
        "Too late",
        slug=article.slug,
        loaded_revision_id=str(article.latest_revision_id + 99),
    )
    assert answer.status_code == 400
    assert not answer.json()["success"]
