"""The command line teaches, and answers mistakes in words."""

from pathlib import Path

import pytest

from broadsheet.ops.cli import COMMANDS

from .running import broadsheet


@pytest.mark.parametrize("words", [["--help"], ["help"], []])
def test_help_names_our_commands_first_and_djangos_after(words: list[str]) -> None:
    said = broadsheet(*words)
    text = said.out
    places = [text.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert text.index("Django's own commands") > places[-1]
    assert said.code == (0 if words else 2)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_and_its_options(command: str) -> None:
    said = broadsheet(command, "--help")
    assert said.code == 0
    assert f"usage: broadsheet {command}" in said.out
    undescribed = [
        line for line in said.out.splitlines() if line.startswith("  --") and "  " not in line[2:]
    ]
    following = said.out.splitlines()
    for line in undescribed:
        assert following[following.index(line) + 1].startswith(" " * 20), line


def test_without_a_paper_a_command_says_how_to_name_one(tmp_path: Path) -> None:
    said = broadsheet("migrate", cwd=tmp_path)
    assert said.code == 1
    assert "--paper DIR" in said.err
    assert "Traceback" not in said.err


def test_a_folder_that_is_no_papers_is_named(tmp_path: Path) -> None:
    said = broadsheet("--paper", tmp_path, "serve")
    assert said.code == 1
    assert str(tmp_path) in said.err
    assert "broadsheet init" in said.err


@pytest.mark.parametrize("place", ["before", "after", "variable", "inside"])
def test_a_paper_can_be_named_in_four_ways(paper: Path, tmp_path: Path, place: str) -> None:
    said = {
        "before": lambda: broadsheet("--paper", paper, "doctor", "--quiet", cwd=tmp_path),
        "after": lambda: broadsheet("doctor", "--quiet", "--paper", paper, cwd=tmp_path),
        "variable": lambda: broadsheet("doctor", "--quiet", BROADSHEET_FOLDER=str(paper)),
        "inside": lambda: broadsheet("doctor", "--quiet", cwd=paper),
    }[place]()
    assert said.code == 0, said.out + said.err


def test_djangos_commands_go_through_with_their_options(paper: Path) -> None:
    said = broadsheet("--paper", paper, "migrate", "--check")
    assert (said.code, said.err) == (0, "")
    said = broadsheet("--paper", paper, "frobnicate")
    assert said.code == 1
    assert "frobnicate" in said.err


def test_a_wrong_setting_is_answered_in_words_and_a_trace_on_demand(paper: Path) -> None:
    (paper / "paper.toml").write_text('colour = "red"\n', encoding="utf-8")
    said = broadsheet("--paper", paper, "migrate")
    assert said.code == 1
    assert "“colour” is no setting" in said.err
    assert "Traceback" not in said.err
    assert "Traceback" in broadsheet("--paper", paper, "--traceback", "migrate").err
