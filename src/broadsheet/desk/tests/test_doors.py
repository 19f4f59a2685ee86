"""What is open to whom: media, headers, and the desk's own checks."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.urls import include, path
from wagtail.models import Page, Site
from wagtail.urls import urlpatterns as page_serving

from broadsheet.articles.models import Article, Attachment
from broadsheet.desk import checks
from tests.builders import a_paper, a_picture, a_public_article, a_section, an_article
from tests.desk import article_form, edit_address, messages_in, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "readers"])


# ---- media ---------------------------------------------------------------------------
def test_nobody_gets_an_original_without_signing_in() -> None:
    picture = a_picture()
    assert picture.file.url.startswith("/desk/media/")
    for address in (picture.file.url, f"/desk/pictures/{picture.pk}/640.jpg"):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/desk/login/")


def test_nobody_gets_a_document_without_signing_in() -> None:
    document = Attachment.objects.create(
        title="Notes", file=ContentFile(b"secret", name="notes.txt")
    )
    assert Client().get(document.url).status_code == 302
    response = signed_in().get(document.url)
    response.close()
    assert response.status_code == 200


def test_an_editor_gets_the_original() -> None:
    picture = a_picture()
    response = signed_in().get(picture.file.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert "sandbox" in response["Content-Security-Policy"]
    sent = b"".join(response.streaming_content)
    response.close()
    assert sent == Path(picture.file.path).read_bytes()


def test_an_editor_gets_a_draft_picture_in_a_readers_format() -> None:
    response = signed_in().get(f"/desk/pictures/{a_picture().pk}/640.webp")
    response.close()
    assert response["Content-Type"] == "image/webp"


def test_markup_among_the_media_is_handed_out_and_never_shown() -> None:
    document = Attachment.objects.create(
        title="Page", file=ContentFile(b"<script>alert(1)</script>", name="page.html")
    )
    response = signed_in().get(f"/desk/media/{document.file.name}")
    response.close()
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path_out", ["../secret.key", "..%2fsecret.key", "/etc/passwd", "x/"])
def test_no_path_leads_out_of_the_media_folder(path_out: str) -> None:
    response = signed_in().get(f"/desk/media/{path_out}")
    assert response.status_code in {301, 404}


# ---- headers -------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/desk/login/", "/desk/", "/desk/stories/"])
def test_the_desk_is_neither_listed_nor_kept(address: str) -> None:
    a_paper()
    response = signed_in().get(address, follow=True)
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/desk/login/", "/desk/"])
def test_the_desk_asks_no_other_server_for_anything(address: str) -> None:
    a_paper()
    page = (Client() if "login" in address else signed_in()).get(address).content.decode()
    sources = [part.split('"')[0] for part in page.split('src="')[1:]]
    sheets = [part.split(">")[0] for part in page.split("<link ")[1:]]
    assert not [source for source in sources if "//" in source]
    assert not [sheet for sheet in sheets if "//" in sheet]
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None


def test_the_sign_in_page_bears_the_papers_name() -> None:
    a_paper(name="The Harbour Post")
    page = Client().get("/desk/login/").content.decode()
    assert "The Harbour Post" in page
    assert "Wagtail" not in page.split("<body")[1].split("<script")[0]


# ---- previews ------------------------------------------------------------------------
def test_a_draft_is_previewed_as_readers_would_see_it() -> None:
    article = an_article("Ferry sails", lead_picture=a_picture())
    response = signed_in().get(f"/desk/pages/{article.pk}/view_draft/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Ferry sails" in page
    assert "Published" in page
    assert f"/desk/pictures/{article.lead_picture_id}/" in page
    assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]


def test_a_story_that_was_never_saved_is_previewed() -> None:
    section = a_section()
    address = f"/desk/pages/add/broadsheet_articles/article/{section.pk}/preview/"
    desk = signed_in()
    answer = desk.post(address, article_form("Not yet saved"))
    assert answer.json()["is_valid"]
    response = desk.get(address)
    assert response.status_code == 200
    assert "Not yet saved" in response.content.decode()
    assert not Article.objects.exists()


def test_a_damaged_picture_is_told_instead_of_a_preview() -> None:
    picture = a_picture("The old pier")
    article = an_article(lead_picture=picture)
    picture.file.storage.delete(picture.file.name)
    page = signed_in().get(f"/desk/pages/{article.pk}/view_draft/").content.decode()
    assert "“The old pier” is missing or damaged" in page


# ---- checks --------------------------------------------------------------------------
def test_a_paper_in_order_passes_the_checks() -> None:
    a_public_article()
    an_article()
    assert checks.nothing_else_is_served() == []
    assert checks.the_mirror_is_true(databases=["default"]) == []
    assert checks.the_paper_is_at_the_root(databases=["default"]) == []


def test_checks_without_a_database_ask_it_nothing() -> None:
    a_public_article()
    Page.objects.update(live=False)
    assert checks.the_mirror_is_true(databases=None) == []


def test_a_false_mirror_is_named_both_ways() -> None:
    shown = a_public_article()
    hidden = an_article()
    Page.objects.filter(pk=shown.pk).update(live=False)
    Page.objects.filter(pk=hidden.pk).update(live=True)
    (warning,) = checks.the_mirror_is_true(databases=["default"])
    assert warning.id == "broadsheet.W101"
    assert str(shown.news_id) in warning.msg
    assert str(hidden.news_id) in warning.msg
    assert warning.hint


def test_an_empty_database_and_a_site_elsewhere_are_told() -> None:
    (warning,) = checks.the_paper_is_at_the_root(databases=["default"])
    assert warning.id == "broadsheet.W102"
    a_paper()
    Site.objects.all().delete()
    (warning,) = checks.the_paper_is_at_the_root(databases=["default"])
    assert warning.id == "broadsheet.W103"
    (address,) = re.findall(r"/desk/\S+/", warning.hint or "")
    assert signed_in().get(address).status_code == 200


def test_no_cookie_of_the_desk_travels_with_readers_pages() -> None:
    desk = signed_in()
    article = an_article()
    # The message is not shown yet: it waits in whatever it is stored in.
    desk.post(
        edit_address(article),
        article_form("Ferry sails", press="action-publish", slug=article.slug),
    )
    assert desk.cookies
    assert {cookie["path"] for cookie in desk.cookies.values()} == {"/desk/"}
    assert "Ferry sails" in messages_in(desk.get(edit_address(article)))


urlpatterns = [path("", include(page_serving))]


def test_wagtails_own_pages_among_the_addresses_are_an_error() -> None:
    with override_settings(ROOT_URLCONF=__name__):
        (error,) = checks.nothing_else_is_served()
    assert error.id == "broadsheet.E101"
