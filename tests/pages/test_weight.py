"""How heavy pages are: what a reader with a poor line waits for before the first word."""

import gzip
import re

import pytest

from .edition import Edition
from .readers import Answered

pytestmark = pytest.mark.django_db

STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
DATA = re.compile(rb'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
KB = 1024

# The median of 112 saved news pages, HTML alone; the limit that BBC's lite pages are held to.
PEERS_HTML, BBC_LITE = 38 * KB, 50 * KB


def weight(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def parts(page: Answered) -> str:
    """What the page is made of, each part compressed by itself."""
    style, data = STYLE.search(page.body), DATA.search(page.body)
    rest = DATA.sub(b"", STYLE.sub(b"", page.body))
    return (
        f"{page.path}: {weight(page.body)} bytes; style {weight(style[1] if style else b'')}, "
        f"markup {weight(rest)}, data {weight(data[1] if data else b'')}"
    )


def test_a_long_story_comes_in_the_first_round_trip(edition: Edition) -> None:
    page = edition.answers[edition.long_story]
    assert weight(page.body) <= 14 * KB, parts(page)
    assert weight(page.body) <= 0.37 * PEERS_HTML, parts(page)
    assert weight(page.body) <= 0.28 * BBC_LITE, parts(page)


def test_a_front_of_forty_cards_is_light(edition: Edition) -> None:
    page = edition.answers["/"]
    assert page.body.count(b'<article class="card"') >= 40
    assert weight(page.body) <= 18 * KB, parts(page)


def test_the_style_sheet_is_light(edition: Edition) -> None:
    style = STYLE.search(edition.answers["/"].body)
    assert style
    assert weight(style[1]) <= 7 * KB


@pytest.mark.parametrize("kind", ["seed", "section", "not found", "withdrawn"])
def test_other_pages_are_light_too(edition: Edition, kind: str) -> None:
    page = edition.pages[kind]
    assert weight(page.body) <= 14 * KB, parts(page)
