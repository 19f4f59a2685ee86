"""A pressed page is always what a fresh render would give.

Random public acts, readers and changes of the paper; after each step every
stored page is compared with a fresh render, and at the end of each history
with one by a process that has rendered nothing before. Found here, and not by
good intentions: the tag that a page forgot to note.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.log_actions import LogContext

from broadsheet.articles.models import Article
from broadsheet.changes import orders
from broadsheet.changes.readers import reading_as_a_reader
from broadsheet.paper.errors import Refused
from broadsheet.paper.models import Paper, Section
from broadsheet.press import opening
from broadsheet.press.presser import Presser
from broadsheet.press.rendering import render
from broadsheet.press.store import PressStore
from broadsheet.site import paths as site_paths
from broadsheet.versions import acts
from broadsheet.versions.models import PublicArticle
from tests.builders import a_picture, a_public_article, a_section, an_article, an_editor, revised

from .other_process import ask, fingerprint
from .snapshots import copy_database, put_back

pytestmark = pytest.mark.django_db(
    transaction=True, databases=["default", "readers"], serialized_rollback=True
)

HEADLINES = st.sampled_from(
    ["Ferry late", "Council votes", "Tide tables", "A <b>bold</b> plan & more", "مرفأ", "Öl"]
)
MONTHS_BACK = st.integers(min_value=0, max_value=40)

# What readers see first must stand in the store without anybody asking for it;
# the sitemaps' index is for machines, which can wait for it to be made.
ALWAYS_PRESSED = ("/", "/feed.xml", "/news-sitemap.xml")
LEFT_TO_ITS_READER = "/sitemap.xml"


class PaperMachine(RuleBasedStateMachine):
    """A paper at work: its desk acts, its readers ask, its presser presses."""

    start_of_all: Path  # the database that every history begins with

    @initialize()
    def begin(self) -> None:
        put_back(self.start_of_all)
        self.folder = Path(tempfile.mkdtemp(prefix="broadsheet-exactness-"))
        self.store = PressStore.open(self.folder, database=orders.database_identity())
        opening._opened = self.store
        self.presser = Presser(self.store)
        self.seen: set[str] = {"/nowhere", "/news/999999", "/section/nowhere"}
        self.presser.work()

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        try:
            self.compare_with_a_fresh_process()
        finally:
            opening._opened = None
            self.store.close()
            shutil.rmtree(self.folder)

    # -- the desk ------------------------------------------------------------

    def button(self, page: Any) -> None:
        """Press Wagtail's button, as the desk does; the act may refuse (a section is closed)."""
        editor = an_editor()
        with LogContext(user=editor), suppress(Refused):
            page.save_revision(user=editor).publish(user=editor)

    @rule(headline=HEADLINES, back=MONTHS_BACK, in_second=st.booleans())
    def publish(self, headline: str, back: int, *, in_second: bool) -> None:
        earlier = datetime.now(UTC) - timedelta(days=30 * back)
        section = a_section("Sport" if in_second else "World")
        article = an_article(headline, section=section, earlier_publication=earlier)
        related = PublicArticle.objects.filter(is_public=True).first()
        if related is not None:
            article.body = [
                *article.body.get_prep_value(),
                {"type": "related", "value": [related.article_id]},
            ]
        self.button(article)

    @precondition(lambda self: PublicArticle.objects.filter(is_public=True).exists())
    @rule(data=st.data(), headline=HEADLINES)
    def update_or_correct(self, data: Any, headline: str) -> None:
        article = self.some_article(data, is_public=True)
        draft = revised(article, headline)
        if data.draw(st.booleans(), label="correct"):
            draft.correction_note = f"It was not “{article.title}”."
        self.button(draft)

    @precondition(lambda self: PublicArticle.objects.filter(is_public=True).exists())
    @rule(data=st.data())
    def withdraw(self, data: Any) -> None:
        article = self.some_article(data, is_public=True)
        acts.withdraw(article=article, by=an_editor(), at=datetime.now(UTC), note="A mistake.")

    @precondition(lambda self: PublicArticle.objects.filter(is_public=False).exists())
    @rule(data=st.data())
    def publish_again(self, data: Any) -> None:
        self.button(self.some_article(data, is_public=False))

    @precondition(lambda self: PublicArticle.objects.filter(is_public=True).exists())
    @rule(data=st.data())
    def move_and_update(self, data: Any) -> None:
        article = self.some_article(data, is_public=True)
        other = a_section("World" if article.section.slug == "sport" else "Sport")
        article.move(other, pos="last-child", user=an_editor())
        self.button(Article.objects.get(pk=article.pk))

    @precondition(lambda self: PublicArticle.objects.filter(is_public=True).exists())
    @rule(data=st.data())
    def write_without_publishing(self, data: Any) -> None:
        revised(self.some_article(data, is_public=True), "Only a draft")

    @rule(name=st.sampled_from(["Sport", "Games", "Sport & more"]))
    def rename_section(self, name: str) -> None:
        section = Section.objects.exclude(slug="world").first()
        section.title, section.slug = name, name.split(maxsplit=1)[0].lower()
        self.button(section)

    @rule()
    def close_or_open_section(self) -> None:
        section = Section.objects.exclude(slug="world").first()
        if section.live:
            with LogContext(user=an_editor()):
                section.unpublish(user=an_editor())
        else:
            self.button(section)

    @rule(name=st.sampled_from(["The Post", "The Post & Courier"]))
    def rename_paper(self, name: str) -> None:
        paper = Paper.objects.get()
        paper.title = name
        self.button(paper)

    # -- readers -------------------------------------------------------------

    @rule(data=st.data())
    def readers_ask(self, data: Any) -> None:
        known = sorted(self.known_paths() | self.seen)
        for path in data.draw(st.lists(st.sampled_from(known), max_size=8), label="paths"):
            self.store.put(render(path))

    # -- what must hold ------------------------------------------------------

    @invariant()
    def every_stored_page_is_what_a_fresh_render_gives(self) -> None:
        if not hasattr(self, "store"):
            return
        while self.presser.work():
            pass
        known = self.known_paths()
        self.seen |= known
        for path in sorted(self.seen | set(self.store.paths())):
            stored = self.store.page(path)
            if stored is not None:
                fresh = render(path)
                assert fingerprint(stored) == fingerprint(fresh), f"{path} is stale"
            elif path in known:
                assert render(path).status in {200, 301, 308, 410}, path

    @invariant()
    def what_is_read_first_is_pressed_unasked(self) -> None:
        if not hasattr(self, "store"):
            return
        while self.presser.work_idly():
            pass
        stored = set(self.store.paths())
        with reading_as_a_reader():
            fronts = set(site_paths.front_paths()) - {LEFT_TO_ITS_READER}
        newest = PublicArticle.objects.filter(is_public=True).order_by("-changed_at").first()
        if newest is not None:
            fronts.add(Article.objects.get(news_id=newest.news_id).public_address())
        assert fronts.issuperset(ALWAYS_PRESSED)
        assert fronts - stored == set()

    @invariant()
    def every_address_ever_served_still_answers(self) -> None:
        for path in sorted(self.seen) if hasattr(self, "seen") else ():
            if path.startswith("/news/") and path != "/news/999999":
                assert render(path).status in {200, 301, 308, 410}, path

    def compare_with_a_fresh_process(self) -> None:
        folder = self.folder / "paper"
        folder.mkdir()
        copy_database(folder / "data" / "broadsheet.sqlite3")
        (folder / "paper.toml").touch()
        key = folder / "secret.key"
        key.touch(mode=0o600)
        key.write_text("x" * 50)
        stored = {path: self.store.page(path) for path in self.store.paths()}
        fresh = ask(folder, "fresh", stored)
        for path, page in stored.items():
            assert page is None or fingerprint(page) == fresh[path], f"{path} is stale"

    # -- finding things ------------------------------------------------------

    def known_paths(self) -> set[str]:
        with reading_as_a_reader():
            return set(site_paths.known_paths())

    def some_article(self, data: Any, *, is_public: bool) -> Article:
        ids = PublicArticle.objects.filter(is_public=is_public).values_list("news_id", flat=True)
        news_id = data.draw(st.sampled_from(sorted(ids)), label="article")
        return Article.objects.get(news_id=news_id).get_latest_revision_as_object()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[type[PaperMachine]]:
    a_section("World")
    a_section("Sport")
    a_public_article("The first", lead_picture=a_picture())
    a_public_article("The second", section=a_section("Sport"))
    PaperMachine.start_of_all = copy_database(tmp_path / "start.sqlite3")
    yield PaperMachine
    put_back(PaperMachine.start_of_all)


def test_pressed_pages_are_exact_through_any_history(machine: type[PaperMachine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("BROADSHEET_EXACTNESS_HISTORIES", "6")),
            stateful_step_count=12,
            deadline=None,
            # No shrinking: making a failing history shorter takes minutes. Add it by hand.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
