"""``broadsheet init`` makes a whole paper or leaves nothing behind."""

import os
import pty
import sqlite3
import stat
import subprocess
import sys
import tomllib
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from broadsheet.config.folder import MachineSettings
from broadsheet.ops.folders import settings_text

from .running import PASSWORD, broadsheet, found


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "data" / "broadsheet.sqlite3")) as database:
        return database.execute(query).fetchall()


def test_the_folder_holds_what_a_paper_needs(founded: Path) -> None:
    assert {entry.name for entry in founded.iterdir()} == {
        "paper.toml", "secret.key", "data", "media", "press", "run", "static", "templates",
    }  # fmt: skip
    key = founded / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) >= 50


def test_the_paper_is_founded_with_its_editor_and_sections(founded: Path) -> None:
    assert rows(founded, "SELECT name, language, time_zone FROM broadsheet_paper_paperversion") == [
        ("The Harbour Post", "en", "Europe/Berlin")
    ]
    assert rows(founded, "SELECT name FROM broadsheet_paper_sectionversion") == [("World",)]
    query = "SELECT username, first_name, last_name, is_superuser FROM broadsheet_paper_user"
    assert rows(founded, query) == [("ada@example.org", "Ada", "Brook", 1)]


def test_every_setting_is_explained_and_the_file_says_what_holds(founded: Path) -> None:
    text = (founded / "paper.toml").read_text(encoding="utf-8")
    for field in fields(MachineSettings):
        assert f"# {field.metadata['help']}\n" in text
    everything = text.replace("\n# ", "\n").partition("\n\n")[2]
    given = {
        name: value
        for line in everything.splitlines()
        if " = " in line
        for name, value in tomllib.loads(line).items()
    }
    assert given.pop("time_zone") == "Europe/Berlin"
    defaults = {f.name: f.default for f in fields(MachineSettings) if f.name != "time_zone"}
    defaults["hosts"] = list(defaults["hosts"])  # type: ignore[call-overload] # a tuple
    assert given == defaults


@pytest.mark.parametrize("value", ['a "quoted" \\ text', "käse\n", ("a", "b"), 7, True])
def test_settings_survive_being_written(value: object) -> None:
    name = {bool: "https", int: "workers", tuple: "hosts"}.get(type(value), "database")
    read = tomllib.loads(settings_text({name: value}))
    assert read == {name: list(value) if isinstance(value, tuple) else value}


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear reader", encoding="utf-8")
    said = found(tmp_path)
    assert said.code == 1
    assert f"{tmp_path} is not empty" in said.err
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("option", "value", "word"),
    [
        ("--time-zone", "Atlantis/Town", "--time-zone"),
        ("--language", "english please", "BCP 47"),
        ("--address", "courier", "--address"),
        ("--address", "https://example.org/news", "without a path"),
        ("--email", "ada", "--email"),
        ("--section", "!!!", "letter or number"),
        ("--name", "x" * 300, "--name"),
        ("--database", "mysql://x", "postgresql://"),
        ("--password-file", "/nowhere/at/all", "/nowhere/at/all"),
    ],
)
def test_an_answer_that_will_not_do_leaves_no_folder(
    tmp_path: Path, option: str, value: str, word: str
) -> None:
    said = found(tmp_path / "paper", option, value)
    assert said.code == 1, said
    assert word in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "paper").exists()


def test_a_weak_password_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("ada123\n", encoding="utf-8")
    said = found(tmp_path / "paper", "--password-file", str(tmp_path / "password"))
    assert said.code == 1
    assert "too short" in said.err
    assert "ada123" not in said.err
    assert not (tmp_path / "paper").exists()


def test_a_missing_answer_is_named_where_nobody_can_be_asked(tmp_path: Path) -> None:
    said = broadsheet("init", tmp_path / "paper")
    assert said.code == 1
    assert "--name" in said.err


def test_what_a_killed_attempt_left_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "broadsheet.sqlite3").write_bytes(b"half")
    (folder / ".unfinished").touch()
    assert found(folder).code == 0
    assert not (folder / ".unfinished").exists()
    assert len(rows(folder, "SELECT * FROM broadsheet_paper_paper")) == 1


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = found(tmp_path / "file" / "paper")
    assert said.code == 1
    assert "part of that path is a file" in said.err


def test_at_a_terminal_it_asks_again_until_an_answer_will_do(tmp_path: Path) -> None:
    answers = [
        "The Evening Post", "english please", "", "", "", "World, Sport", "Ada Brook",
        "no mail", "ada@example.org", "short", PASSWORD, "not the same", PASSWORD, PASSWORD,
    ]  # fmt: skip
    ours, theirs = pty.openpty()
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("BROADSHEET", "DJANGO"))
    }
    with subprocess.Popen(
        [sys.executable, "-m", "broadsheet.ops.cli", "init", str(tmp_path / "paper")],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        said = _talk(ours, answers)
        assert process.wait(120) == 0, said
    os.close(ours)
    assert "BCP 47" in said
    assert "These were not the same." in said
    assert PASSWORD not in said
    assert len(rows(tmp_path / "paper", "SELECT * FROM broadsheet_paper_sectionversion")) == 2


def _talk(terminal: int, answers: list[str]) -> str:
    """Type an answer at each prompt; returns all that the screen showed."""
    screen, answered = "", 0
    while True:
        try:
            read = os.read(terminal, 4096)
        except OSError:  # the other side is closed
            return screen
        screen += read.decode()
        if screen.endswith(": ") and answered < len(answers):
            os.write(terminal, f"{answers[answered]}\n".encode())
            answered += 1
            screen += "\n"
