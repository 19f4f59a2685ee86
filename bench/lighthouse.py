"""Run ``python -m bench.lighthouse``: Lighthouse's scores of the demo paper, on a telephone.

Needs Node 18 or newer and Chromium (``apt-get install nodejs npm chromium``);
fetches Lighthouse from npm into ``--keep``, or a folder that is thrown away.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import load, machine, table
from bench.papers import add_keep_option, served
from tests.running import RunningPaper

_LIGHTHOUSE = "lighthouse@12.8.2"
_BUDGETS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
_TOLD = ("first-contentful-paint", "largest-contentful-paint", "total-byte-weight")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

Found = dict[str, list[dict[str, Any]]]


def main() -> None:
    """Measure, print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.lighthouse", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    add_keep_option(parser)
    options = parser.parse_args()
    print(report(measure(options.runs, options.keep)))


def measure(runs: int, keep: Path | None) -> Found:
    """Lighthouse's reports by page: the home page and the story that leads it."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if not (chromium and shutil.which("npm")):
        raise SystemExit("Chromium and npm are needed: apt-get install nodejs npm chromium")
    found: Found = {}
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as name:
        program = _installed((keep or Path(name)) / "lighthouse")
        paper = RunningPaper(Path(name) / "demo")
        make = ["demo", "--folder", str(paper.folder), "--port", str(paper.port), "--no-serve"]
        paper.command(*make)
        with served(paper):
            lead = re.search(r'href="(/news/\d+/[^"]+)"', paper.get("/").text)
            assert lead, "The demo's home page links to no story."  # noqa: S101 -- the bench's own
            for _run in range(runs):
                for path in ("/", lead[1]):
                    out = Path(name) / "report.json"
                    _examine(program, paper.address + path, out, chromium)
                    found.setdefault(path, []).append(json.loads(out.read_text()))
    return found


def _installed(folder: Path) -> Path:
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), _LIGHTHOUSE],
            env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"},
            stdout=sys.stderr,
            check=True,
        )
    return program


def _examine(program: Path, address: str, out: Path, chromium: str) -> None:
    subprocess.run(
        [
            str(program), address, "--quiet", "--output=json", f"--output-path={out}",
            f"--chrome-flags={_FLAGS}",
        ],
        env=os.environ | {"CHROME_PATH": chromium},
        stdout=sys.stderr,
        check=True,
        timeout=180,
    )  # fmt: skip


def report(found: Found) -> str:
    """Scores (medians), and every audit that was not passed."""
    rows, lines = [], []
    for path, reports in found.items():
        cells = []
        for category, budget in _BUDGETS.items():
            score = median(100 * one["categories"][category]["score"] for one in reports)
            cells.append(f"{score:.0f} (≥ {budget}){'' if score >= budget else ' MISSED'}")
        audits = [one["audits"] for one in reports]
        cells += [f"{median(one[name]['numericValue'] for one in audits):,.0f}" for name in _TOLD]
        rows.append([path[:40], *cells])
        lines += [f"- {path[:40]}: {told}" for told in _failures(reports)]
    columns = ("page", *_BUDGETS, "first paint ms", "largest paint ms", "bytes")
    told = "\n".join(lines) or "- every audit passed"
    return f"Lighthouse. {machine()}, {load()}\n\n{table(columns, rows)}\n\n{told}"


def _failures(reports: list[dict[str, Any]]) -> list[str]:
    failed: dict[str, str] = {}
    for one in reports:
        for name, audit in one["audits"].items():
            if audit["score"] is not None and audit["score"] < 0.9:
                failed[name] = f"{name}: {audit['title']} {audit.get('displayValue', '')}".strip()
    return sorted(failed.values())


if __name__ == "__main__":
    main()
