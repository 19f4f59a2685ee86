"""What was scheduled goes out when it is due, and one bad story holds up no other."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from broadsheet.articles.models import Article
from broadsheet.versions import acts, schedule
from tests.builders import (
    a_public_article,
    a_section,
    an_article,
    an_editor,
    revised,
    versions_of,
)

from .breaking import acts_that_break, everything

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(databases=["default", "readers"]),
]


def scheduled(article: Article, at: datetime) -> Article:
    article.latest_revision.approved_go_live_at = at
    article.latest_revision.save()
    return article


def test_a_refused_story_holds_up_no_other_and_keeps_its_place() -> None:
    now = timezone.now()
    unready = an_article("Unready", section=a_section("Sport", is_open=False))
    scheduled(unready, now - timedelta(minutes=2))
    ready = scheduled(an_article("Ready"), now - timedelta(minutes=1))

    ran = schedule.run_due(at=now)

    assert [(one.page, bool(one.refusal)) for one in ran] == [("Unready", True), ("Ready", False)]
    assert versions_of(ready) == [(1, "publish")]
    assert versions_of(unready) == []
    assert schedule.next_due() == now - timedelta(minutes=2)


def test_nothing_goes_out_before_its_time() -> None:
    now = timezone.now()
    scheduled(an_article(), now + timedelta(minutes=1))
    assert schedule.run_due(at=now) == []


def test_a_story_ends_at_its_end_date() -> None:
    article = a_public_article()
    now = timezone.now()
    Page.objects.filter(pk=article.pk).update(expire_at=now - timedelta(minutes=1))
    schedule.run_due(at=now)
    assert versions_of(article) == [(1, "publish"), (2, "withdraw")]
    assert Page.objects.get(pk=article.pk).expired


def test_a_fault_leaves_everything_as_it_was_and_due() -> None:
    article = a_public_article()
    now = timezone.now()
    Page.objects.filter(pk=article.pk).update(expire_at=now - timedelta(minutes=1))
    to_go = scheduled(an_article("Next"), now - timedelta(minutes=1))
    before = everything(article), everything(to_go)
    with acts_that_break():
        ran = schedule.run_due(at=now)
    assert all(one.refusal for one in ran)
    assert (everything(article), everything(to_go)) == before
    assert len(schedule.run_due(at=now)) == 2


def test_an_older_draft_that_was_scheduled_does_not_undo_a_later_act_by_code() -> None:
    article = a_public_article()
    now = timezone.now()
    older = revised(article, "Ferry to sail at nine")
    draft = revised(article, "Ferry to sail at ten")
    scheduled(older, now - timedelta(minutes=1))
    assert len(schedule.due(at=now)) == 1
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=now)
    assert schedule.run_due(at=now) == []
    assert versions_of(article) == [(1, "publish"), (2, "update")]


def test_a_withdrawal_takes_the_story_out_of_the_schedule() -> None:
    article = a_public_article()
    now = timezone.now()
    scheduled(revised(article, "Ferry sinks"), now - timedelta(minutes=1))
    acts.withdraw(article=article, by=an_editor(), at=now)
    assert schedule.run_due(at=now) == []
    assert versions_of(article) == [(1, "publish"), (2, "withdraw")]
