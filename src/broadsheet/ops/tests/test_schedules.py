"""Late schedules run in their order, and a bad one is left alone for longer and longer."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from broadsheet.articles.models import Article
from broadsheet.ops.schedules import Schedules
from broadsheet.versions.models import Version
from tests.builders import a_public_article, a_section, an_article

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(databases=["default", "readers"]),
]


def due(article: Article, at: datetime) -> Article:
    Revision.objects.filter(pk=article.latest_revision.pk).update(approved_go_live_at=at)
    return article


def went_out() -> list[str]:
    return list(Version.objects.order_by("pk").values_list("headline", flat=True))


def test_what_is_late_goes_out_in_the_order_in_which_it_was_due() -> None:
    now = timezone.now()
    for headline, minutes in (("Second", 20), ("Third", 10), ("First", 30)):
        due(an_article(headline), now - timedelta(minutes=minutes))
    due(an_article("Not yet"), now + timedelta(seconds=1))

    assert Schedules().work(now) == 3

    assert went_out() == ["First", "Second", "Third"]


def test_a_bad_one_does_not_block_and_keeps_its_schedule() -> None:
    now = timezone.now()
    closed = a_section("Closed", is_open=False)
    bad = due(an_article("Bad", section=closed), now - timedelta(hours=1))
    due(an_article("Good"), now - timedelta(minutes=1))

    assert Schedules().work(now) == 1

    assert went_out() == ["Good"]
    bad.refresh_from_db()
    assert bad.latest_revision.approved_go_live_at == now - timedelta(hours=1)
    assert not bad.live


def test_a_bad_one_is_tried_later_and_later_until_it_can_go_out() -> None:
    now = timezone.now()
    closed = a_section("Closed", is_open=False)
    due(an_article("Bad", section=closed), now - timedelta(hours=1))
    schedules = Schedules()
    schedules.work(now)
    closed.get_latest_revision().publish(user=closed.latest_revision.user)

    assert schedules.work(now + timedelta(seconds=9)) == 0
    assert schedules.work(now + timedelta(seconds=11)) == 1
    assert went_out() == ["Bad"]


def test_a_page_that_is_published_with_an_end_comes_down_at_it() -> None:
    now = timezone.now()
    schedules = Schedules()
    schedules.work(now)  # nothing ends yet, and that is remembered
    article = a_public_article()
    Page.objects.filter(pk=article.pk).update(expire_at=now + timedelta(minutes=5))

    assert schedules.work(now + timedelta(minutes=4)) == 0
    assert schedules.work(now + timedelta(minutes=6)) == 1
    assert not Page.objects.get(pk=article.pk).live
    assert Version.objects.order_by("-pk")[0].act == Version.Act.WITHDRAW
