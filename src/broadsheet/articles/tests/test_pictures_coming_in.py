"""A picture is made in all formats when it comes in, so that no act waits for the scaling."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.models import Collection

from broadsheet.articles import tasks
from broadsheet.articles.models import Picture
from broadsheet.articles.renditions import FORMATS
from broadsheet.versions import acts
from tests.builders import FIRST_OF_MARCH, a_picture, a_picture_file, an_article, an_editor
from tests.desk import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "readers"])


def formats_made(picture: Picture) -> set[str]:
    return set(picture.renditions.values_list("filter_spec", flat=True))


ALL = {wanted.filter_spec for wanted in FORMATS}


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("harbour.png", a_picture_file(), content_type="image/png")


def by_the_upload_of_many(desk: Client) -> None:
    form = {"title": "Harbour", "collection": Collection.get_first_root_node().pk}
    response = desk.post(
        reverse("wagtailimages:add_multiple"),
        {**form, "files[]": a_file()},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert response.json()["success"]


def by_the_form_for_one(desk: Client) -> None:
    form = {"title": "Harbour", "collection": Collection.get_first_root_node().pk}
    assert desk.post(reverse("wagtailimages:add"), {**form, "file": a_file()}).status_code == 302


def by_the_chooser(desk: Client) -> None:
    prefix = "image-chooser-upload"
    form = {
        f"{prefix}-title": "Harbour",
        f"{prefix}-collection": Collection.get_first_root_node().pk,
        f"{prefix}-file": a_file(),
    }
    assert desk.post(reverse("wagtailimages_chooser:create"), form).status_code == 200


@pytest.mark.parametrize("way", [by_the_upload_of_many, by_the_form_for_one, by_the_chooser])
def test_every_way_in_leaves_all_formats_and_the_act_writes_none(
    way: object, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    desk = signed_in()
    with django_capture_on_commit_callbacks(execute=True):
        way(desk)  # type: ignore[operator] # one of the functions above
    picture = Picture.objects.get()
    assert formats_made(picture) >= ALL

    article = an_article(lead_picture=picture)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        acts.publish(
            article=article, revision=article.latest_revision, by=an_editor(), at=FIRST_OF_MARCH
        )
    written = [query["sql"] for query in queries if query["sql"].startswith("INSERT")]
    assert not [sql for sql in written if "broadsheet_articles_rendition" in sql]


def test_it_waits_for_the_scheduler_and_not_for_the_upload(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        picture = a_picture()
    assert not formats_made(picture)
    waiting = DBTaskResult.objects.filter(task_path=tasks.make_renditions.module_path)
    assert [one.args_kwargs["args"] for one in waiting] == [[picture.pk]]


def test_an_act_makes_what_nobody_had_made() -> None:
    picture = a_picture()
    article = an_article(lead_picture=picture)
    acts.publish(
        article=article, revision=article.latest_revision, by=an_editor(), at=FIRST_OF_MARCH
    )
    assert formats_made(picture) == ALL


def test_a_picture_that_was_deleted_meanwhile_is_no_fault() -> None:
    picture = a_picture()
    key = picture.pk
    picture.delete()
    tasks.make_renditions.func(key)
