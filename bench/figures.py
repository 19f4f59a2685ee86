"""Percentiles, tables, and what is told of the machine beside the figures."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["in_ms", "load", "machine", "percentile", "table", "verdict"]


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of the values do not exceed; nearest rank."""
    rank = max(0, min(len(sorted_values) - 1, round(share * len(sorted_values) + 0.5) - 1))
    return sorted_values[rank]


def in_ms(sorted_seconds: Sequence[float]) -> str:
    """The median and the 99th percentile, in words."""
    p50, p99 = (1000 * percentile(sorted_seconds, share) for share in (0.5, 0.99))
    return f"p50 {p50:.2f} ms, p99 {p99:.1f} ms"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def verdict(measured: float, *, budget: float, at_least: bool = False, unit: str = "") -> str:
    """One line: the figure, its budget, and whether it is kept."""
    holds = measured >= budget if at_least else measured <= budget
    sign = "≥" if at_least else "≤"
    return (
        f"{measured:,.3g}{unit} (budget {sign} {budget:g}{unit}): {'kept' if holds else 'MISSED'}"
    )


def load() -> str:
    """How busy the machine is, to be read beside the figures."""
    return "load average " + " / ".join(f"{value:.1f}" for value in os.getloadavg())


def machine() -> str:
    """Processor, cores, memory, system, Python, and the date."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    )
