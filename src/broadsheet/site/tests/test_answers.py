"""What each address answers: the story, one hop to it, gone, or never there."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from wagtail.log_actions import LogContext

from broadsheet.articles.acts import Copy, revise_article
from broadsheet.paper.models import Section
from broadsheet.site import answering
from broadsheet.versions import acts
from tests.builders import (
    BODY,
    FIRST_OF_MARCH,
    a_paper,
    a_picture,
    a_public_article,
    a_section,
    an_article,
    an_editor,
    revised,
)
from tests.pages.readers import ask

pytestmark = pytest.mark.usefixtures("as_readers")

LATER = FIRST_OF_MARCH + timedelta(days=1)


def changed(section: Section, **fields: str) -> None:
    for name, value in fields.items():
        setattr(section, name, value)
    with LogContext(user=an_editor()):
        section.save_revision(user=an_editor()).publish(user=an_editor())


def test_an_article_answers_at_one_address_and_all_others_lead_there_in_one_hop() -> None:
    article = a_public_article(news_id=239617)
    address = "/news/239617/ferry-to-sail-earlier"
    assert article.public_address() == address
    assert ask(address).status == 200
    for other in (
        "/news/239617",
        "/news/239617/",
        "/news/239617/wrong-slug",
        "/news/239617/wrong-slug/",
        "/news/0239617",
        f"{address}/",
        f"{address}///",
    ):
        answer = ask(other)
        assert (answer.status, answer.headers["Location"]) == (301, address), other


def test_slashes_at_the_end_take_no_room_in_the_press() -> None:
    """Anybody can send any number of them."""
    a_public_article(news_id=239617)
    for path in ("/news/239617/", "/news/239617/ferry-to-sail-earlier///", "/feed.xml//"):
        response = answering.answer(path)
        assert response.status_code == 301
        assert getattr(response, "is_guess", False), path
    assert not getattr(answering.answer("/news/239617"), "is_guess", False)


def test_an_address_of_an_earlier_slug_leads_to_the_new_one() -> None:
    article = a_public_article("Ferry late", news_id=5)
    draft, _revision = revise_article(
        article=article, copy=Copy(headline="Ferry on time", body=BODY), by=an_editor()
    )
    draft.slug = "ferry-on-time"
    revision = draft.save_revision(user=an_editor())
    acts.update(article=draft, revision=revision, by=an_editor(), at=LATER)
    assert ask("/news/5/ferry-late").headers["Location"] == "/news/5/ferry-on-time"


@pytest.mark.parametrize("headline", ["مرفأ المدينة", "Øl på fjorden", "Größe"])
def test_addresses_in_any_script_are_encoded_where_they_leave_the_paper(headline: str) -> None:
    article = a_public_article(headline, news_id=7)
    address = article.public_address()
    answer = ask("/news/7")
    assert answer.headers["Location"] == quote(address)
    page = ask(address)
    assert page.status == 200
    assert f'<link rel="canonical" href="http://localhost:8000{quote(address)}">' in page.text
    assert f'href="{quote(address)}"' in ask("/").text


def test_a_decomposed_path_is_the_same_path() -> None:
    a_public_article("Größe", news_id=7)
    assert ask("/news/7/gro\u0308ße").status == 200


def test_a_story_without_words_in_its_headline_has_an_address() -> None:
    a_public_article("!!!", news_id=8)
    found = ask("/news/8")
    address = found.headers.get("Location", "/news/8")
    assert ask(address).status == 200, address


def test_a_withdrawn_article_is_gone_at_all_its_addresses_and_says_why() -> None:
    article = a_public_article("Secret plan", news_id=9)
    acts.withdraw(article=article, by=an_editor(), at=LATER, note="The plan was a forgery.")
    for path in ("/news/9", article.public_address(), f"{article.public_address()}/"):
        answer = ask(path)
        assert answer.status == 410
        assert "The plan was a forgery." in answer.text
        assert "Secret plan" not in answer.text
    for path in ("/", "/section/world", "/feed.xml", "/sitemap-2019-03.xml", "/nothing"):
        assert "Secret plan" not in ask(path).text
        assert "secret-plan" not in ask(path).text


def test_a_gone_page_does_not_go_stale_with_every_new_story() -> None:
    article = a_public_article(news_id=9)
    acts.withdraw(article=article, by=an_editor(), at=LATER)
    assert not [tag for tag in ask("/news/9").tags if tag.startswith("list:")]
    assert not [tag for tag in ask("/news/9").tags if tag.startswith("list:")]


def test_what_never_was_public_is_not_found() -> None:
    a_paper()
    draft = an_article("A draft", news_id=3)
    for path in ("/news/3", draft.public_address(), "/news/4", "/section/world/x", "/news/x"):
        assert ask(path).status == 404
        assert "A draft" not in ask(path).text


@pytest.mark.parametrize(
    "path",
    [
        "//",
        "//example.org/",
        "/\\example.org",
        "/news/99999999999999999999999999",
        "/news/-1",
        "/news/1\n",
        "/news/77/\x00",
        "/\ud800",
        "/section/",
        "/section/%2e%2e",
        "/pictures/1/640.webp",
        "/pictures/1/641.webp",
        "/pictures/999999999999999999/360.webp",
        "/sitemap-2019-13.xml",
        "/sitemap-0001-01.xml",
        "/desk/",
        "/NEWS/1",
        "",
        "/" + "x" * 5000,
    ],
)
def test_a_path_that_means_nothing_is_not_found(path: str) -> None:
    a_section("World")
    a_public_article()
    answer = ask(path)
    assert answer.status == 404
    assert "Ferry to sail earlier" in answer.text  # the newest stories help


def test_a_moved_section_leads_to_its_new_address_and_so_does_its_feed() -> None:
    section = a_section("World")
    changed(section, slug="abroad")
    for path, target in (
        ("/section/world", "/section/abroad"),
        ("/section/world/", "/section/abroad"),
        ("/section/world/feed.xml", "/section/abroad/feed.xml"),
    ):
        answer = ask(path)
        assert (answer.status, answer.headers["Location"]) == (301, target)
        assert ask(target).status == 200


def test_a_closed_section_is_gone_and_its_stories_stay() -> None:
    article = a_public_article(section=a_section("Sport"))
    with LogContext(user=an_editor()):
        a_section("Sport").unpublish(user=an_editor())
    assert ask("/section/sport").status == 410
    assert ask("/section/sport/feed.xml").status == 410
    page = ask(article.public_address())
    assert page.status == 200
    assert 'href="/section/sport"' not in page.text


def test_an_empty_section_says_so_and_names_its_feed() -> None:
    a_section("World")
    page = ask("/section/world")
    assert page.status == 200
    assert "Nothing has been published in World yet." in page.text
    assert 'href="/section/world/feed.xml"' in page.text


def test_a_picture_is_sent_only_while_a_public_story_shows_it() -> None:
    picture = a_picture(width=800, height=600)
    article = a_public_article(lead_picture=picture)
    path = f"/pictures/{picture.pk}/360.webp"
    answer = ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/webp")
    assert answer.body[8:12] == b"WEBP"
    assert f"picture:{picture.pk}" in answer.tags
    assert ask(f"/pictures/{picture.pk}/0360.webp").status == 404
    draft = revised(article, "Without it")
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=LATER)
    assert ask(path).status == 410


def test_a_picture_that_only_a_draft_shows_is_not_found() -> None:
    picture = a_picture()
    an_article(lead_picture=picture)
    assert ask(f"/pictures/{picture.pk}/640.jpg").status == 404


def test_what_stands_on_the_home_page_goes_stale_at_the_papers_midnight() -> None:
    a_paper(time_zone="Asia/Tehran")
    home = ask("/", at=FIRST_OF_MARCH)
    assert 'datetime="2019-03-01"' in home.text
    assert home.until is not None
    assert home.until.isoformat() == "2019-03-01T20:30:00+00:00"


def test_an_article_does_not_go_stale_by_the_clock() -> None:
    article = a_public_article()
    assert ask(article.public_address()).until is None
