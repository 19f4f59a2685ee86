"""Run ``python -m bench.wagtail``: a pressed page against the same page from Wagtail's own view.

One story of 1,200 words without a picture, in one template; one worker with
one thread each, pinned to core 0, wrk on core 1, in rounds that alternate.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median

from bench.figures import load, machine, table, verdict
from bench.papers import add_keep_option, ask_inside, stocked
from bench.serving.load import Load, Run, run
from bench.serving.servers import Server, granian_with

_BUDGET = 100.0

Results = dict[str, list[Run]]


def main() -> None:
    """Measure, print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.wagtail", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="of load in each run")
    add_keep_option(parser)
    options = parser.parse_args()
    print(report(measure(options.rounds, options.seconds, options.keep)))


def measure(rounds: int, seconds: int, keep: Path | None) -> Results:
    """Both servers over one paper, loaded in turn."""
    results: Results = {}
    with stocked(1000, keep=keep) as paper, tempfile.TemporaryDirectory() as name:
        paths = ask_inside(paper, "long_story")
        folder = {"BROADSHEET_FOLDER": str(paper.folder)}
        servers: dict[str, Callable[[], AbstractContextManager[Server]]] = {
            "pressed": lambda: granian_with("broadsheet.config.wsgi:application", **folder),
            "wagtail": lambda: granian_with("bench.wagtail_site.app:app", **folder),
        }
        with servers["pressed"]() as pressed, servers["wagtail"]() as wagtail:
            ports = {"pressed": pressed, "wagtail": wagtail}
            _check_both_show_the_same(
                *(f"http://127.0.0.1:{ports[kind].port}{paths[kind]}" for kind in ports)
            )
            for number in range(rounds):
                for kind, server in ports.items():
                    asked = Load([paths[kind]], "", seconds)
                    one = run(server, asked, folder=Path(name), seed=number)
                    results.setdefault(kind, []).append(one)
    return results


def _check_both_show_the_same(*addresses: str) -> None:
    """The same words in the same markup, but for the times and what depends on them."""
    pages = []
    for address in addresses:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 -- our own
            pages.append(answer.read().decode())
    stories = [re.findall(r"<p>(?:The harbour council[^<]*)</p>", page) for page in pages]
    if stories[0] != stories[1] or len(stories[0]) != 20:
        raise SystemExit(f"The two pages differ: {[len(page) for page in pages]} characters")


def report(results: Results) -> str:
    """A table and the verdicts, as Markdown."""
    rows = []
    for kind, runs in results.items():
        rows.append(
            [
                kind,
                f"{median(one.rate for one in runs):,.0f}",
                f"{median(one.cost for one in runs):,.0f}",
                f"{median(one.share for one in runs):.2f}",
                f"{median(one.p50 for one in runs):.2f}",
                f"{median(one.p99 for one in runs):.2f}",
                f"{median(one.size for one in runs):,.0f}",
                sum(one.errors for one in runs),
            ]
        )
    columns = (
        "page",
        "req/s",
        "CPU µs/req",
        "share of core",
        "p50 ms",
        "p99 ms",
        "bytes",
        "errors",
    )
    rate = median(one.rate for one in results["pressed"]) / median(
        one.rate for one in results["wagtail"]
    )
    cost = median(one.cost for one in results["wagtail"]) / median(
        one.cost for one in results["pressed"]
    )
    lines = [
        f"Pressed against Wagtail's own view. {machine()}, {load()}",
        "",
        table(columns, rows),
        "",
        f"- pressed / Wagtail, by rate: {verdict(rate, budget=_BUDGET, at_least=True)}",
        f"- pressed / Wagtail, by processor time: {verdict(cost, budget=_BUDGET, at_least=True)}",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
