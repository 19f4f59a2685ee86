"""Run ``python -m bench.serving``: pressed pages against nginx, as ratios.

All servers hold the same bytes, coded beforehand, send the same headers and
have one worker on core 0; wrk sits on core 1. Rounds are interleaved, so that
other work on the machine meets all alike. nginx runs twice: as it comes, and
with ``open_file_cache``.

The ratio of rates counts when every server had its core for itself ("share of
core" near 1). On a busy machine it measures the scheduler; there the ratio of
processor time for a request, which is what bounds the rate on a free core, says
more. Needs nginx and wrk (``apt-get install nginx-light
wrk``), Linux and two cores; takes two to three minutes.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.serving.app import DATABASE
from bench.serving.load import Load, Run, run
from bench.serving.newsprint import page
from bench.serving.servers import Server, granian, nginx
from broadsheet.press.pages import Page
from broadsheet.press.store import PressStore

SERVERS = ("nginx", "nginx, files kept open", "pressed")

Results = dict[tuple[str, str], list[Run]]


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table."""

    title: str
    size: int
    coding: str = ""
    is_conditional: bool = False
    target: float = 0.0


CASES = (
    Case("30 KB plain", 30_000, target=0.60),
    Case("30 KB gzip", 30_000, coding="gzip", target=0.50),
    Case("30 KB, 304", 30_000, coding="gzip", is_conditional=True, target=0.55),
    Case("14 KB plain", 14_000),
    Case("14 KB gzip", 14_000, coding="gzip"),
)


def main() -> None:
    """Build, run, print a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m bench.serving", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=1, help="of load in each run")
    parser.add_argument("--pages", type=int, default=1000, help="of each size")
    options = parser.parse_args()
    for program, package in (("nginx", "nginx-light"), ("wrk", "wrk"), ("taskset", "util-linux")):
        if not shutil.which(program, path="/usr/sbin:/usr/bin:/usr/local/bin:/bin"):
            raise SystemExit(f"{program} is missing: apt-get install {package}")
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's worker may be another user
        pages = _build(folder, options.pages)
        with (
            nginx(folder, keeps_files_open=False) as files,
            nginx(folder, keeps_files_open=True) as open_files,
            granian(folder) as pressed,
        ):
            servers = dict(zip(SERVERS, (files, open_files, pressed), strict=True))
            results = _measure(servers, pages, folder, options.rounds, options.seconds)
    print(_table(results))


def _build(folder: Path, count: int) -> dict[int, list[str]]:
    """Press the pages, and lay the very same bytes as files before nginx."""
    store = PressStore.open(folder / "store", database=DATABASE)
    store.new_generation(through=1)
    paths: dict[int, list[str]] = {}
    for size in sorted({case.size for case in CASES}):
        for start in range(0, count, 100):
            batch = [page(n, size=size, order=1) for n in range(start, min(start + 100, count))]
            store.swap(through=1, touched=(), pages=batch)
            paths.setdefault(size, []).extend(_write(folder / "files", store, p) for p in batch)
    store.close()
    return paths


def _write(root: Path, store: PressStore, made: Page) -> str:
    file = root / made.path.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    coded = store.get(made.path, "gzip")
    if coded is None or coded.body == made.body:
        raise SystemExit(f"{made.path} was not stored with gzip.")
    file.write_bytes(made.body)
    file.with_name(f"{file.name}.gz").write_bytes(coded.body)
    return made.path


def _measure(
    servers: dict[str, Server],
    pages: dict[int, list[str]],
    folder: Path,
    rounds: int,
    seconds: int,
) -> Results:
    loads = {
        (case.title, name): Load(
            _targets(server.port, pages[case.size], case), case.coding, seconds
        )
        for case in CASES
        for name, server in servers.items()
    }
    results: Results = {}
    for number in range(rounds):
        for case in CASES:
            for name, server in servers.items():
                one = run(server, loads[case.title, name], folder=folder, seed=number)
                results.setdefault((case.title, name), []).append(one)
    return results


def _targets(port: int, paths: Sequence[str], case: Case) -> list[str]:
    """Ask for each page once: warms both caches, checks the answer, learns the ETag."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"accept-encoding": case.coding} if case.coding else {}
    lines: list[str] = []
    for path in paths:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200 or (answer.headers.get("content-encoding") or "") != case.coding:
            raise SystemExit(f"{path} answered {answer.status} with {answer.headers}")
        lines.append(f"{path} {answer.headers['etag']}" if case.is_conditional else path)
    connection.close()
    return lines


_COLUMNS = (
    "case", "server", "req/s, median [range]", "of nginx", "of nginx, files kept open",
    "share of core", "CPU µs/req", "of nginx by CPU", "of files kept open by CPU",
    "p50 ms", "p99 ms", "bytes", "errors",
)  # fmt: skip


def _table(results: Results) -> str:
    lines = [f"| {' | '.join(_COLUMNS)} |", "|---" * len(_COLUMNS) + "|"]
    for case in CASES:
        runs = {server: results[case.title, server] for server in SERVERS}
        rates = {server: median(one.rate for one in runs[server]) for server in SERVERS}
        costs = {server: median(one.cost for one in runs[server]) for server in SERVERS}
        for server in SERVERS:
            all_rates = [one.rate for one in runs[server]]
            by_rate = [f"{rates[server] / rates[base]:.2f}" for base in SERVERS[:2]]
            by_cost = [f"{costs[base] / costs[server]:.2f}" for base in SERVERS[:2]]
            if server == SERVERS[2] and case.target:
                by_rate[0] = f"**{by_rate[0]}** (≥ {case.target:.2f})"
            cells = (
                case.title,
                server,
                f"{rates[server]:,.0f} [{min(all_rates):,.0f}–{max(all_rates):,.0f}]",
                *by_rate,
                f"{median(one.share for one in runs[server]):.2f}",
                f"{costs[server]:.1f}",
                *by_cost,
                f"{median(one.p50 for one in runs[server]):.2f}",
                f"{median(one.p99 for one in runs[server]):.2f}",
                f"{median(one.size for one in runs[server]):,.0f}",
                str(sum(one.errors for one in runs[server])),
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
