"""The store against a plain dictionary, through random lives of a paper."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from broadsheet.press.pages import Page
from broadsheet.press.store import PressStore
from broadsheet.press.tests.builders import a_page

PATHS = st.sampled_from([f"/{name}" for name in ("", "world", "sport", "news/1", "news/2", "rss")])
TAGS = st.frozensets(st.sampled_from("abcd"), max_size=3)
BODIES = st.sampled_from(["one", "two", "three" * 300])
LONG_AGO, FAR = 1000.0, 4e9
UNTILS = st.sampled_from([None, None, LONG_AGO, FAR, FAR + 1])


class AgainstADictionary(RuleBasedStateMachine):
    """What a person would expect of a store, said with a dictionary and two numbers."""

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = PressStore.open(self.folder, database="model")
        self.store.new_generation(through=1)
        self.pages: dict[str, Page] = {}
        self.touched: dict[str, int] = {}
        self.floor = 1
        self.cursor = 1
        self.latest = 1  # the highest order in the database

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    # -- the model -------------------------------------------------------

    def is_refused(self, page: Page) -> bool:
        touches = [self.touched.get(tag, 0) for tag in (*page.tags, page.path)]
        is_old = page.order < self.floor or any(order > page.order for order in touches)
        return is_old or (page.until is not None and page.until < time.time())

    def keep(self, page: Page) -> None:
        stored = self.pages.get(page.path)
        if stored is None or stored.order < page.order:
            self.pages[page.path] = page

    def drop_stale(self, tags: frozenset[str], paths: frozenset[str], order: int) -> set[str]:
        stale = {
            path
            for path, page in self.pages.items()
            if page.order < order and (page.tags & tags or path in paths)
        }
        for path in stale:
            del self.pages[path]
        for name in tags | paths:
            self.touched[name] = max(order, self.touched.get(name, 0))
        return stale

    # -- what may happen ---------------------------------------------------

    @rule()
    def an_act_places_an_order(self) -> None:
        self.latest += 1

    @rule(path=PATHS, tags=TAGS, body=BODIES, until=UNTILS, age=st.integers(0, 3))
    def a_page_is_pressed_on_demand(
        self, path: str, tags: frozenset[str], body: str, until: float | None, age: int
    ) -> None:
        order = max(1, self.latest - age)
        page = a_page(path, tags=tags, body=f"{body} {order}", until=until, order=order)
        assert self.store.put(page) is not self.is_refused(page)
        if not self.is_refused(page):
            self.keep(page)

    @rule(touched=TAGS, path=PATHS, tags=TAGS, age=st.integers(0, 1), until=UNTILS)
    def the_presser_swaps(
        self, touched: frozenset[str], path: str, tags: frozenset[str], age: int, until: float
    ) -> None:
        order = max(1, self.latest - age)
        page = a_page(path, tags=tags, body=f"swapped at {order}", order=order, until=until)
        stale = self.drop_stale(touched, frozenset(), self.latest)
        report = self.store.swap(
            through=self.latest, touched=touched, pages=[page], expected_cursor=self.cursor
        )
        self.cursor = self.latest
        assert (report.refused == (path,)) is self.is_refused(page)
        if not self.is_refused(page):
            # Unlike on demand, a page of equal age replaces the stored one.
            stored = self.pages.get(path)
            if stored is None or stored.order <= page.order:
                self.pages[path] = page
            stale -= {path}
        assert set(report.dropped) == stale

    @rule(tags=TAGS, path=PATHS)
    def an_article_is_withdrawn(self, tags: frozenset[str], path: str) -> None:
        self.latest += 1
        stale = self.drop_stale(tags, frozenset({path}), self.latest)
        assert self.store.drop(order=self.latest, tags=tags, paths={path}) == stale

    @rule(path=PATHS)
    def the_settings_change(self, path: str) -> None:
        self.latest += 1
        page = a_page(path, order=self.latest, body="new generation")
        self.store.new_generation(through=self.latest, pages=[page], expected_cursor=self.cursor)
        self.cursor = self.floor = self.latest
        self.pages = {path: page}

    @rule()
    def the_presser_cleans(self) -> None:
        self.store.clean(limit=3)

    @rule()
    def a_process_starts_anew(self) -> None:
        self.store.close()
        self.store = PressStore.open(self.folder, database="model")

    # -- what must hold ----------------------------------------------------

    @invariant()
    def both_answer_alike(self) -> None:
        if not hasattr(self, "store"):
            return
        assert set(self.store.paths()) == set(self.pages)
        assert {path: self.store.page(path) for path in self.pages} == self.pages
        for path, page in self.pages.items():
            stored = self.store.get(path, "gzip")
            assert stored is not None
            assert stored.status == page.status
        assert self.store.cursor == self.cursor

    @invariant()
    def tags_lead_to_their_pages(self) -> None:
        if not hasattr(self, "store"):
            return
        for tag in "abcd":
            carrying = {path for path, page in self.pages.items() if tag in page.tags}
            # Leftovers of past generations may still be on the shelf.
            assert self.store.stale_paths({tag}) & set(self.pages) == carrying

    @invariant()
    def the_clock_leads_to_its_pages(self) -> None:
        if not hasattr(self, "store"):
            return
        due = {path for path, page in self.pages.items() if page.until == FAR}
        assert set(self.store.expired(FAR)) & set(self.pages) == due


TestAgainstADictionary = AgainstADictionary.TestCase
TestAgainstADictionary.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
