"""The supervisor starts, restarts and stops processes, and none outlives it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# A supervisor over small programs of the test's own. Each child writes a line
# “NAME PID” when it stands.
GROUP = """
import sys
from broadsheet.ops.supervisor import Part, Supervisor
import os
parts = [Part(name, [sys.executable, "-c", code]) for name, code in {parts!r}.items()]
Supervisor(parts, environment=os.environ, grace={grace}).run()
print("stopped", file=sys.stderr)
"""
STANDS = (
    "import os, signal, sys, time\n"
    "from broadsheet.ops.lifeline import end_with_parent\n"
    "end_with_parent()\n"
    "print('stands', os.getpid(), flush=True)\n"
)
PATIENT = STANDS + "signal.pause()"
DEAF = (
    STANDS.replace("print", "signal.signal(signal.SIGTERM, signal.SIG_IGN); print")
    + "\nwhile True: time.sleep(60)"
)


class Group:
    """A running supervisor, and the lines it passed on."""

    def __init__(self, log: Path, *, grace: float = 5.0, **parts: str) -> None:
        self.log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-c", GROUP.format(parts=parts, grace=grace)],
                stdout=file,
                stderr=file,
            )

    def pids(self, name: str) -> list[int]:
        found = re.findall(rf"^{name} +\| stands (\d+)$", self.log.read_text(), re.MULTILINE)
        return [int(pid) for pid in found]

    def wait_for(self, name: str, *, starts: int = 1) -> int:
        until(lambda: len(self.pids(name)) >= starts, f"{name} stands", self.log)
        return self.pids(name)[-1]


def until(holds: Callable[[], bool], what: str, log: Path, seconds: float = 20) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, f"not so: {what}\n{log.read_text()}"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Group]]:
    groups: list[Group] = []

    def start_group(**parts: str) -> Group:
        groups.append(Group(tmp_path / f"log-{len(groups)}", **parts))
        return groups[-1]

    yield start_group
    for group in groups:
        group.process.kill()
        group.process.wait()


def test_a_dead_child_is_started_again_at_once_and_said(start: Callable[..., Group]) -> None:
    group = start(web=PATIENT)
    first = group.wait_for("web")
    os.kill(first, signal.SIGKILL)
    second = group.wait_for("web", starts=2)
    assert second != first
    assert "web was killed by SIGKILL" in group.log.read_text()


def test_what_always_dies_is_started_less_and_less_often(start: Callable[..., Group]) -> None:
    group = start(bad="print('no'); raise SystemExit(3)")
    until(lambda: "again in 1.0 s" in group.log.read_text(), "it backs off", group.log)
    said = group.log.read_text()
    assert "bad ended with 3" in said
    assert said.index("again now") < said.index("again in 0.5 s") < said.index("again in 1.0 s")


def test_asked_to_stop_it_asks_everyone_and_ends_with_none_left(
    start: Callable[..., Group],
) -> None:
    group = start(web=PATIENT, presser=PATIENT)
    pids = [group.wait_for("web"), group.wait_for("presser")]
    group.process.send_signal(signal.SIGTERM)
    assert group.process.wait(20) == 0
    assert all(is_gone(pid) for pid in pids)
    assert "stopped" in group.log.read_text()


def test_who_does_not_end_when_asked_is_killed_after_the_grace(
    start: Callable[..., Group],
) -> None:
    group = start(grace=0.3, deaf=DEAF)
    pid = group.wait_for("deaf")
    group.process.send_signal(signal.SIGINT)
    assert group.process.wait(20) == 0
    assert is_gone(pid)
    assert "deaf has not ended and is killed" in group.log.read_text()


def test_a_second_signal_does_not_wait_for_the_grace(start: Callable[..., Group]) -> None:
    group = start(grace=600, deaf=DEAF)
    group.wait_for("deaf")
    group.process.send_signal(signal.SIGINT)
    # A signal that arrives while the first is being handled counts as one with it.
    while group.process.poll() is None:
        group.process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    assert group.process.returncode == 0


def test_children_end_with_a_supervisor_that_was_killed(start: Callable[..., Group]) -> None:
    group = start(web=PATIENT, deaf=DEAF)
    pids = [group.wait_for("web"), group.wait_for("deaf")]
    group.process.kill()
    until(lambda: all(map(is_gone, pids)), "the children end", group.log)


def test_what_a_dead_child_had_started_is_ended_too(start: Callable[..., Group]) -> None:
    helper = (
        "import subprocess, sys\n"
        "helper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print('helper', helper.pid, flush=True)\n"
    )
    group = start(web=helper + PATIENT)
    master = group.wait_for("web")
    found = re.search(r"helper (\d+)", group.log.read_text())
    assert found
    os.kill(master, signal.SIGKILL)
    until(lambda: is_gone(int(found[1])), "the helper ends", group.log)


def test_a_child_that_says_it_wont_start_stops_the_group(start: Callable[..., Group]) -> None:
    group = start(web=PATIENT, scheduler="print('migrate first'); raise SystemExit(78)")
    assert group.process.wait(20) == 1
    said = group.log.read_text()
    assert "scheduler | migrate first" in said
    assert "WontStart" in said
    assert all(is_gone(pid) for pid in group.pids("web"))


def test_half_a_line_is_passed_on_when_its_writer_ends(start: Callable[..., Group]) -> None:
    group = start(web="import sys; sys.stdout.write('last words')", presser=PATIENT)
    until(lambda: "web       | last words" in group.log.read_text(), "words", group.log)
