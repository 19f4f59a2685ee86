"""Readers: a process that asks for pages at a steady rate and tells how long each took.

    with reading(port, {"pressed": paths}, rate=50) as readers:
        ...
    readers.latencies["pressed"]  # seconds, sorted

A process of its own, so that what the bench does does not make its readers wait.
"""

from __future__ import annotations

import http.client
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Readers", "reading"]

_THREADS = 4
_REQUESTS_A_CONNECTION = 40  # then a new one, which may meet another worker


@dataclass
class Readers:
    """What readers met, known once they stopped: seconds by kind of page, and faults."""

    latencies: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.latencies.values()))


@contextmanager
def reading(
    port: int, paths: dict[str, list[str]], *, rate: float, shares: dict[str, int] | None = None
) -> Iterator[Readers]:
    """Read while the block runs, ``rate`` pages a second, drawn at random.

    ``paths`` are given by kind; ``shares`` say how often each kind comes.
    """
    weights = shares or dict.fromkeys(paths, 1)
    order = [kind for kind in paths for _ in range(weights[kind])]
    told = json.dumps({"port": port, "rate": rate, "paths": paths, "order": order}) + "\n"
    readers = Readers()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.readers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdin is not None  # noqa: S101 -- both are pipes
        process.stdin.write(told)
        process.stdin.flush()
        yield readers
    finally:
        said, _ = process.communicate(timeout=60)  # closes its input: it stops
    found = json.loads(said)
    readers.latencies = {kind: sorted(seconds) for kind, seconds in found["latencies"].items()}
    readers.faults = found["faults"]


class _Reader(threading.Thread):
    """One of the threads; asks every ``pause`` seconds, or as soon after as it can."""

    def __init__(self, told: dict[str, Any], seed: int) -> None:
        super().__init__(daemon=True)
        self.port: int = told["port"]
        self.pause: float = _THREADS / told["rate"]
        self.paths: dict[str, list[str]] = told["paths"]
        self.order: list[str] = told["order"]
        self.chance = random.Random(seed)
        self.stop = threading.Event()
        self.latencies: dict[str, list[float]] = {kind: [] for kind in self.paths}
        self.faults: list[str] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        due = time.perf_counter() + self.chance.random() * self.pause
        number = 0
        while not self.stop.wait(max(0.0, due - time.perf_counter())):
            due = max(due + self.pause, time.perf_counter() - 1.0)
            if number % _REQUESTS_A_CONNECTION == 0:
                connection.close()
                connection.connect()
            kind = self.chance.choice(self.order)
            number += 1
            self._ask(connection, kind, self.chance.choice(self.paths[kind]))

    def _ask(self, connection: http.client.HTTPConnection, kind: str, path: str) -> None:
        began = time.perf_counter()
        try:
            connection.request("GET", path, headers={"accept-encoding": "gzip, br"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.faults.append(f"{path}: {error!r}")
            connection.close()
            return
        self.latencies[kind].append(time.perf_counter() - began)
        # A story of the archive may be withdrawn by the bench itself.
        if answer.status not in {200, 410}:
            self.faults.append(f"{path}: {answer.status}")


def _main() -> None:
    told = json.loads(sys.stdin.readline())
    readers = [_Reader(told, seed) for seed in range(_THREADS)]
    for reader in readers:
        reader.start()
    sys.stdin.read()
    for reader in readers:
        reader.stop.set()
        reader.join()
    latencies: dict[str, list[float]] = {}
    for reader in readers:
        for kind, seconds in reader.latencies.items():
            latencies.setdefault(kind, []).extend(seconds)
    faults = [fault for reader in readers for fault in reader.faults]
    json.dump({"latencies": latencies, "faults": faults}, sys.stdout)


if __name__ == "__main__":
    _main()
