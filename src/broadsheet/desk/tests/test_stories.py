"""“Stories” lists every article, finds any, and stays quick in a large paper."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from broadsheet.articles.models import Article
from broadsheet.versions import acts
from broadsheet.versions.removal import remove
from tests.builders import (
    a_paper,
    a_public_article,
    a_section,
    an_article,
    an_editor,
    revised,
)
from tests.desk import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "readers"])


def listed(desk: Client | None = None, **query: object) -> list[str]:
    """The headlines in the list, top to bottom."""
    response = (desk or signed_in()).get("/desk/stories/", query)
    assert response.status_code == 200
    return [article.get_admin_display_title() for article in response.context["object_list"]]


def test_an_empty_paper_invites_to_write() -> None:
    a_paper()
    page = signed_in().get("/desk/stories/").content.decode()
    assert "No story has been written yet" in page


def test_each_story_stands_there_with_its_facts() -> None:
    article = an_article("Ferry sails", section=a_section("World"), byline="Ada Brook")
    page = signed_in().get("/desk/stories/").content.decode()
    for fact in (str(article.news_id), "Ferry sails", "World", "Ada Brook", "Draft"):
        assert fact in page


def test_every_state_has_its_chip_and_its_filter() -> None:
    an_article("draft")
    a_public_article("public")
    revised(a_public_article("was public"), "changed")
    withdrawn = a_public_article("withdrawn")
    acts.withdraw(article=withdrawn, by=an_editor(), at=timezone.now())
    scheduled = an_article("scheduled")
    scheduled.latest_revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    scheduled.latest_revision.save()
    remove(page=a_public_article("archived"), by=an_editor(), at=timezone.now())
    desk = signed_in()
    for state in ("draft", "public", "changed", "withdrawn", "scheduled", "archived"):
        assert listed(desk, state=state) == [state]
    assert set(listed(desk)) == {"draft", "public", "changed", "withdrawn", "scheduled"}


def test_a_story_that_moved_counts_as_changed_until_it_is_updated() -> None:
    article = a_public_article("Ferry race", section=a_section("World"))
    article.move(a_section("Sport"), pos="last-child")
    assert listed(state="changed") == ["Ferry race"]
    moved = Article.objects.get(pk=article.pk)
    acts.update(article=moved, revision=moved.latest_revision, by=an_editor(), at=timezone.now())
    assert listed(state="public") == ["Ferry race"]


def test_a_number_finds_its_article_and_no_other() -> None:
    an_article("First", news_id=239617)
    an_article("Second", news_id=39617)
    assert listed(q="239617") == ["First"]


def test_words_find_headlines_and_authors() -> None:
    an_article("Ferry sails at eight", byline="Carl Weber")
    an_article("Ferry sinks", byline="Ada Brook")
    assert listed(q="ferry eight") == ["Ferry sails at eight"]
    assert listed(q="brook") == ["Ferry sinks"] or "Ferry sinks" in listed(q="brook")
    assert listed(q="ferry weber") == ["Ferry sails at eight"]


def test_nothing_found_says_how_to_search() -> None:
    an_article()
    page = signed_in().get("/desk/stories/", {"q": "zeppelin"}).content.decode()
    assert "No story fits" in page


def test_a_section_shows_what_lies_below_it() -> None:
    world = a_section("World")
    an_article("Abroad", section=world)
    an_article("At play", section=a_section("Sport"))
    assert listed(section=world.pk) == ["Abroad"]


def test_the_list_can_be_taken_along_as_a_file() -> None:
    an_article("Ferry sails", news_id=239617)
    response = signed_in().get("/desk/stories/", {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "239617" in text
    assert "Ferry sails" in text


def test_a_thousand_stories_take_no_more_queries_than_a_few(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    section = a_section()
    for number in range(60):
        an_article(f"Story {number}", section=section)
    desk = signed_in()
    listed(desk)  # fills Wagtail's own caches
    with django_assert_max_num_queries(20):
        assert len(listed(desk)) == 50
    many_drafts(below=section, count=1000)
    with django_assert_max_num_queries(20):
        assert len(listed(desk)) == 50


def many_drafts(*, below: Page, count: int) -> None:
    """Drafts in bulk, as rows: to write them one by one would take a minute."""
    first = Article.objects.order_by("-path").first()
    assert first is not None
    pages, paths = [], first._inc_path()
    for number in range(count):
        pages.append(
            Page(
                title=f"Bulk {number}",
                draft_title=f"Bulk {number}",
                slug=f"bulk-{number}",
                path=paths,
                depth=first.depth,
                url_path=f"{below.url_path}bulk-{number}/",
                content_type=ContentType.objects.get_for_model(Article),
                translation_key=uuid.uuid4(),
                locale_id=first.locale_id,
                live=False,
                owner=an_editor(),
            )
        )
        paths = Page(path=paths, depth=first.depth)._inc_path()
    for page in Page.objects.bulk_create(pages):
        article = Article(page_ptr=page, news_id=1_000_000 + page.pk)
        article.save_base(raw=True)
