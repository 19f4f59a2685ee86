"""News IDs: given once, unique, never reused; a given number can be claimed."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from broadsheet.articles import news_ids
from broadsheet.articles.errors import NewsIdOutOfRange, NewsIdTaken
from broadsheet.articles.models import Article
from tests.builders import a_public_article, a_section, an_article, an_editor, revised
from tests.desk import edit_address, signed_in

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(databases=["default", "readers"]),
]


def test_numbers_follow_one_another_from_one_on() -> None:
    assert [news_ids.take() for _again in range(3)] == [1, 2, 3]


def test_a_claimed_number_is_jumped_past() -> None:
    assert news_ids.claim(239617) == 239617
    assert news_ids.take() == 239618


def test_a_claimed_number_below_the_sequence_is_free_if_it_was_never_given() -> None:
    news_ids.claim(100)
    assert news_ids.claim(50) == 50
    assert news_ids.take() == 101


def test_a_number_that_was_ever_given_is_refused_with_what_to_do() -> None:
    spent = news_ids.take()
    with pytest.raises(NewsIdTaken, match="leave it out"):
        news_ids.claim(spent)
    news_ids.claim(239617)
    with pytest.raises(NewsIdTaken, match="239617"):
        news_ids.claim(239617)


@pytest.mark.parametrize("number", [0, -1, 2**63, 10**30])
def test_a_number_that_cannot_be_one_is_refused(number: int) -> None:
    with pytest.raises(NewsIdOutOfRange):
        news_ids.claim(number)


def test_the_highest_number_can_be_claimed() -> None:
    assert news_ids.claim(2**63 - 2) == 2**63 - 2


def test_the_number_of_a_deleted_draft_stays_spent() -> None:
    article = an_article()
    article.delete()
    with pytest.raises(NewsIdTaken):
        news_ids.claim(article.news_id)


def test_a_number_stays_through_edits_and_moves() -> None:
    article = an_article()
    revised(article, "Another headline")
    Article.objects.get(pk=article.pk).move(a_section("Sport"), pos="last-child")
    assert Article.objects.get(pk=article.pk).news_id == article.news_id


def test_a_copy_gets_a_number_of_its_own_in_all_its_revisions() -> None:
    article = a_public_article(news_id=239617)
    revised(article, "A newer draft")
    response = signed_in().post(
        reverse("wagtailadmin_pages:copy", args=[article.pk]),
        {
            "new_title": "The copy",
            "new_slug": "the-copy",
            "new_parent_page": article.get_parent().pk,
        },
    )
    assert response.status_code == 302
    copy = Article.objects.get(title="The copy")
    assert copy.news_id == 239618
    assert not copy.live
    assert copy.revisions.count() > 1
    assert {revision.as_object().news_id for revision in copy.revisions.all()} == {239618}
    assert copy.public_address().startswith("/news/239618/")


def test_a_copied_section_gives_each_of_its_stories_a_new_number() -> None:
    section = a_section("Sport")
    originals = {an_article(f"Match {n}", section=section).news_id for n in range(3)}
    copy = section.copy(
        recursive=True,
        to=section.get_parent(),
        update_attrs={"slug": "sport-2", "title": "Sport 2"},
        keep_live=False,
        user=an_editor(),
    )
    numbers = {article.news_id for article in Article.objects.descendant_of(copy)}
    assert len(numbers) == 3
    assert not numbers & originals


def test_moving_a_story_changes_nothing_public_and_the_editor_says_so() -> None:
    article = a_public_article(section=a_section("World"))
    sport = a_section("Sport")
    desk = signed_in()
    address = reverse("wagtailadmin_pages:move_confirm", args=[article.pk, sport.pk])
    assert desk.post(address).status_code == 302
    assert Page.objects.get(pk=article.pk).get_parent().pk == sport.pk
    public = Article.objects.get(pk=article.pk).public
    assert public.version.section_name == "World"
    assert public.version.number == 1
    page = desk.get(edit_address(article)).content.decode()
    assert "The draft stands in Sport now" in page
