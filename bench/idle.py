"""Run ``python -m bench.idle``: memory of a paper at rest, and how soon it answers after a start.

Memory is the sum of PSS over the group's processes (memory that several share
is counted once), without the press store's map, which is the disk's cache.
"""

from __future__ import annotations

import argparse
import re
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.figures import load, machine, table, verdict
from bench.papers import add_keep_option, stocked
from tests.running import RunningPaper, until

_MEMORY = 400.0  # MB
_START = 3.0  # seconds
_REST = 15.0  # seconds; the idle pressing of the newest pages is over by then


@dataclass
class Result:
    """MB by process at rest; seconds to the first page with a store at hand and without."""

    memory: list[tuple[str, float]] = field(default_factory=list)
    store: float = 0.0
    warm: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.idle", description=__doc__)
    parser.add_argument("--starts", type=int, default=5)
    add_keep_option(parser)
    options = parser.parse_args()
    print(report(measure(options.starts, options.keep)))


def measure(starts: int, keep: Path | None) -> Result:
    """Starts first, then memory of the last one."""
    result = Result()
    with stocked(1000, keep=keep) as paper:
        for _start in range(starts):
            shutil.rmtree(paper.folder / "press", ignore_errors=True)
            (paper.folder / "press").mkdir()
            result.cold.append(_seconds_to_first_page(paper))
            time.sleep(2)
            paper.stop()
            result.warm.append(_seconds_to_first_page(paper))
            paper.stop()
        paper.start()
        try:
            until(lambda: "scheduler | " in paper.log.read_text(), seconds=30, what="all started")
            time.sleep(_REST)
            _weigh(paper, result)
        finally:
            paper.stop()
    return result


def _seconds_to_first_page(paper: RunningPaper) -> float:
    began = time.monotonic()
    try:
        paper.start()
    except AssertionError:
        paper.stop()
        raise
    return time.monotonic() - began


def _weigh(paper: RunningPaper, result: Result) -> None:
    assert paper.process is not None  # noqa: S101 -- it was just started
    for pid in _family(paper.process.pid):
        smaps = Path(f"/proc/{pid}/smaps").read_text()
        total, of_store = _pss(smaps, ""), _pss(smaps, "data.mdb")
        result.store += of_store
        name = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        words = re.search(r"children (\w+)|(serve)", name)
        result.memory.append((words[1] or words[2] if words else name[:40], total - of_store))


def _family(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [child for task in tasks for child in (task / "children").read_text().split()]
    return [pid, *(member for child in children for member in _family(int(child)))]


def _pss(smaps: str, file: str) -> float:
    """MB of the mappings whose file's name ends like this."""
    found = re.findall(
        r"^[0-9a-f]+-[0-9a-f]+ .*?(\S*)$(?:\n(?![0-9a-f]+-).*)*?\nPss: +(\d+) kB",
        smaps,
        re.MULTILINE,
    )
    return sum(int(size) for name, size in found if name.endswith(file)) * 1024 / 1e6


def report(result: Result) -> str:
    """A table and the verdicts, as Markdown."""
    total = sum(size for _name, size in result.memory)
    lines = [
        f"At rest. {machine()}, {load()}",
        "",
        table(("process", "MB"), [(name, f"{size:.0f}") for name, size in result.memory]),
        "",
        f"- memory of the group: {verdict(total, budget=_MEMORY, unit=' MB')}",
        f"- the store's map beside it: {result.store:.1f} MB",
        f"- first page after a start, store at hand: {_seconds(result.warm)}",
        f"- first page after a start, no store yet: {_seconds(result.cold)}",
    ]
    return "\n".join(lines)


def _seconds(values: list[float]) -> str:
    every = ", ".join(f"{value:.1f}" for value in sorted(values))
    return f"{verdict(median(values), budget=_START, unit=' s')}; {every}"


if __name__ == "__main__":
    main()
