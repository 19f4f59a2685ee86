"""Run ``python -m bench.mixed``: do pressed pages wait for the desk?

Readers ask for pressed pages at a steady rate, first while the desk is calm,
then while one editor saves a long story again and again and another uploads
pictures of five megapixels, all in the same two workers. The phases alternate.
"""

from __future__ import annotations

import argparse
import io
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from PIL import Image

from bench.figures import in_ms, load, machine, percentile, table, verdict
from bench.papers import add_keep_option, addresses, section_keys, served, stocked
from bench.readers import reading
from tests.running import DeskSession, RunningPaper, article_form

_RATE = 100  # requests a second
_BUDGET = 3.0  # times the calm p99

PHASES = ("calm", "saving", "uploading", "both")


@dataclass
class Result:
    """Seconds of readers' requests by phase and round, and how much the desk did meanwhile."""

    latencies: dict[str, list[list[float]]] = field(default_factory=dict)
    saves: list[float] = field(default_factory=list)
    uploads: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    load: str = ""


def main() -> None:
    """Measure, print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.mixed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each phase")
    add_keep_option(parser)
    options = parser.parse_args()
    print(report(measure(options.rounds, options.seconds, options.keep)))


def measure(rounds: int, seconds: float, keep: Path | None) -> Result:
    """All phases in each round, on one paper of 1,000 articles."""
    result = Result()
    with stocked(1000, keep=keep) as paper, served(paper):
        newest, _others = addresses(paper, newest=100, others=0)
        pages = {"pressed": ["/", "/feed.xml", "/section/world", *newest]}
        for path in pages["pressed"]:
            paper.get(path)
        saver, uploader = _Saver(paper, result), _Uploader(paper, result)
        jobs: dict[str, list[Callable[[], None]]] = {
            "calm": [],
            "saving": [saver.once],
            "uploading": [uploader.once],
            "both": [saver.once, uploader.once],
        }
        for _round in range(rounds):
            for phase in PHASES:
                with _busy(jobs[phase]), reading(paper.port, pages, rate=_RATE) as readers:
                    time.sleep(seconds)
                result.latencies.setdefault(phase, []).append(readers.latencies["pressed"])
                result.faults += readers.faults
        result.load = load()
    return result


@contextmanager
def _busy(jobs: list[Callable[[], None]]) -> Iterator[None]:
    """Do each of the jobs again and again, each in a thread, while the block runs."""
    stop = threading.Event()

    def repeat(job: Callable[[], None]) -> None:
        while not stop.is_set():
            job()

    threads = [threading.Thread(target=repeat, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


class _Saver:
    """An editor who saves all the time."""

    def __init__(self, paper: RunningPaper, result: Result) -> None:
        self.desk, self.result = DeskSession(paper), result
        self.page = self.desk.new_article(section_keys(paper)["world"], "Draft", slug="draft")

    def once(self) -> None:
        began = time.perf_counter()
        form = article_form(f"Draft {len(self.result.saves)}", "draft")
        answer = self.desk.post(f"/desk/pages/{self.page}/edit/", form, as_json=True)
        if answer.status != 200:
            raise RuntimeError(f"The draft was not saved: {answer.status}")
        self.result.saves.append(time.perf_counter() - began)


class _Uploader:
    """A picture editor who uploads all the time; no picture twice."""

    def __init__(self, paper: RunningPaper, result: Result) -> None:
        self.desk, self.result = DeskSession(paper), result
        self.desk.get("/desk/images/add/")
        self.photograph = a_photograph()

    def once(self) -> None:
        # What follows a JPEG's end is no part of the picture, but makes another file.
        picture = self.photograph + str(len(self.result.uploads)).encode()
        began = time.perf_counter()
        fields = {"title": f"Picture {len(self.result.uploads)}", "collection": "1"}
        status = post_file(self.desk, "/desk/images/add/", fields, "file", picture)
        if status != 302:
            raise RuntimeError(f"The picture was not taken: {status}")
        self.result.uploads.append(time.perf_counter() - began)


def a_photograph() -> bytes:
    """A JPEG of five megapixels, as busy as a photograph."""
    small = Image.frombytes("RGB", (644, 484), os.urandom(644 * 484 * 3))
    file = io.BytesIO()
    small.resize((2576, 1936), Image.Resampling.BICUBIC).save(file, "JPEG", quality=85)
    return file.getvalue()


def post_file(
    desk: DeskSession, path: str, fields: dict[str, str], name: str, content: bytes
) -> int:
    """Send a form with a file, as a browser does (RFC 7578); returns the status."""
    boundary = "----broadsheet-bench"
    token = next(c.value or "" for c in desk.cookies if c.name == "csrftoken")
    body = b""
    for key, value in (fields | {"csrfmiddlewaretoken": token}).items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'.encode()
        body += f"{value}\r\n".encode()
    body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '.encode()
    body += b'filename="picture.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' + content
    body += f"\r\n--{boundary}--\r\n".encode()
    request = urllib.request.Request(  # noqa: S310 -- the paper's own address
        desk.paper.address + path,
        data=body,
        headers={
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Referer": desk.paper.address + path,
        },
    )
    try:
        with desk.opener.open(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def report(result: Result) -> str:
    """A table and the verdict, as Markdown; figures are medians of the rounds."""
    p99 = {
        phase: median(percentile(seconds, 0.99) for seconds in runs)
        for phase, runs in result.latencies.items()
    }
    rows = [
        [
            phase,
            sum(map(len, runs)),
            f"{1000 * median(percentile(seconds, 0.5) for seconds in runs):.2f}",
            f"{1000 * p99[phase]:.1f}",
            f"{p99[phase] / p99['calm']:.1f}",
            f"{1000 * max(seconds[-1] for seconds in runs):.0f}",
        ]
        for phase, runs in result.latencies.items()
    ]
    columns = ("phase", "requests", "p50 ms", "p99 ms", "p99 / calm", "max ms")
    lines = [
        f"Pressed pages beside the desk. {machine()}, {result.load}",
        "",
        table(columns, rows),
        "",
        f"- p99 / calm: {verdict(p99['both'] / p99['calm'], budget=_BUDGET)}",
        f"- saves: {len(result.saves)}, {in_ms(sorted(result.saves))}",
        f"- uploads: {len(result.uploads)}, {in_ms(sorted(result.uploads))}",
        f"- readers' faults: {len(result.faults)} {result.faults[:3]}",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
