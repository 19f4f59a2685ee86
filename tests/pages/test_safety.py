"""What no page does, whatever its path and status: run, track, or load from elsewhere."""

import base64
import hashlib
import re
from urllib.parse import urlsplit

import pytest
from lxml import html

from broadsheet.site.faults import fault_page

from .edition import Edition
from .readers import Answered

pytestmark = pytest.mark.django_db

# Attributes by which a browser loads something without being asked.
LOADING = {
    ("img", "src"), ("img", "srcset"), ("source", "srcset"), ("script", "src"), ("iframe", "src"),
    ("embed", "src"), ("object", "data"), ("video", "src"), ("audio", "src"), ("video", "poster"),
    ("track", "src"), ("input", "src"), ("body", "background"),
}  # fmt: skip
LOADING_LINKS = {"stylesheet", "preload", "prefetch", "preconnect", "dns-prefetch", "icon"}


def html_answers(edition: Edition) -> list[Answered]:
    return [answer for answer in edition.answers.values() if answer.is_html]


def loaded(page: bytes) -> list[str]:
    """Addresses that opening the page loads."""
    root = html.fromstring(page)
    found = []
    for element in root.iter():
        for name, value in element.items():
            if (element.tag, name) in LOADING:
                found += [part.split()[0] for part in value.split(",")]
        if element.tag == "link" and set(element.get("rel", "").split()) & LOADING_LINKS:
            found.append(element.get("href"))
    return found + re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", page.decode())


def test_the_edition_has_every_status_and_route(edition: Edition) -> None:
    assert {answer.status for answer in edition.answers.values()} == {200, 301, 404, 410}
    kinds = {answer.headers["Content-Type"].split(";")[0] for answer in edition.answers.values()}
    assert kinds == {
        "text/html", "text/plain", "application/rss+xml", "application/xml", "image/svg+xml",
        "image/webp", "image/jpeg",
    }  # fmt: skip


def test_no_answer_sets_a_cookie(edition: Edition) -> None:
    for answer in edition.answers.values():
        assert not {"set-cookie", "vary"} & {name.lower() for name in answer.headers}, answer.path


def test_no_page_has_a_script_that_runs(edition: Edition) -> None:
    for answer in html_answers(edition):
        root = html.fromstring(answer.body)
        kinds = {script.get("type") for script in root.iter("script")}
        assert kinds <= {"application/ld+json"}, answer.path
        handlers = [name for element in root.iter() for name in element.attrib if name[:2] == "on"]
        assert not handlers, answer.path
        assert not root.xpath("//@href[starts-with(., 'javascript:')]"), answer.path


def test_no_page_loads_anything_from_elsewhere(edition: Edition) -> None:
    pages = {answer.path: answer.body for answer in html_answers(edition)}
    pages["500"] = fault_page(500, name="Post")
    assert loaded(edition.answers["/"].body)
    for path, body in pages.items():
        for address in loaded(body):
            assert not urlsplit(address).netloc, (path, address)
            assert address.startswith("/"), (path, address)


def test_every_page_lets_only_its_own_style_through(edition: Edition) -> None:
    for answer in html_answers(edition):
        (style,) = re.findall(rb"<style>(.*?)</style>", answer.body, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
        assert answer.headers["Content-Security-Policy"] == (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:; "
            "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert b" style=" not in answer.body


def test_every_answer_is_kept_from_being_sniffed_or_framed(edition: Edition) -> None:
    for answer in edition.answers.values():
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("word", ["ago", "today", "yesterday", "hours", "just now"])
def test_no_page_tells_time_by_the_clock(edition: Edition, word: str) -> None:
    for kind in ("home", "section", "seed", "corrected", "withdrawn"):
        root = html.fromstring(edition.pages[kind].body)
        told = [element.text_content() for element in root.iter("time")]
        assert told or kind == "section"
        assert not [text for text in told if re.search(rf"\b{word}\b", text)]
