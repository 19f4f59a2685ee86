"""When the database cannot be written, the editor is told why, and nothing is half done."""

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection

from broadsheet.articles.models import Article
from broadsheet.versions.models import Version
from tests.builders import an_article
from tests.desk import article_form, edit_address, signed_in

pytestmark = [
    pytest.mark.django_db(
        transaction=True, databases=["default", "readers"], serialized_rollback=True
    ),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="locks one database file"),
]


@pytest.fixture
def impatient() -> Iterator[None]:
    """The desk gives up on a lock at once, instead of after its 20 seconds."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
    yield
    connection.close()


def test_a_database_locked_by_another_program_is_told_and_nothing_is_saved(
    impatient: None,
) -> None:
    article = an_article("Before")
    desk = signed_in()
    desk.raise_request_exception = False
    other_program = sqlite3.connect(connection.settings_dict["NAME"])
    other_program.execute("BEGIN IMMEDIATE")
    try:
        form = article_form("After", press="action-publish")
        answer = desk.post(edit_address(article), form)
    finally:
        other_program.rollback()
        other_program.close()
    assert answer.status_code == 503
    assert "Another program holds the paper" in answer.text
    assert "Traceback" not in answer.text
    assert Article.objects.get(pk=article.pk).title == "Before"
    assert not Version.objects.exists()
    assert desk.post(edit_address(article), form).status_code == 302


def test_a_database_that_cannot_be_written_is_told() -> None:
    article = an_article("Before")
    desk = signed_in()
    desk.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
    try:
        answer = desk.post(edit_address(article), article_form("After"))
    finally:
        connection.close()
    assert answer.status_code == 500
    assert "cannot be written" in answer.text
