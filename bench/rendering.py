"""Run ``python -m bench.rendering``: what a fresh render costs, without any store.

Time and database queries of each kind of page in a small and in a large paper,
and whether SQLite reads any large table whole for it (EXPLAIN QUERY PLAN).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import load, machine, table, verdict
from bench.papers import add_keep_option, ask_inside, stocked

_BUDGETS = {"article": 12, "home": 25}

Found = dict[int, list[dict[str, Any]]]


def main() -> None:
    """Measure all sizes, print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.rendering", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 200_000])
    parser.add_argument("--rounds", type=int, default=3)
    add_keep_option(parser)
    options = parser.parse_args()
    print(report(measure(options.articles, options.rounds, options.keep)))


def measure(sizes: list[int], rounds: int, keep: Path | None) -> Found:
    """What ``inside.rendering`` says of each size, in rounds that alternate between them."""
    found: Found = {size: [] for size in sizes}
    for _round in range(rounds):
        for size, runs in found.items():
            with stocked(size, keep=keep) as paper:
                runs.append(ask_inside(paper, "rendering", "10"))
    return found


def report(found: Found) -> str:
    """A table and verdicts, as Markdown."""
    kinds = list(next(iter(found.values()))[0])
    rows, lines = [], []
    for kind in kinds:
        for size, runs in found.items():
            figures = runs[0][kind]
            rows.append(
                [
                    kind,
                    f"{size:,}",
                    f"{1000 * median(run[kind]['seconds'] for run in runs):.1f}",
                    f"{1000 * median(run[kind]['cpu'] for run in runs):.1f}",
                    figures["queries"],
                    f"{figures['bytes']:,}",
                    "; ".join(figures["scans"]) or "none",
                ]
            )
        if kind in _BUDGETS:
            most = max(run[kind]["queries"] for runs in found.values() for run in runs)
            lines.append(f"- queries, {kind}: {verdict(most, budget=_BUDGETS[kind])}")
    columns = ("page", "articles", "ms", "CPU ms", "queries", "bytes", "tables read whole")
    told = table(columns, rows)
    return f"Rendering. {machine()}, {load()}\n\n{told}\n\n" + "\n".join(lines)


if __name__ == "__main__":
    main()
