"""What Word pastes into a name must not take a feed down."""

import pytest

from broadsheet.paper import reading
from broadsheet.site.answering import answer
from tests.builders import a_public_article, a_section


@pytest.mark.django_db(databases=["default", "readers"])
@pytest.mark.both_databases
def test_a_section_named_with_a_soft_line_break_has_its_feeds(as_readers: None) -> None:
    section = a_section("World\x0bnews", slug="world")
    a_public_article("Ferry late", section=section)
    assert [section.name for section in reading.sections()] == ["World news"]
    assert answer("/section/world/feed.xml").status_code == 200
    assert answer("/feed.xml").status_code == 200
