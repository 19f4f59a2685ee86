"""``broadsheet capture`` takes one page in, or says which line it stumbled over."""

from pathlib import Path

import pytest

from broadsheet.imports.tests.test_capture import PAGE
from tests.shared import shared

from .running import Said, broadsheet


def capture(paper: Path, file: Path, *options: str) -> Said:
    return broadsheet("--paper", paper, "capture", file, *options)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.txt"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_the_captured_page_comes_in_under_its_number_and_only_once(paper: Path) -> None:
    file = shared("seed/captured-page.txt")
    said = capture(paper, file)
    assert said.code == 0, said.err
    assert "News ID 239617: North Korea, US meeting breaks up" in said.out
    assert "published 0337 GMT March 01, 2019" in said.out
    assert "AFP, Reuters" in said.out
    again = capture(paper, file)
    assert again.code == 1
    assert "News ID 239617 is taken" in again.err


def test_a_number_and_a_zone_can_be_given(paper: Path, page: Path) -> None:
    page.write_text(PAGE.replace("GMT", "MSK"), encoding="utf-8")
    assert "Line 2" in capture(paper, page).err
    said = capture(paper, page, "--zone", "Europe/Moscow", "--news-id", "99", "--section", "world")
    assert said.code == 0, said.err
    assert "News ID 99" in said.out
    assert "published 0037 GMT" in said.out


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "no text in UTF-8"),
        (b"News ID: 1\0", "no text"),
        (b"", "News ID"),
        (PAGE.replace("News ID: 4711\n", "").encode(), "--news-id"),
        (b"x" * 2_000_001, "larger than any page"),
    ],
)
def test_an_unreadable_page_is_refused_in_words(
    paper: Path, page: Path, content: bytes, word: str
) -> None:
    page.write_bytes(content)
    said = capture(paper, page)
    assert said.code == 1
    assert word in said.err
    assert "Traceback" not in said.err


def test_a_missing_file_a_folder_and_a_wrong_section_are_named(paper: Path, page: Path) -> None:
    assert "no such file" in capture(paper, page.with_name("nothing.txt")).err
    assert "a folder, not a file" in capture(paper, page.parent).err
    said = capture(paper, page, "--section", "gardening")
    assert "Sections are: world" in said.err
