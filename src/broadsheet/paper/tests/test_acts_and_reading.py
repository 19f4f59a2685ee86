"""The paper and its sections: what the acts write, and what readers may know of it."""

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.log_actions import LogContext
from wagtail.models import Page, Site

from broadsheet.changes import orders
from broadsheet.changes.tags import EVERYTHING
from broadsheet.paper import acts, reading
from broadsheet.paper.errors import NoPaper, NoPublicPaper, PaperExists
from broadsheet.paper.models import Paper, PaperVersion, Section, SectionVersion
from tests.builders import a_paper, a_section, an_editor

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(databases=["default", "readers"]),
]

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def found(**details: str) -> Paper:
    return acts.found_paper(
        **{"name": "The Post", "language": "en", "time_zone": "Europe/Berlin", **details},
        by=an_editor(),
        at=NOON,
    )


# ---- the paper -----------------------------------------------------------------------
def test_readers_who_come_before_the_paper_are_told_so() -> None:
    with pytest.raises(NoPublicPaper):
        reading.paper()


def test_a_founded_paper_is_public_and_stands_at_wagtails_root() -> None:
    paper = found(motto="Tides and trade", base_address="https://post.example/")
    facts = reading.paper()
    assert (facts.key, facts.name, facts.motto) == (paper.pk, "The Post", "Tides and trade")
    assert facts.zone.key == "Europe/Berlin"
    assert facts.base_address == "https://post.example"
    assert facts.direction == "ltr"
    site = Site.objects.get(is_default_site=True)
    assert (site.root_page_id, site.hostname, site.port) == (paper.pk, "post.example", 443)
    assert list(Page.objects.filter(depth=2).values_list("pk", flat=True)) == [paper.pk]


def test_a_second_paper_is_refused() -> None:
    found()
    with pytest.raises(PaperExists, match="The Post"):
        found(name="The Other Post")
    assert Paper.objects.count() == 1


def test_a_change_of_the_paper_is_public_only_once_it_is_published() -> None:
    paper = found()
    paper.title = "The Evening Post"
    revision = paper.save_revision(user=an_editor())
    assert reading.paper().name == "The Post"
    with LogContext(user=an_editor()):
        revision.publish(user=an_editor())
    assert reading.paper().name == "The Evening Post"
    assert [row.number for row in PaperVersion.objects.order_by("pk")] == [1, 2]


def test_a_change_of_the_paper_makes_every_page_stale() -> None:
    found()
    (order,) = orders.pending(after=0)
    assert order.tags == {EVERYTHING}


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("fa-IR", "rtl"), ("HE", "rtl"), ("de", "ltr")]
)
def test_the_direction_follows_the_language(language: str, direction: str) -> None:
    assert reading.direction_of(language) == direction


# ---- sections ------------------------------------------------------------------------
def test_open_sections_stand_in_the_menu_in_their_order() -> None:
    for name, place in (("Sport", 2), ("World", 1), ("Arts", 2)):
        section = a_section(name, is_open=False)
        section.place = place
        with LogContext(user=an_editor()):
            section.save_revision(user=an_editor()).publish(user=an_editor())
    a_section("Hidden", is_open=False)
    assert [facts.name for facts in reading.sections()] == ["World", "Arts", "Sport"]


def test_a_section_keeps_its_key_when_it_changes_and_its_old_address_leads_on() -> None:
    section = a_section("Town", slug="town")
    section.title, section.slug = "Town and country", "country"
    with LogContext(user=an_editor()):
        section.save_revision(user=an_editor()).publish(user=an_editor())
    assert reading.section_at("town") == reading.MovedSection(address="/section/country")
    facts = reading.section_at("country")
    assert isinstance(facts, reading.SectionFacts)
    assert (facts.key, facts.name, facts.address) == (
        section.pk,
        "Town and country",
        "/section/country",
    )
    assert [row.act for row in section.versions.order_by("number")] == ["open", "change"]


def test_a_closed_section_is_off_the_menu_and_can_open_again() -> None:
    section = a_section("Sport")
    at = NOON + timedelta(days=400)
    acts.close_section(section=section, by=an_editor(), at=at)
    assert reading.sections() == []
    assert reading.section_at("sport") == reading.ClosedSection(name="Sport", at=at)
    acts.publish_section(section=section, by=an_editor(), at=at + timedelta(days=1))
    assert [facts.name for facts in reading.sections()] == ["Sport"]
    assert [row.act for row in section.versions.order_by("number")] == ["open", "close", "open"]


def test_only_one_version_of_a_section_is_current() -> None:
    section = a_section("Sport")
    acts.publish_section(section=section, by=an_editor(), at=NOON)
    assert SectionVersion.objects.filter(section=section, current=True).count() == 1


def test_a_slug_that_another_section_took_over_belongs_to_it_now() -> None:
    first = a_section("Arts", slug="arts")
    first.slug = "culture"
    first.save()
    acts.publish_section(section=first, by=an_editor(), at=NOON + timedelta(days=1))
    second = a_section("Arts and crafts", slug="arts")
    found_there = reading.section_at("arts")
    assert isinstance(found_there, reading.SectionFacts)
    assert found_there.key == second.pk


def test_an_address_that_never_was_is_nothing() -> None:
    a_paper()
    assert reading.section_at("nowhere") is None


def test_sections_nest() -> None:
    world = a_section("World")
    asia = world.add_child(instance=Section(title="Asia", slug="asia", live=False))
    with LogContext(user=an_editor()):
        asia.save_revision(user=an_editor()).publish(user=an_editor())
    (facts,) = [facts for facts in reading.sections() if facts.name == "Asia"]
    assert facts.above == world.pk
    (top,) = [facts for facts in reading.sections() if facts.name == "World"]
    assert top.above is None


def test_a_section_outside_the_paper_cannot_open() -> None:
    a_paper()
    root = Page.get_first_root_node()
    stray = root.add_child(instance=Section(title="Stray", slug="stray", live=False))
    with pytest.raises(NoPaper, match="“Stray” lies outside"):
        acts.publish_section(section=stray, by=an_editor(), at=NOON)
    assert not SectionVersion.objects.filter(section=stray).exists()
