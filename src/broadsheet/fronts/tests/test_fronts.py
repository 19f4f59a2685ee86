"""Which stories stand where: a clear lead, no story twice, nothing empty."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.log_actions import LogContext

from broadsheet.changes import recorder
from broadsheet.fronts import reading
from broadsheet.fronts.reading import Front, Kind
from broadsheet.paper import reading as paper_reading
from broadsheet.versions.reading import Card
from tests.builders import FIRST_OF_MARCH, a_picture, a_public_article, a_section, an_editor

pytestmark = pytest.mark.usefixtures("as_readers")


def home() -> Front:
    with recorder.recording():
        return reading.home(paper_reading.sections(), language="en")


def front_of(slug: str) -> Front:
    with recorder.recording():
        sections = paper_reading.sections()
        section = next(section for section in sections if section.slug == slug)
        return reading.section_front(section, sections, language="en")


def cards(front: Front, kind: Kind) -> tuple[Card, ...]:
    return next((c.cards for c in front.containers if c.kind == kind), ())


def test_the_newest_story_with_a_picture_leads() -> None:
    picture = a_picture(description="Sea")
    a_public_article("Older, with a picture", lead_picture=picture, at=FIRST_OF_MARCH)
    a_public_article("Newest, without", at=FIRST_OF_MARCH + timedelta(hours=1))
    front = home()
    assert [card.headline for card in cards(front, Kind.LEAD)] == ["Older, with a picture"]
    assert [card.headline for card in cards(front, Kind.SECOND)] == ["Newest, without"]


def test_a_picture_does_not_make_an_old_story_lead() -> None:
    a_public_article("Old, with a picture", lead_picture=a_picture(), at=FIRST_OF_MARCH)
    for hour in range(1, 11):
        a_public_article(f"New {hour}", at=FIRST_OF_MARCH + timedelta(hours=hour))
    assert cards(home(), Kind.LEAD)[0].headline == "New 10"


def test_a_story_in_another_language_leads_only_where_nothing_else_can() -> None:
    picture = a_picture()
    a_public_article("مرفأ", language="ar", lead_picture=picture, at=FIRST_OF_MARCH)
    assert cards(home(), Kind.LEAD)[0].headline == "مرفأ"
    earlier = FIRST_OF_MARCH - timedelta(hours=1)
    a_public_article("Harbour", lead_picture=picture, at=earlier)
    assert cards(home(), Kind.LEAD)[0].headline == "Harbour"


def test_an_empty_paper_has_an_empty_front() -> None:
    a_section("World")
    assert home().containers == ()
    assert front_of("world").containers == ()


def test_a_band_leads_to_its_section_and_an_empty_one_is_left_out() -> None:
    for hour in range(12):
        a_public_article(f"World {hour}", at=FIRST_OF_MARCH + timedelta(hours=hour))
    for hour in range(14, 30):
        at = FIRST_OF_MARCH + timedelta(hours=hour)
        a_public_article(f"Sport {hour}", section=a_section("Sport"), at=at)
    a_section("Culture")
    bands = [c for c in home().containers if c.kind == Kind.BAND]
    assert {(band.title, band.address) for band in bands} == {
        ("World", "/section/world"),
        ("Sport", "/section/sport"),
    }
    assert all(len(band.cards) == 4 for band in bands)


def test_a_section_front_holds_the_stories_of_the_sections_below_it() -> None:
    world = a_section("World")
    below = world.add_child(instance=type(world)(title="Asia", slug="asia", live=False))
    with LogContext(user=an_editor()):
        below.save_revision(user=an_editor()).publish()
    a_public_article("From Asia", section=below)
    assert [card.headline for card in front_of("world").cards] == ["From Asia"]
    assert [band.title for band in home().containers if band.kind == Kind.BAND] == []


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    stories=st.lists(
        st.tuples(st.sampled_from(["World", "Sport", "Culture"]), st.booleans()), max_size=12
    )
)
def test_no_story_stands_on_a_front_twice(stories: list[tuple[str, bool]]) -> None:
    slugs = [a_section(name).slug for name in ("World", "Sport", "Culture")]
    for minute, (section, is_pictured) in enumerate(stories):
        a_public_article(
            "A story",
            section=a_section(section),
            lead_picture=a_picture() if is_pictured else None,
            at=timezone.now() - timedelta(minutes=minute),
        )
    fronts = [home(), *(front_of(slug) for slug in slugs)]
    for front in fronts:
        numbers = [card.news_id for card in front.cards]
        assert len(numbers) == len(set(numbers))
        assert all(container.cards for container in front.containers)
