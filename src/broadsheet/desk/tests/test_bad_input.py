"""Bad input, through the real forms: each gets a message, and nothing typed is lost."""

import json
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from broadsheet.articles.models import Article, Picture
from broadsheet.versions import acts, reading
from tests.builders import (
    FIRST_OF_MARCH,
    a_picture,
    a_picture_file,
    a_public_article,
    a_section,
    an_article,
    an_editor,
    revised,
)
from tests.desk import article_form, edit_address, messages_in, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "readers"])


def create(desk: Client, form: dict[str, str]) -> object:
    address = reverse(
        "wagtailadmin_pages:add", args=["broadsheet_articles", "article", a_section().pk]
    )
    return desk.post(address, form, follow=True)


# ---- slugs and headlines -------------------------------------------------------------
@pytest.mark.parametrize("headline", ["🎉🎉🎉", "?!…", "—"])
def test_a_headline_of_emoji_or_punctuation_goes_out_at_its_number(headline: str) -> None:
    create(signed_in(), article_form(headline, press="action-publish", slug=""))
    article = Article.objects.get()
    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert facts.headline == headline
    assert facts.address.startswith(f"/news/{article.news_id}")


@pytest.mark.parametrize("slug", ["!!!", "🎉", "a b"])
def test_words_in_the_address_that_cannot_stand_there_are_told_beside_the_field(slug: str) -> None:
    response = create(signed_in(), article_form(press="action-publish", slug=slug))
    assert response.context["form"].errors["slug"]  # type: ignore[attr-defined]
    assert not Article.objects.exists()


def test_two_stories_of_emoji_do_not_stand_in_each_others_way() -> None:
    desk = signed_in()
    create(desk, article_form("🎉", press="action-publish", slug=""))
    create(desk, article_form("🎉", press="action-publish", slug=""))
    assert len(reading.newest(limit=9)) == 2


def test_two_stories_may_bear_the_same_headline() -> None:
    desk = signed_in()
    for _twice in range(2):
        create(desk, article_form("Tide tables", press="action-publish", slug="tide-tables"))
    addresses = sorted(card.address for card in reading.newest(limit=9))
    assert addresses == ["/news/1/tide-tables", "/news/2/tide-tables-1"]
    # Saved again, each keeps its own.
    second = Article.objects.get(news_id=2)
    form = article_form("Tide tables", press="action-publish", slug="tide-tables-1")
    desk.post(edit_address(second), form)
    assert sorted(card.address for card in reading.newest(limit=9)) == addresses


def test_a_story_without_headline_is_not_published_and_the_form_says_why() -> None:
    response = create(signed_in(), article_form("", press="action-publish"))
    assert response.context["form"].errors["title"]  # type: ignore[attr-defined]
    assert not Article.objects.exists()


def test_a_headline_of_two_thousand_characters_is_refused_beside_the_field() -> None:
    article = an_article()
    desk = signed_in()
    form = article_form("Ä" * 2000, press="action-publish", slug=article.slug)
    response = desk.post(edit_address(article), form)
    assert "255" in str(response.context["form"].errors["title"])
    assert "Ä" * 2000 in response.content.decode()  # still there to be shortened


# ---- pasted copy ---------------------------------------------------------------------
WORD = (
    '<p class="MsoNormal" style="mso-fareast-language:EN"><o:p></o:p>'
    '<span style="font-family:Wingdings" onclick="steal()">The ferry</span> sails at '
    '<b onmouseover="steal()">eight</b>.<script>steal()</script>'
    '<a href="javascript:steal()">here</a> <a href="https://example.org/x?a=1&amp;b=2">there</a>'
    '<img src="x" onerror="steal()"/><iframe src="https://evil.example"></iframe></p>'
    "<!--[if gte mso 9]><xml>junk</xml><![endif]-->"
)


def test_pasted_word_and_scripts_leave_only_words_in_public() -> None:
    create(signed_in(), article_form(press="action-publish", paragraphs=[WORD]))
    facts = reading.article(Article.objects.get().news_id)
    assert isinstance(facts, reading.ArticleFacts)
    html = " ".join(block.html for block in facts.body)  # type: ignore[union-attr]
    assert "The ferry sails at <b>eight</b>." in html
    assert 'href="https://example.org/x?a=1&amp;b=2"' in html
    for poison in ("<script", "javascript:", "onclick", "style", "Mso", "iframe", "onerror", "xml"):
        assert poison not in html


def test_copy_that_code_wrote_into_the_draft_is_cleaned_when_it_is_frozen() -> None:
    article = a_public_article(body=[{"type": "paragraph", "value": WORD}])
    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    html = " ".join(block.html for block in facts.body)  # type: ignore[union-attr]
    for poison in ("script", "steal", "javascript:", "style", "Mso", "iframe", "onerror"):
        assert poison not in html


