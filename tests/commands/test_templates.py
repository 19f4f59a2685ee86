"""A template edited while the paper runs waits for its next start and breaks nothing."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.press.store import PressStore
from tests.running import DeskSession, RunningPaper, until

from .running import broadsheet

WITHDRAW = """
from datetime import UTC, datetime
import django
django.setup()
from broadsheet.articles.models import Article
from broadsheet.paper.models import User
from broadsheet.versions import acts
acts.withdraw(article=Article.objects.get(), by=User.objects.get(), at=datetime.now(UTC))
"""


@pytest.fixture
def running(paper: Path) -> Iterator[RunningPaper]:
    group = RunningPaper(paper)
    group.start()
    yield group
    group.stop()


def test_a_template_edited_meanwhile_leaves_the_running_papers_store_alone(
    running: RunningPaper,
) -> None:
    until(lambda: pressers_ready(running) == 1, seconds=30, what="the presser is ready")
    desk = DeskSession(running)
    section = running.ask_database("SELECT page_ptr_id FROM broadsheet_paper_section")
    desk.publish(desk.new_article(int(section), "Ferry"), "Ferry to sail")
    address = running.get("/news/1").headers["location"]
    assert running.get(address).status == 200
    store = (running.folder / "press" / "current").read_text()
    own = running.folder / "templates" / "broadsheet" / "site"
    own.mkdir(parents=True)
    (own / "theme.css").write_text("body { color: red }")

    said = broadsheet("--paper", running.folder, "doctor")
    assert said.code == 0, said.out
    assert "templates have changed since the paper was started" in said.out

    withdraw(running.folder)
    until(lambda: running.get(address).status == 410, seconds=3, what="it is withdrawn")

    for pid in running.processes("presser"):
        os.kill(pid, signal.SIGKILL)
    until(lambda: pressers_ready(running) == 2, seconds=30, what="the presser is back")
    assert (running.folder / "press" / "current").read_text() == store
    assert "Serving without" not in running.log.read_text()

    running.stop()
    running.start()
    assert "color:red" in running.get("/imprint").text
    until(lambda: pressers_ready(running) == 3, seconds=30, what="the presser is ready")
    assert (running.folder / "press" / "current").read_text() != store


def test_the_presser_takes_back_a_store_that_another_process_replaced(
    running: RunningPaper,
) -> None:
    until(lambda: pressers_ready(running) == 1, seconds=30, what="the presser is ready")
    PressStore.open(running.folder / "press", database="another release").close()
    strange = (running.folder / "press" / "current").read_text()
    until(lambda: pressers_ready(running) == 2, seconds=10, what="the presser began anew")
    assert (running.folder / "press" / "current").read_text() != strange
    until(
        lambda: "stored" in running.get("/").headers["server-timing"],
        seconds=10,
        what="readers are answered from the store again",
    )


def pressers_ready(running: RunningPaper) -> int:
    log = running.log.read_text()
    return len(re.findall(r"^presser +\| .*ready", log, re.MULTILINE))


def withdraw(folder: Path) -> None:
    """As a management command would: in a process of its own, outside of the group."""
    done = subprocess.run(
        [sys.executable, "-c", WITHDRAW],
        env=os.environ
        | {
            "BROADSHEET_FOLDER": str(folder),
            "DJANGO_SETTINGS_MODULE": "broadsheet.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "waits for the presser" in done.stderr
