"""One run of wrk and what it said."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.serving.servers import Server

__all__ = ["Load", "Run", "run"]

_CLIENT_CORE = "1"

# Each request goes to a page drawn at random; `done` prints one line that is
# read back here. wrk counts statuses above 399 as errors, so 304 is none.
_SCRIPT = """
local requests, n = {}, 0
local cores = {}
for line in io.lines("%(targets)s") do
  local path, etag = line:match("^(%%S+)%%s*(.*)$")
  local headers = {}
  if "%(coding)s" ~= "" then headers["accept-encoding"] = "%(coding)s" end
  if etag ~= "" then headers["if-none-match"] = etag end
  n = n + 1
  requests[n] = {path, headers}
end
local texts = {}
init = function(args)
  math.randomseed(%(seed)d)
  for i = 1, n do texts[i] = wrk.format("GET", requests[i][1], requests[i][2]) end
end
request = function() return texts[math.random(n)] end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %%d %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    summary.bytes, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Requests a second, latencies in milliseconds, bytes an answer, errors.

    ``cost`` is the server's processor time for a request in microseconds;
    ``share`` how much of its core it got.
    """

    rate: float
    cost: float
    share: float
    p50: float
    p99: float
    size: float
    errors: int


@dataclass(frozen=True, slots=True)
class Load:
    """What to ask for: lines of path and optional ETag, a coding, for how long."""

    targets: list[str]
    coding: str
    seconds: int


def run(server: Server, load: Load, *, folder: Path, seed: int) -> Run:
    """Load one server with requests drawn at random, over 16 connections kept open."""
    listed = folder / "targets.txt"
    listed.write_text("\n".join(load.targets) + "\n")
    script = folder / "load.lua"
    script.write_text(_SCRIPT % {"targets": listed, "coding": load.coding, "seed": seed})
    command = ["taskset", "-c", _CLIENT_CORE, "wrk", "-t1", "-c16", f"-d{load.seconds}s"]
    command += ["-s", str(script), f"http://127.0.0.1:{server.port}/"]
    before = server.cpu_seconds()
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = server.cpu_seconds() - before
    line = next(line for line in out.splitlines() if line.startswith("RESULT"))
    requests, duration, size, p50, p99, errors = map(int, line.split()[1:])
    return Run(
        rate=requests / (duration / 1e6),
        cost=used / max(1, requests) * 1e6,
        share=used / (duration / 1e6),
        p50=p50 / 1000,
        p99=p99 / 1000,
        size=size / max(1, requests),
        errors=errors,
    )