def test_markup_typed_into_plain_fields_stays_text() -> None:
    article = a_public_article("<script>steal()</script>", standfirst="<b>bold</b>")
    facts = reading.article(article.news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert (facts.headline, facts.standfirst) == ("<script>steal()</script>", "<b>bold</b>")


# ---- pictures ------------------------------------------------------------------------
def a_bomb(*, width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head claims to be enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def upload(name: str, data: bytes) -> object:
    form = {
        "title": "A picture",
        "file": SimpleUploadedFile(name, data, content_type="image/png"),
        "description": "",
        "credit": "",
        "tags": "",
    }
    return signed_in().post(reverse("wagtailimages:add"), form)


def test_a_picture_comes_in() -> None:
    upload("sea.png", a_picture_file())
    assert Picture.objects.get().title == "A picture"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("letter.png", b"Dear editor, this is no picture."),
        ("empty.png", b""),
        ("page.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='steal()'/>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("cut.png", a_picture_file()[:60]),
    ],
)
def test_a_file_that_is_no_picture_is_refused_beside_the_field(name: str, data: bytes) -> None:
    response = upload(name, data)
    assert response.context["form"].errors["file"]  # type: ignore[attr-defined]
    assert not Picture.objects.exists()


def test_a_picture_of_two_hundred_megapixels_is_refused_by_its_head() -> None:
    response = upload("bomb.png", a_bomb(width=20_000, height=10_000))
    assert response.context["form"].errors["file"]  # type: ignore[attr-defined]
    assert not Picture.objects.exists()


def test_a_saved_pictures_file_cannot_be_replaced() -> None:
    picture = a_picture()
    before = picture.file.name
    address = reverse("wagtailimages:edit", args=[picture.pk])
    desk = signed_in()
    assert "file" not in desk.get(address).context["form"].fields
    other = SimpleUploadedFile("other.png", a_picture_file(width=300), content_type="image/png")
    form = {"title": "New name", "description": "", "credit": "Ada", "tags": "", "file": other}
    desk.post(address, form)
    picture.refresh_from_db()
    assert (picture.title, picture.credit) == ("New name", "Ada")
    assert (picture.file.name, picture.width) == (before, 640)


@pytest.mark.parametrize("place", ["lead", "body"])
def test_a_picture_that_a_version_shows_cannot_be_deleted(place: str) -> None:
    picture = a_picture("The pier")
    if place == "lead":
        article = a_public_article(lead_picture=picture)
    else:
        block = {"picture": picture.pk, "alt_text": "", "caption": "", "credit": ""}
        article = a_public_article(body=[{"type": "picture", "value": block}])
    # Even when no draft shows it any more, the public version does.
    draft = revised(article, "Without a picture")
    draft.lead_picture = None
    draft.save_revision(user=an_editor())
    desk = signed_in()
    address = reverse("wagtailimages:delete", args=[picture.pk])
    bulk = reverse("wagtail_bulk_action", args=["broadsheet_articles", "picture", "delete"])
    for response in (
        desk.get(address, follow=True),
        desk.post(address, follow=True),
        desk.post(f"{bulk}?id={picture.pk}&next=/desk/", {}, follow=True),
    ):
        assert f"“The pier” went out with the story with News ID {article.news_id}" in messages_in(
            response
        )
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_a_picture_that_a_draft_leads_with_is_told_too() -> None:
    picture = a_picture()
    an_article(lead_picture=picture)
    address = reverse("wagtailimages:delete", args=[picture.pk])
    response = signed_in().post(address, follow=True)
    assert "has it as its lead picture" in messages_in(response)
    assert Picture.objects.exists()


def test_a_picture_that_was_never_public_can_be_deleted() -> None:
    picture = a_picture()
    signed_in().post(reverse("wagtailimages:delete", args=[picture.pk]))
    assert not Picture.objects.exists()


# ---- the News ID ---------------------------------------------------------------------
def test_the_news_id_cannot_be_posted() -> None:
    article = an_article()
    before = article.news_id
    form = article_form(press="action-publish", slug=article.slug, news_id="4711")
    signed_in().post(edit_address(article), form)
    assert Article.objects.get().news_id == before
    create(signed_in(), article_form("Another", slug="another", news_id="4711"))
    assert not Article.objects.filter(news_id=4711).exists()


def test_a_revision_with_another_number_in_it_changes_nothing() -> None:
    article = an_article()
    revision = article.latest_revision
    revision.content["news_id"] = 4711
    revision.save()
    draft = Article.objects.get().get_latest_revision_as_object()
    acts.publish(article=draft, revision=revision, by=an_editor(), at=FIRST_OF_MARCH)
    assert reading.article(4711) is None
    assert isinstance(reading.article(article.news_id), reading.ArticleFacts)


def test_a_link_to_a_script_posted_past_the_editor_does_not_go_out() -> None:
    copy = {
        "blocks": [
            {
                "key": "a",
                "text": "read on",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 4, "key": 0}],
            }
        ],
        "entityMap": {
            "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:steal()"}}
        },
    }
    form = article_form(press="action-publish") | {"body-0-value": json.dumps(copy)}
    create(signed_in(), form)
    facts = reading.article(Article.objects.get().news_id)
    assert isinstance(facts, reading.ArticleFacts)
    assert "javascript" not in facts.body[0].html  # type: ignore[union-attr]
