"""Runs the command ``broadsheet`` as a person at a terminal would."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PASSWORD", "Said", "broadsheet", "found"]

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


def broadsheet(*words: str | Path, cwd: Path | None = None, stdin: str = "", **env: str) -> Said:
    """Run a command to its end, with a clean environment."""
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("BROADSHEET", "DJANGO"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "broadsheet.ops.cli", *map(str, words)],
        env=environment | env,
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def found(folder: Path, *options: str) -> Said:
    """Run ``broadsheet init`` with answers that will do, and ``options``."""
    return broadsheet(
        "init", folder, "--no-input", "--name", "The Harbour Post", "--editor", "Ada Brook",
        "--email", "ada@example.org", "--time-zone", "Europe/Berlin", "--section", "World",
        *options,
        BROADSHEET_PASSWORD=PASSWORD,
    )  # fmt: skip
