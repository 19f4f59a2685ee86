"""``broadsheet doctor`` finds what is wrong and says what to do about it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from .running import broadsheet


def test_a_new_paper_is_in_order_but_for_pages_not_yet_pressed(paper: Path) -> None:
    said = broadsheet("--paper", paper, "doctor")
    assert said.code == 0, said.out
    assert "0 errors, 1 warnings" in said.out
    assert "changes wait to be pressed" in said.out


def change(paper: Path, statement: str) -> None:
    with closing(sqlite3.connect(paper / "data" / "broadsheet.sqlite3")) as database:
        database.execute(statement)
        database.commit()


WRONG: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "an open key": (
        lambda paper: (paper / "secret.key").chmod(0o644),
        "can be read by other users",
        "chmod 600",
    ),
    "no media": (lambda paper: (paper / "media").rmdir(), "media is missing", "mkdir"),
    "a setting": (
        lambda paper: (paper / "paper.toml").write_text("workers = 0", encoding="utf-8"),
        "“workers” must be a whole number",
        "Mend",
    ),
    "migrations": (
        lambda paper: change(
            paper, "DELETE FROM django_migrations WHERE app = 'broadsheet_versions'"
        ),
        "behind the code",
        "migrate",
    ),
    "the address": (
        lambda paper: change(
            paper, "UPDATE broadsheet_paper_paper SET base_address = 'https://elsewhere.example'"
        ),
        "does not name elsewhere.example",
        "Add “elsewhere.example”",
    ),
    "nobody": (
        lambda paper: change(paper, "UPDATE broadsheet_paper_user SET is_active = 0"),
        "nobody can sign in",
        "createsuperuser",
    ),
    "no database": (
        lambda paper: (paper / "data" / "broadsheet.sqlite3").write_bytes(b"not a database" * 99),
        "not a database",
        "Mend that first",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_an_error_with_a_remedy(paper: Path, case: str) -> None:
    break_it, says, remedy = WRONG[case]
    break_it(paper)
    said = broadsheet("--paper", paper, "doctor", "--quiet")
    assert said.code == 1, said.out
    text = " ".join(said.out.split())
    assert says in text
    assert remedy in text
    assert "Traceback" not in said.out + said.err


def test_django_is_asked_for_its_deployment_checks_behind_tls(paper: Path) -> None:
    with (paper / "paper.toml").open("a", encoding="utf-8") as file:
        file.write("\nhttps = true\n")
    said = broadsheet("--paper", paper, "doctor", "--quiet")
    assert "security.W004" in said.out
