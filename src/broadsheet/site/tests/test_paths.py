"""The lists of paths that the press works by."""

from datetime import timedelta

import pytest
from wagtail.log_actions import LogContext

from broadsheet.changes import orders
from broadsheet.changes.readers import reading_as_a_reader
from broadsheet.changes.tags import EVERYTHING
from broadsheet.site import paths
from broadsheet.versions import acts
from tests.builders import (
    FIRST_OF_MARCH,
    a_picture,
    a_public_article,
    a_section,
    an_editor,
    revised,
)
from tests.pages.readers import ask

pytestmark = pytest.mark.usefixtures("as_readers")


def test_every_known_path_answers_and_none_is_not_found() -> None:
    a_section("Empty")
    article = a_public_article(lead_picture=a_picture(), news_id=239617)
    draft = revised(article, "Later")
    draft.slug = "later"
    revision = draft.save_revision(user=an_editor())
    later = FIRST_OF_MARCH + timedelta(hours=1)
    acts.update(article=draft, revision=revision, by=an_editor(), at=later)
    gone = a_public_article("Gone", section=a_section("Sport"))
    acts.withdraw(article=gone, by=an_editor(), at=later)
    with LogContext(user=an_editor()):
        a_section("Sport").unpublish(user=an_editor())
    with reading_as_a_reader():
        known = list(paths.known_paths())
    assert len(known) == len(set(known))
    statuses = {path: ask(path).status for path in known}
    assert set(statuses.values()) == {200, 301, 410}
    assert statuses["/section/sport"] == statuses["/section/sport/feed.xml"] == 410
    assert statuses["/news/239617"] == statuses["/news/239617/ferry-to-sail-earlier"] == 301
    assert statuses["/sitemap-2019-03.xml"] == 200
    assert known[0] == "/"


def test_an_act_has_every_front_path_pressed_that_it_made_stale() -> None:
    a_section("Culture")
    with reading_as_a_reader():
        fronts = paths.front_paths()
    before = orders.latest()
    article = a_public_article(section=a_section("Culture"))
    (order,) = orders.pending(after=before)[-1:]
    with reading_as_a_reader():
        wanted = paths.paths_for(order.tags)
    stale = {path for path in fronts if ask(path).tags & order.tags}
    # The sitemaps' index costs a query a month and has few readers: it waits for them.
    assert stale - {"/sitemap.xml"} <= set(wanted)
    assert wanted[0] == article.public_address()
    assert "/section/culture" in stale
    assert len(wanted) == len(set(wanted)) < 10


def test_a_story_in_a_section_below_has_the_front_above_pressed() -> None:
    world = a_section("World")
    below = world.add_child(instance=type(world)(title="Asia", slug="asia", live=False))
    with LogContext(user=an_editor()):
        below.save_revision(user=an_editor()).publish()
    a_public_article(section=below)
    (order,) = orders.pending(after=0)[-1:]
    with reading_as_a_reader():
        wanted = paths.paths_for(order.tags)
    assert {"/section/world", "/section/asia", "/section/world/feed.xml"} <= set(wanted)


def test_a_change_of_everything_has_the_fronts_pressed() -> None:
    a_section("World")
    with reading_as_a_reader():
        assert paths.paths_for({EVERYTHING}) == paths.front_paths()


def test_a_withdrawn_article_is_not_pressed_again() -> None:
    article = a_public_article()
    acts.withdraw(article=article, by=an_editor(), at=FIRST_OF_MARCH + timedelta(hours=1))
    (order,) = orders.pending(after=0)[-1:]
    with reading_as_a_reader():
        wanted = paths.paths_for(order.tags)
    assert not [path for path in wanted if path.startswith("/news/")]
    assert {"/", "/feed.xml", "/news-sitemap.xml"} <= set(wanted)
