"""How much of the database a page reads: few queries, as many whatever is in the archive."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import FIRST_OF_MARCH, a_picture, a_public_article, a_section
from tests.pages.readers import ask

pytestmark = pytest.mark.usefixtures("as_readers")

SECTIONS = ("World", "Town", "Sport", "Culture", "Business", "Islands")


def an_archive(stories: int) -> str:
    """The address of the newest of so many stories; it shows what costs queries."""
    picture = a_picture()
    related = [a_public_article(f"Related {n}") for n in range(3)]
    for number in range(stories):
        a_public_article(
            f"Story {number}",
            section=a_section(SECTIONS[number % len(SECTIONS)]),
            lead_picture=picture if number % 2 else None,
            at=FIRST_OF_MARCH + timedelta(days=number),
        )
    body = [
        {"type": "paragraph", "value": "<p>Words.</p>"},
        {"type": "related", "value": [story.pk for story in related]},
    ]
    at = FIRST_OF_MARCH + timedelta(days=stories)
    return a_public_article("Newest", body=body, lead_picture=picture, at=at).public_address()


def queries(path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert ask(path).status == 200
    statements = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in statements if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def test_pages_keep_their_budget_of_queries_whatever_the_archive_holds() -> None:
    # Article (6): the newest order (the recorder's), the paper, the article with its
    # version, its corrections, which related stories stand, the sections of the menu.
    # Home (10 here): the newest order, the paper, the sections, the newest stories, and
    # one list for each of the six sections; at most 18 such lists, so 22 in all.
    # Section (6): the newest order, the paper, whose the slug was last, the section as it
    # is now, all sections, its stories.
    budgets = {"/": (4 + len(SECTIONS), 25), "/section/world": (6, 25), "/feed.xml": (3, 12)}
    address = an_archive(12)
    small = {path: len(queries(path)) for path in (address, *budgets)}
    assert small[address] == 6
    for path, (expected, budget) in budgets.items():
        assert small[path] == expected <= budget
    address = an_archive(30)
    assert {path: len(queries(path)) for path in budgets} == {path: small[path] for path in budgets}
    assert len(queries(address)) == 6


def test_a_paper_of_many_sections_keeps_the_home_pages_budget() -> None:
    for number in range(24):
        a_section(f"Section {number}")
    a_public_article(section=a_section("Section 23"))
    assert len(queries("/")) <= 25


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's query plans")
def test_no_query_of_a_page_reads_a_whole_table_of_articles() -> None:
    address = an_archive(2)
    for path in (
        address,
        "/",
        "/section/world",
        "/feed.xml",
        "/section/world/feed.xml",
        "/news-sitemap.xml",
        "/sitemap.xml",
        "/sitemap-2019-03.xml",
        f"/pictures/{a_public_picture()}/640.jpg",
    ):
        for sql in queries(path):
            plan = plan_of(sql)
            scans = [step for step in plan if "SCAN broadsheet_versions" in step]
            sorts = [
                step
                for step in plan
                if "TEMP B-TREE" in step and "versions_correction" not in " ".join(plan)
            ]
            assert not scans, (path, sql, plan)
            # Corrections of one article are sorted; no list of articles is.
            assert "publicarticle" not in sql or not sorts, (path, sql, plan)


def a_public_picture() -> int:
    picture = a_picture()
    a_public_article("With a picture", lead_picture=picture)
    return int(picture.pk)


def plan_of(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]
