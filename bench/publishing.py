"""Run ``python -m bench.publishing``: how soon readers see what the desk says it has published.

A paper of each size is served by two workers. Readers ask for 50 pages a
second, one in five of them a story of the archive that may not be pressed; two
editors save every two seconds. Stories are then published, updated and withdrawn through
the desk. From the desk's answer on, clients that have the old pages ask again
(If-None-Match, every 10 ms, over several new connections so that both workers
are met) until each page shows the change on all of them.

Then, with the paper at rest: what the act and its pressing cost, and how many
pages it makes stale.
"""

from __future__ import annotations

import argparse
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import in_ms, load, machine, percentile, table, verdict
from bench.papers import (
    add_keep_option,
    addresses,
    ask_inside,
    news_id_of,
    section_keys,
    served,
    stocked,
)
from bench.readers import Readers, reading
from tests.running import DeskSession, Reply, RunningPaper, article_form

_CONNECTIONS = 4  # new ones for each look; they meet both workers
_POLL = 0.01  # seconds
_GIVE_UP = 20.0  # seconds
_BUDGET = 1.0  # seconds, at the 99th percentile
_FLAT = 1.3  # 200,000 articles against 1,000

PAGES = ("article", "home", "section", "feed", "section feed", "news sitemap", "month sitemap")


@dataclass
class Result:
    """Of one size. ``delays``: seconds by act and page; the act's own costs come from inside."""

    articles: int
    delays: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    desk: dict[str, list[float]] = field(default_factory=dict)
    saves: list[float] = field(default_factory=list)
    readers: Readers = field(default_factory=Readers)
    inside: list[dict[str, Any]] = field(default_factory=list)
    store_bytes: int = 0
    load: str = ""


def main() -> None:
    """Measure all sizes, print tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.publishing", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 200_000])
    parser.add_argument("--stories", type=int, default=40, help="each out, updated, withdrawn")
    parser.add_argument("--rounds", type=int, default=3, help="of measuring the acts' own cost")
    add_keep_option(parser)
    options = parser.parse_args()
    print(report(measure(options.articles, options.stories, options.rounds, options.keep)))


def measure(sizes: list[int], stories: int, rounds: int, keep: Path | None) -> list[Result]:
    """All sizes; the acts' own cost in rounds that alternate between them."""
    results = [_under_load(size, stories, keep) for size in sizes]
    for _round in range(rounds):
        for result in results:
            with stocked(result.articles, keep=keep) as paper:
                result.inside.append(ask_inside(paper, "acts", "8"))
    return results


# -- under load --------------------------------------------------------------------------


def _under_load(size: int, stories: int, keep: Path | None) -> Result:
    result = Result(size)
    with stocked(size, keep=keep) as paper, served(paper):
        newest, archive = addresses(paper, newest=100, others=5000)
        fronts = ["/", "/feed.xml", *(f"/section/{slug}" for slug in section_keys(paper))]
        wanted = {"pressed": fronts * 5 + newest, "archive": archive}
        shares = {"pressed": 4, "archive": 1}
        with (
            reading(paper.port, wanted, rate=50, shares=shares) as readers,
            _editors(paper, result),
        ):
            _acts(paper, stories, result)
            result.load = load()
        result.readers = readers
        result.store_bytes = sum(
            file.stat().st_blocks * 512 for file in (paper.folder / "press").rglob("data.mdb")
        )
    return result


@contextmanager
def _editors(paper: RunningPaper, result: Result) -> Iterator[None]:
    """Two editors whose drafts save themselves every two seconds. Raises if one is refused."""
    editors = [
        _Editor(paper, result, name, section)
        for name, section in (("ada", "culture"), ("ben", "business"))
    ]
    for editor in editors:
        editor.start()
    try:
        yield
    finally:
        for editor in editors:
            editor.stop.set()
            editor.join()
    if refusals := [refusal for editor in editors for refusal in editor.refusals]:
        raise RuntimeError(f"An editor's work was refused: {refusals[:3]}")


