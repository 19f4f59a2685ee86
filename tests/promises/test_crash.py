"""What was acknowledged is never lost, wherever a process is killed."""

import json
import os
import random
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.promises.other_process import ask
from tests.running import DeskSession, RunningPaper, until

pytestmark = pytest.mark.crash

PUBLISHES = int(os.environ.get("BROADSHEET_CRASH_PUBLISHES", "200"))
ARTICLES = 6
KILL_EVERY = 18  # publishes, so that the group has time to be whole in between


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[RunningPaper]:
    running = RunningPaper(tmp_path / "paper")
    running.found()
    running.start()
    yield running
    running.stop()


class Readers:
    """Readers who ask for pages that are not pressed, so that renders are in flight at a kill."""

    def __init__(self, paper: RunningPaper) -> None:
        self.paper = paper
        self.paths: list[str] = ["/imprint"]
        self.stop = threading.Event()
        self.faults: list[str] = []
        self.thread = threading.Thread(target=self.ask, daemon=True)

    def ask(self) -> None:
        chance = random.Random(7)
        while not self.stop.is_set():
            path = chance.choice(self.paths)
            # A worker that is killed breaks its connections; a whole answer must be right.
            with suppress(OSError):
                answer = self.paper.get(path)
                if answer.status not in {200, 301, 503} or b"Traceback" in answer.body:
                    self.faults.append(f"{path}: {answer.status}")
            self.stop.wait(0.01)


def test_nothing_acknowledged_is_lost_through_kills(paper: RunningPaper) -> None:
    chance = random.Random(os.environ.get("BROADSHEET_CRASH_SEED", "239617"))
    desk = DeskSession(paper)
    section = section_key(paper)
    pages = [
        desk.new_article(section, f"Story {n}", slug=f"story-{n}") for n in range(1, ARTICLES + 1)
    ]
    acknowledged: dict[int, str] = {}
    uncertain: dict[int, set[str]] = {page: set() for page in pages}
    readers = Readers(paper)
    readers.thread.start()
    for number in range(PUBLISHES):
        page, headline = chance.choice(pages), f"Edition {number} of the story"
        killer = None
        if number % KILL_EVERY == KILL_EVERY - 1:
            killer = kill_soon(paper, chance)
        try:
            number_of_story = news_id(pages, page)
            answer = desk.publish(page, headline, slug=f"story-{number_of_story}")
        except OSError:  # the worker died under it: nobody was told that it went out
            uncertain[page].add(headline)
        else:
            assert answer.status == 302, answer.text[:2000]
            acknowledged[page], uncertain[page] = headline, set()
            readers.paths.append(f"/news/{news_id(pages, page)}")
        if killer is not None:
            killer.join()
            for story, promised in acknowledged.items():
                assert_shown(paper, news_id(pages, story), {promised, *uncertain[story]})
    readers.stop.set()
    readers.thread.join()
    assert readers.faults == []
    assert_exact(paper)


def test_autosave_says_saved_only_after_the_commit(paper: RunningPaper) -> None:
    desk = DeskSession(paper)
    page = desk.new_article(section_key(paper), "Story")
    told_saved = 0
    for number in range(12):
        headline = f"Typed {number}"
        killer = kill_soon(paper, random.Random(number), role="worker") if number % 2 else None
        try:
            said = desk.autosave(page, headline)
        except OSError:
            said = {}
        if said.get("success"):
            told_saved += 1
            assert newest_draft(paper, page) == headline
        if killer is not None:
            killer.join()
    assert told_saved > 0


# -- killing ----------------------------------------------------------------------------


def kill_soon(paper: RunningPaper, chance: random.Random, *, role: str = "") -> threading.Thread:
    """Kill the presser or a worker within the next tenth of a second."""
    role = role or chance.choice(["presser", "worker"])
    after = chance.uniform(0, 0.15)

    def kill() -> None:
        threading.Event().wait(after)
        victims = paper.processes(role)
        if victims:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(victims), signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def assert_shown(paper: RunningPaper, number: int, headlines: set[str]) -> None:
    address = f"/news/{number}/story-{number}"
    until(
        lambda: headline_shown(paper, address) in headlines,
        seconds=5,
        what=lambda: (
            f"{address} shows one of {headlines}: {headline_shown(paper, address)}"
            f"; the end of the log:\n{paper.log.read_text()[-1500:]}"
        ),
    )


# -- looking ----------------------------------------------------------------------------


def section_key(paper: RunningPaper) -> int:
    return int(paper.ask_database("select page_ptr_id from broadsheet_paper_section limit 1"))


def news_id(pages: list[int], page: int) -> int:
    """News IDs were given in the order in which the drafts were saved first."""
    return pages.index(page) + 1


def newest_draft(paper: RunningPaper, page: int) -> str:
    content = paper.ask_database(
        "select r.content from wagtailcore_revision r join wagtailcore_page p"
        f" on p.latest_revision_id = r.id where p.id = {int(page)}",
    )
    title: str = json.loads(content)["title"]
    return title


def headline_shown(paper: RunningPaper, path: str) -> str:
    """The headline that readers see there, or what they see instead."""
    try:
        answer = paper.get(path)
    except OSError as error:
        return repr(error)
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    return found[1].strip() if found and answer.status == 200 else f"status {answer.status}"


def assert_exact(paper: RunningPaper) -> None:
    """Every stored page is what a process gives that has rendered nothing before."""
    stored = ask(paper.folder, "stored")
    assert stored
    fresh = ask(paper.folder, "fresh", stored)
    assert [path for path in stored if stored[path] != fresh[path]] == []
