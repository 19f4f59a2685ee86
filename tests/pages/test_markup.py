"""Pages are well-formed: parsed without an error, with one outline and ids that are unique."""

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib
import pytest
from lxml import etree

from broadsheet.site.faults import fault_page
from broadsheet.site.stamp import PLACEHOLDER

from .edition import Edition

pytestmark = pytest.mark.django_db

KINDS = (
    "home", "section", "empty section", "seed", "long story", "worst case", "right to left",
    "corrected", "withdrawn", "closed section", "imprint", "not found",
)  # fmt: skip


def parsed(page: bytes) -> Element:
    """The document; raises ParseError for the first thing that is not HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(page.decode())
    return root


def outline(root: Element) -> Iterator[int]:
    for element in root.iter():
        if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            yield int(str(element.tag)[1])


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_html_without_an_error(edition: Edition, kind: str) -> None:
    root = parsed(edition.pages[kind].body)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    labels = {element.get("aria-labelledby") for element in root.iter()} - {None}
    assert labels <= set(ids)
    for link in root.iter("a"):
        assert link.get("href"), kind
        if (link.get("href") or "").startswith("#"):
            assert (link.get("href") or "")[1:] in ids


@pytest.mark.parametrize("kind", KINDS)
def test_pages_have_one_first_heading_and_skip_no_level(edition: Edition, kind: str) -> None:
    levels = list(outline(parsed(edition.pages[kind].body)))
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_pages_name_themselves_and_their_language(edition: Edition, kind: str) -> None:
    root = parsed(edition.pages[kind].body)
    title = root.findtext(".//title")
    assert title
    assert "The Harbour Post" in title
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")
    assert edition.pages[kind].body.count(PLACEHOLDER) == 1


def test_titles_tell_pages_apart(edition: Edition) -> None:
    titles = [parsed(page.body).findtext(".//title") for page in edition.pages.values()]
    assert len(titles) == len(set(titles))


def test_every_picture_has_its_size_and_words(edition: Edition) -> None:
    for page in edition.pages.values():
        for image in parsed(page.body).iter("img"):
            assert image.get("alt"), page.path
            assert int(image.get("width") or 0) > 0
            assert int(image.get("height") or 0) > 0


@pytest.mark.parametrize("status", [500, 503])
def test_fault_pages_are_html_without_an_error(status: int) -> None:
    assert list(outline(parsed(fault_page(status, name="Post", language="ar")))) == [1]


def test_feeds_and_sitemaps_are_xml(edition: Edition) -> None:
    documents = [
        answer for answer in edition.answers.values() if "xml" in answer.headers["Content-Type"]
    ]
    assert len(documents) > 10
    for answer in documents:
        etree.fromstring(answer.body)


def test_every_link_on_the_paper_leads_somewhere(edition: Edition) -> None:
    for page in edition.pages.values():
        for element in parsed(page.body).iter("a"):
            address = element.get("href") or ""
            if address.startswith("/"):
                answer = edition.answers[unquote(address)]
                assert answer.status in {200, 301}, (page.path, address)