class _Editor(threading.Thread):
    def __init__(self, paper: RunningPaper, result: Result, name: str, section: str) -> None:
        super().__init__(daemon=True)
        self.paper, self.result = paper, result
        self.slug, self.section = f"draft-{name}", section_keys(paper)[section]
        self.stop = threading.Event()
        self.refusals: list[str] = []

    def run(self) -> None:
        try:
            desk = DeskSession(self.paper)
            page = desk.new_article(self.section, "A draft", slug=self.slug)
            while not self.stop.wait(2.0):
                self._save(desk, page)
        except (AssertionError, OSError) as error:
            self.refusals.append(str(error)[:1000])

    def _save(self, desk: DeskSession, page: int) -> None:
        form = article_form(f"A draft, {len(self.result.saves)}", self.slug)
        began = time.perf_counter()
        answer = desk.post(f"/desk/pages/{page}/edit/", form, as_json=True)
        self.result.saves.append(time.perf_counter() - began)
        if answer.status != 200:
            self.refusals.append(f"{answer.status} {answer.text[:500]}")


def _acts(paper: RunningPaper, stories: int, result: Result) -> None:
    desk = DeskSession(paper)
    sections = [(slug, key) for slug, key in section_keys(paper).items() if slug != "culture"]
    for number in range(stories):
        section, key = sections[number % len(sections)]
        headline, slug = f"Tide gate number {number} opens", f"tide-gate-{number}"
        page = desk.new_article(key, headline, slug=slug)
        watch = _Watch(paper.port, f"/news/{news_id_of(paper, slug)}/{slug}", section)
        publish = article_form(headline, slug) | {"action-publish": "action-publish"}
        watch.act(
            lambda page=page, form=publish: desk.post(f"/desk/pages/{page}/edit/", form),
            "publish", shows=headline, result=result,
        )  # fmt: skip
        newer = f"Tide gate number {number} stays open"
        update = article_form(newer, slug) | {"action-publish": "action-publish"}
        watch.act(
            lambda page=page, form=update: desk.post(f"/desk/pages/{page}/edit/", form),
            "update", shows=newer, result=result,
        )  # fmt: skip
        watch.act(
            lambda page=page: desk.post(f"/desk/pages/{page}/unpublish/", {"note": ""}),
            "withdraw", hides=newer, result=result,
        )  # fmt: skip


class _Watch:
    """A reader who has the pages around one story, and asks whether they are still so."""

    def __init__(self, port: int, address: str, section: str) -> None:
        self.port = port
        self.address = address
        self.paths = dict(
            zip(
                PAGES,
                (
                    address, "/", f"/section/{section}", "/feed.xml",
                    f"/section/{section}/feed.xml", "/news-sitemap.xml",
                    f"/sitemap-{time.strftime('%Y-%m', time.gmtime())}.xml",
                ),
                strict=True,
            )
        )  # fmt: skip
        self.etags: dict[str, str] = {}

    def act(
        self,
        press: Callable[[], Reply],
        kind: str,
        *,
        result: Result,
        shows: str = "",
        hides: str = "",
    ) -> None:
        """Do it at the desk, and take the time until each page shows it."""
        for path in self.paths.values():
            _status, self.etags[path], _body = self._ask(path)
        began = time.perf_counter()
        answer = press()
        acknowledged = time.perf_counter()
        if answer.status != 302:
            raise RuntimeError(f"The desk did not {kind}: {answer.status} {answer.text[:2000]}")
        result.desk.setdefault(kind, []).append(acknowledged - began)
        waiting = dict(self.paths)
        if kind == "update":  # tells a month's sitemap only the second of the change
            del waiting["month sitemap"]
        while waiting:
            for page, path in list(waiting.items()):
                if all(self._is_new(page, path, shows, hides) for _ in range(_CONNECTIONS)):
                    seconds = time.perf_counter() - acknowledged
                    result.delays.setdefault((kind, page), []).append(seconds)
                    del waiting[page]
            if time.perf_counter() - acknowledged > _GIVE_UP:
                raise RuntimeError(f"After {_GIVE_UP} s these don't show it: {waiting}")
            time.sleep(_POLL)

    def _is_new(self, page: str, path: str, shows: str, hides: str) -> bool:
        status, etag, body = self._ask(path, self.etags[path])
        if status == 304:
            return False
        if page == "article" and hides:
            return status == 410 and hides not in body
        if page == "month sitemap":  # it names addresses and instants, no headlines
            return etag != self.etags[path] and (self.address in body) is bool(shows)
        return status == 200 and (shows in body if shows else hides not in body)

    def _ask(self, path: str, etag: str = "") -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"if-none-match": etag} if etag else {})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("etag", ""), answer.read().decode()
        finally:
            connection.close()


