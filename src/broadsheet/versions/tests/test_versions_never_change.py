"""Public history cannot be rewritten: not by code, and not by SQL."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from broadsheet.versions.errors import VersionsNeverChange
from broadsheet.versions.models import Version
from tests.builders import a_public_article, an_editor

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(databases=["default", "readers"]),
]


def assert_guarded(column: str) -> None:
    statement = f"UPDATE broadsheet_versions_version SET {column} = {column}"  # noqa: S608 -- our own columns
    refused = pytest.raises(DatabaseError, match="versions never change")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_code_cannot_save_or_delete_a_version() -> None:
    a_public_article()
    version = Version.objects.get()
    version.headline = "Something else"
    with pytest.raises(VersionsNeverChange):
        version.save()
    with pytest.raises(VersionsNeverChange):
        version.delete()


@pytest.mark.parametrize("column", ["headline", "body", "note", "at", "by_name", "number"])
def test_the_database_refuses_an_update_by_sql(column: str) -> None:
    a_public_article()
    assert_guarded(column)
    assert Version.objects.get().headline == "Ferry to sail earlier"


def test_the_database_refuses_a_bulk_update() -> None:
    a_public_article()
    with pytest.raises(DatabaseError, match="versions never change"), transaction.atomic():
        Version.objects.update(headline="Something else")


def test_every_column_but_the_link_to_the_person_is_guarded() -> None:
    with connection.cursor() as cursor:
        columns = {
            column.name
            for column in connection.introspection.get_table_description(
                cursor, Version._meta.db_table
            )
        }
    a_public_article()
    for column in sorted(columns - {"id", "by_id"}):
        assert_guarded(column)


def test_a_person_can_go_and_their_name_stays() -> None:
    an_editor("bea")
    a_public_article(by=an_editor("bea"))
    an_editor().delete()  # who published it
    version = Version.objects.get()
    assert version.by is None
    assert version.by_name == "Ada"


def test_a_version_holds_its_picture_and_its_section() -> None:
    article = a_public_article()
    with pytest.raises(ProtectedError):
        article.section.delete()
