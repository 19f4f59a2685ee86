"""Papers to measure: founded, filled with an archive, kept for the next run if asked to."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.running import RunningPaper

__all__ = [
    "SECTIONS",
    "add_keep_option",
    "addresses",
    "ask_inside",
    "news_id_of",
    "section_keys",
    "served",
    "stocked",
]

SECTIONS = ("World", "Town", "Sport", "Culture", "Business", "Islands")


def add_keep_option(parser: argparse.ArgumentParser) -> None:
    """Where filled papers are kept; filling 200,000 articles takes minutes."""
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep filled papers here for the next run"
    )


@contextmanager
def stocked(articles: int, *, keep: Path | None, workers: int = 2) -> Iterator[RunningPaper]:
    """A paper with so many articles in a folder of its own, not yet served.

    It is a copy of the kept one, so that every run begins with the same.
    """
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as name:
        source = (keep or Path(name) / "stock") / f"{articles}-articles"
        if not (source / "paper.toml").exists():
            _make(source, articles)
        # As a process of its own: it copies by reference where the disk can.
        folder = Path(name) / "paper"
        subprocess.run(["cp", "-a", "--reflink=auto", str(source), str(folder)], check=True)
        paper = RunningPaper(folder, options=("--workers", str(workers)))
        if keep:  # the code may have gone on since
            paper.command("--paper", str(folder), "migrate")
        yield paper


def _make(folder: Path, articles: int) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f"{folder.name}-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    RunningPaper(unfinished).found(sections=SECTIONS)
    subprocess.run(
        [sys.executable, "-m", "bench.inside.fill", str(articles)],
        env=_environment(unfinished),
        stdout=sys.stderr,
        check=True,
    )
    with closing(sqlite3.connect(database_of(unfinished))) as database:
        # What a paper that grew over the years would have.
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    unfinished.rename(folder)


@contextmanager
def served(paper: RunningPaper) -> Iterator[RunningPaper]:
    """The paper while it is served."""
    try:
        paper.start()
        yield paper
    except BaseException:
        print(paper.log.read_text()[-3000:], file=sys.stderr)
        raise
    finally:
        paper.stop()


def ask_inside(paper: RunningPaper, program: str, *words: str) -> Any:
    """Run ``bench.inside.<program>`` on the paper; the JSON in its last line."""
    done = subprocess.run(
        [sys.executable, "-m", f"bench.inside.{program}", *words],
        env=_environment(paper.folder),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def database_of(folder: Path) -> Path:
    """The paper's SQLite database."""
    return folder / "data" / "broadsheet.sqlite3"


def section_keys(paper: RunningPaper) -> dict[str, int]:
    """Slug of each section -> key of its page, for the desk's addresses."""
    rows = _rows(
        paper,
        "SELECT slug, id FROM wagtailcore_page JOIN broadsheet_paper_section ON page_ptr_id = id",
    )
    return {str(slug): int(key) for slug, key in rows}


def news_id_of(paper: RunningPaper, slug: str) -> int:
    """The News ID of the draft with this slug."""
    rows = _rows(
        paper,
        "SELECT news_id FROM broadsheet_articles_article JOIN wagtailcore_page"
        " ON page_ptr_id = id WHERE slug = ?",
        slug,
    )
    return int(rows[0][0])


def addresses(paper: RunningPaper, *, newest: int, others: int) -> tuple[list[str], list[str]]:
    """Addresses of the newest stories, and of some drawn from the whole archive."""
    rows = _rows(paper, "SELECT path FROM broadsheet_versions_address ORDER BY news_id DESC")
    paths = [str(path) for (path,) in rows]
    drawn = random.Random(1).sample(paths[newest:], min(others, len(paths) - newest))
    return paths[:newest], drawn


def _rows(paper: RunningPaper, sql: str, *values: str) -> list[tuple[Any, ...]]:
    file = f"file:{database_of(paper.folder)}?mode=ro"
    with closing(sqlite3.connect(file, uri=True, timeout=20)) as database:
        return database.execute(sql, values).fetchall()


def _environment(folder: Path) -> dict[str, str]:
    environment = os.environ | {"BROADSHEET_FOLDER": str(folder)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return environment
