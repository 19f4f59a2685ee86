"""``broadsheet serve`` runs a paper as one group, and says what keeps it from doing so."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.running import RunningPaper, until

from .running import broadsheet


@pytest.fixture
def running(paper: Path) -> Iterator[RunningPaper]:
    group = RunningPaper(paper)
    group.start()
    yield group
    group.stop()


@contextmanager
def a_listener() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_readers_and_the_desk_are_answered_and_every_process_is_named(
    running: RunningPaper,
) -> None:
    assert running.get("/").status == 200
    assert running.get("/desk/login/").status == 200
    until(
        lambda: {"presser", "scheduler", "serve"} <= _who_is_ready(running),
        seconds=30,
        what="all say that they are ready",
    )


def _who_is_ready(running: RunningPaper) -> set[str]:
    return set(re.findall(r"^(\w+) +\| .*ready", running.log.read_text(), re.MULTILINE))


def test_asked_to_stop_the_whole_group_ends_in_order(running: RunningPaper) -> None:
    assert running.process is not None
    pids = [*running.processes("worker"), *running.processes("presser")]
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(30) == 0
    assert not any(Path(f"/proc/{pid}/cmdline").exists() for pid in pids if not _is_zombie(pid))
    assert "The paper has stopped." in running.log.read_text()


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_nothing_outlives_a_supervisor_that_was_killed(running: RunningPaper) -> None:
    assert running.process is not None
    pids = [
        *running.processes("worker"),
        *running.processes("master"),
        *running.processes("presser"),
    ]
    assert len(pids) >= 4
    running.process.kill()
    running.process.wait()
    until(lambda: all(map(_is_zombie, pids)), seconds=5, what="all processes have ended")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", running.port))


@pytest.mark.parametrize("which", [max, min], ids=["the server", "its understudy"])
def test_a_killed_web_server_is_back_and_answers(
    running: RunningPaper, which: Callable[[list[int]], int]
) -> None:
    killed = which(running.processes("master"))
    os.kill(killed, signal.SIGKILL)
    until(
        lambda: killed not in running.processes("master") and _answers(running),
        seconds=20,
        what="it answers again",
    )


def _answers(running: RunningPaper) -> bool:
    try:
        return running.get("/").status == 200
    except OSError:
        return False


def test_a_second_group_on_one_paper_is_refused(running: RunningPaper) -> None:
    assert running.process is not None
    said = broadsheet("--paper", running.folder, "serve", "--port", str(running.port + 1))
    assert said.code == 1
    assert f"served already, by process {running.process.pid}" in said.err


def test_a_port_in_use_is_said_before_anything_starts(paper: Path) -> None:
    with a_listener() as port:
        said = broadsheet("--paper", paper, "serve", "--port", str(port))
    assert said.code == 1
    assert f"Port {port} is in use" in said.err
    assert f"--port {port + 1}" in said.err
    assert not list((paper / "run").glob("*.bell"))


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_what_is_no_port_is_said(paper: Path, port: str) -> None:
    said = broadsheet("--paper", paper, "serve", "--port", port)
    assert said.code == 2
    assert "--port" in said.err


def test_an_address_of_another_machine_is_said(paper: Path) -> None:
    said = broadsheet("--paper", paper, "serve", "--host", "192.0.2.1", "--port", "8099")
    assert said.code == 1
    assert "cannot listen at 192.0.2.1" in said.err


def test_a_database_behind_the_code_stops_the_start_in_words(paper: Path) -> None:
    with closing(sqlite3.connect(paper / "data" / "broadsheet.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'broadsheet_versions'")
        database.commit()
    with a_listener() as port:
        pass
    said = broadsheet("--paper", paper, "serve", "--port", str(port))
    assert said.code == 1
    assert f"broadsheet --paper {paper} migrate" in said.err
    assert said.err.rstrip().endswith("its scheduler says above what is missing.")


def test_a_database_locked_by_another_process_is_said_in_words(paper: Path) -> None:
    file = paper / "data" / "broadsheet.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = broadsheet("--paper", paper, "clearsessions")
    assert said.code == 1
    assert "locked by another process" in said.err
    assert "Traceback" not in said.err


@pytest.mark.slow
def test_the_demo_is_made_once_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    first = broadsheet("demo", "--folder", folder, "--no-serve")
    assert first.code == 0, first.err
    assert "sign in as editor with" in first.out
    assert "not for the internet" in first.out
    again = broadsheet("demo", "--folder", folder, "--no-serve", "--port", "8055")
    assert again.code == 0, again.err
    assert "stands already" in again.out
    assert "http://localhost:8055/" in again.out
    with closing(sqlite3.connect(folder / "data" / "broadsheet.sqlite3")) as database:
        count = database.execute(
            "SELECT count(*) FROM broadsheet_versions_publicarticle"
        ).fetchone()
        query = "SELECT base_address FROM broadsheet_paper_paperversion ORDER BY number DESC"
        assert database.execute(query).fetchone() == ("http://localhost:8055",)
    assert count == (51,)
    with subprocess.Popen(
        [sys.executable, "-m", "broadsheet.ops.cli", "demo", "--folder", folder, "--port", "8055"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as serving:
        assert serving.stderr is not None
        for line in serving.stderr:
            if "ready after" in line:
                break
        with urllib.request.urlopen("http://127.0.0.1:8055/") as page:
            assert b"The Ternholm Courier" in page.read()
        serving.send_signal(signal.SIGINT)
        serving.stderr.read()
    assert serving.returncode == 0


def test_the_demo_never_throws_away_what_is_no_demo(paper: Path) -> None:
    said = broadsheet("demo", "--folder", paper, "--fresh", "--no-serve")
    assert said.code == 1
    assert "no demo paper" in said.err
    assert (paper / "data" / "broadsheet.sqlite3").exists()