# -- telling -----------------------------------------------------------------------------


def report(results: list[Result]) -> str:
    """Tables and verdicts, as Markdown."""
    parts = [f"Publishing. {machine()}"]
    for result in results:
        parts += [_delays(result), _around(result)]
    parts.append(_costs(results))
    return "\n\n".join(parts)


def _delays(result: Result) -> str:
    rows = []
    for (kind, page), seconds in result.delays.items():
        told = sorted(seconds)
        figures = [percentile(told, share) for share in (0.5, 0.95, 0.99)]
        rows.append([kind, page, len(told), *(f"{1000 * s:.0f}" for s in (*figures, told[-1]))])
    columns = ("act", "page", "times", "p50 ms", "p95 ms", "p99 ms", "max ms")
    return f"{result.articles:,} articles, {result.load}\n\n{table(columns, rows)}"


def _around(result: Result) -> str:
    every = sorted(seconds for delays in result.delays.values() for seconds in delays)
    # What a client waits for is the last of the pages of one act.
    last = [
        sorted(map(max, zip(*delays, strict=True)))
        for kind in result.desk
        if (delays := [told for (act, _page), told in result.delays.items() if act == kind])
    ]
    slowest = max(percentile(seconds, 0.99) for seconds in last)
    lines = [
        f"- all pages new, p99 of the slowest act: {verdict(slowest, budget=_BUDGET, unit=' s')}",
        f"- any page new: p99 {1000 * percentile(every, 0.99):.0f} ms",
        *(
            f"- the desk's answer to “{kind}”: median {1000 * median(seconds):.0f} ms"
            for kind, seconds in result.desk.items()
        ),
        f"- drafts saved: {len(result.saves)}, median {1000 * median(result.saves):.0f} ms",
        *(
            f"- {len(seconds):,} readers' requests, {kind}: {in_ms(seconds)}"
            for kind, seconds in result.readers.latencies.items()
        ),
        f"- readers' faults: {len(result.readers.faults)} {result.readers.faults[:3]}",
        f"- press store on disk: {result.store_bytes / 2**20:.0f} MiB",
    ]
    return "\n".join(lines)


def _costs(results: list[Result]) -> str:
    rows = []
    totals: dict[str, list[float]] = {}
    for kind in ("publish", "update", "withdraw"):
        for result in results:
            cells: list[str] = []
            for measure_of in ("seconds", "cpu"):
                pairs = [pair for run in result.inside for pair in run[measure_of][kind]]
                act, press = (median(values) for values in zip(*pairs, strict=True))
                both = median(act + press for act, press in pairs)
                totals.setdefault(f"{kind} {measure_of}", []).append(both)
                cells += [f"{1000 * act:.0f}", f"{1000 * press:.0f}", f"{1000 * both:.0f}"]
            rows.append([kind, f"{result.articles:,}", *cells])
    columns = ["act", "articles", "act ms", "press ms", "both ms"]
    columns += [f"CPU of {column}" for column in columns[2:]]
    lines = [f"The acts' own cost, medians, nothing else running in the paper, {load()}"]
    lines += ["", table(columns, rows), ""]
    if len(results) > 1:
        lines += [
            f"- {kind}, largest / smallest paper: {verdict(values[-1] / values[0], budget=_FLAT)}"
            for kind, values in totals.items()
        ]
    for result in results:
        stale = [count for run in result.inside for count in run["stale"]]
        lines.append(
            f"- pages made stale by an act, {result.articles:,} articles: at most "
            f"{verdict(max(stale), budget=200)}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
