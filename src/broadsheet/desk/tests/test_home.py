"""The desk's first page says what is in work and what went out, with its press time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from broadsheet.changes import orders
from broadsheet.press.models import Pressing
from broadsheet.versions import acts
from tests.builders import a_paper, a_public_article, a_section, an_article, an_editor, revised
from tests.desk import signed_in

pytestmark = pytest.mark.django_db(databases=["default", "readers"])


def home(desk: Client | None = None) -> str:
    return (desk or signed_in()).get("/desk/").content.decode()


def test_it_bears_the_papers_name() -> None:
    a_paper(name="The Harbour Post")
    page = home()
    assert "<h1" in page
    assert "The Harbour Post" in page
    assert "Wagtail</title>" not in page


def test_an_empty_paper_has_words_instead_of_gaps() -> None:
    a_paper()
    page = home()
    assert "Nothing is in work" in page
    assert "Nothing has gone out on" in page


def test_drafts_and_changed_stories_are_in_work_and_untouched_ones_are_not() -> None:
    an_article("A new draft")
    changed = a_public_article("Was public")
    revised(changed, "Is being changed")
    a_public_article("Lies still")
    page = home().split('id="out-today')[0]
    assert "A new draft" in page
    assert "Is being changed" in page
    assert "Lies still" not in page


def test_what_went_out_today_is_told_with_the_time_until_readers_had_it() -> None:
    now = timezone.now()
    article = a_public_article("Ferry sails", at=now)
    Pressing.objects.create(
        through=orders.latest(),
        placed_at=now,
        done_at=now + timedelta(seconds=0.4),
        **{
            field.name: 0
            for field in Pressing._meta.fields
            if field.name not in {"id", "through", "placed_at", "done_at"}
        },
    )
    page = home()
    assert "Ferry sails" in page
    assert "pressed in 0.4" in page
    assert f"/news/{article.news_id}/" in page


def test_what_waits_for_the_press_says_so() -> None:
    a_public_article("Ferry sails", at=timezone.now())
    assert "not pressed yet" in home()


def test_yesterdays_acts_are_not_out_today() -> None:
    a_public_article("Old news", at=timezone.now() - timedelta(days=2))
    assert "Old news" not in home()


def test_corrections_and_withdrawals_stay_in_view() -> None:
    article = a_public_article("Ferry sails", at=timezone.now() - timedelta(days=2))
    acts.withdraw(
        article=article,
        by=an_editor(),
        at=timezone.now() - timedelta(days=2),
        note="It was a hoax.",
    )
    page = home()
    assert "Corrected and withdrawn" in page
    assert "It was a hoax." in page


def test_its_queries_do_not_grow_with_the_paper(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    section = a_section()
    for number in range(3):
        an_article(f"Draft {number}", section=section)
        a_public_article(f"Out {number}", section=section, at=timezone.now())
    desk = signed_in()
    home(desk)  # fills Wagtail's own caches
    with django_assert_max_num_queries(45) as few:
        home(desk)
    for number in range(6):
        an_article(f"More {number}", section=section)
        a_public_article(f"Out again {number}", section=section, at=timezone.now())
    with django_assert_max_num_queries(len(few)):
        home(desk)
