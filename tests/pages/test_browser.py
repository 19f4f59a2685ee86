"""Pages in a real browser: at every width, by day and by night, enlarged, printed, read aloud."""

import re
import shutil
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from .edition import Edition
from .serving import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]

KINDS = (
    "home", "section", "empty section", "long story", "worst case", "right to left", "corrected",
    "withdrawn", "not found",
)  # fmt: skip
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
}

# What people with low vision set for themselves (WCAG 2.2, 1.4.12).
WIDE_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }"""


class Reader:
    """Somebody with a browser; opens the edition's pages by their kind."""

    def __init__(self, browser: Browser, edition: Edition, address: str) -> None:
        self.browser = browser
        self.edition = edition
        self.address = address

    def opens(self, kind: str, *, width: int = 1280, **settings: Any) -> Page:
        page = self.browser.new_page(viewport={"width": width, "height": 800}, **settings)
        page.goto(self.address + quote(self.edition.pages[kind].path))
        return page


@pytest.fixture(scope="module")
def reader(edition: Edition) -> Iterator[Reader]:
    with (
        served(edition) as address,
        sync_playwright() as playwright,
        pytest.MonkeyPatch.context() as environment,
    ):
        # Playwright keeps an event loop in this thread, which Django takes for a mistake.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield Reader(browser, edition, address)
        browser.close()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(reader: Reader, kind: str) -> None:
    page = reader.opens(kind)
    for width, scheme in product((360, 768, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page, options=RULES).response
        found = [
            (width, scheme, rule["id"], [node["target"] for node in rule["nodes"]])
            for rule in results["violations"] + results["incomplete"]
        ]
        assert not found
        assert "color-contrast" in {rule["id"] for rule in results["passes"]}
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways_at_320_pixels_or_four_times_the_size(
    reader: Reader, kind: str
) -> None:
    for settings in ({}, {"device_scale_factor": 4}):
        page = reader.opens(kind, width=320, **settings)
        assert overflow(page) <= 0
        page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_wide_spacing_and_large_text_break_nothing(reader: Reader, kind: str) -> None:
    for width in (360, 1280):
        page = reader.opens(kind, width=width)
        page.evaluate(
            "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
            " document.adoptedStyleSheets = [sheet]; }",
            WIDE_SPACING + "html { font-size: 200%; }",
        )
        assert overflow(page) <= 0
        cut = page.evaluate(
            """() => [...document.querySelectorAll('h1, h2, h3, p, li, figcaption')]
                .filter(e => !e.closest('.unseen, .skip') && !e.matches('.unseen, .skip'))
                .filter(e => getComputedStyle(e).overflow === 'hidden').map(e => e.textContent)"""
        )
        assert cut == []
        page.close()


def test_a_wide_table_scrolls_by_itself_and_can_be_reached_by_keyboard(reader: Reader) -> None:
    page = reader.opens("long story", width=320)
    region = page.get_by_role("region", name="The vote")
    region.focus()
    assert region.evaluate("e => document.activeElement === e")
    assert overflow(page) <= 0
    page.close()


@pytest.mark.parametrize("kind", ["home", "long story", "right to left"])
def test_pages_stay_whole_in_forced_colours_and_high_contrast(reader: Reader, kind: str) -> None:
    for settings in ({"forced_colors": "active"}, {"contrast": "more"}):
        page = reader.opens(kind, width=768, **settings)
        assert overflow(page) <= 0
        ink, paper = page.evaluate(
            "() => [getComputedStyle(document.body).color,"
            " getComputedStyle(document.body).backgroundColor]"
        )
        assert ink != paper
        page.close()


def test_the_page_obeys_its_own_policy_and_keeps_its_data(reader: Reader) -> None:
    page = reader.browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(reader.address + quote(reader.edition.long_story))
    assert page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
        "['@type']"
    ) == "NewsArticle"  # fmt: skip
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 253, 248)"
    assert complaints == []
    page.close()


def test_a_page_asks_for_itself_its_pictures_and_its_icon_alone(reader: Reader) -> None:
    page = reader.browser.new_page(viewport={"width": 360, "height": 640})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(reader.address)))
    page.goto(reader.address + quote(reader.edition.long_story), wait_until="networkidle")
    kinds = {re.sub(r"[\d]+", "N", path) for path in asked[1:]}
    assert kinds <= {"/pictures/N/N.webp", "/favicon.svg"}
    assert page.context.cookies() == []
    page.close()


def test_without_javascript_the_page_is_the_same(reader: Reader) -> None:
    with_it = reader.opens("home")
    without = reader.opens("home", java_script_enabled=False)
    assert with_it.content() == without.content()
    assert with_it.screenshot() == without.screenshot()
    with_it.close()
    without.close()


@pytest.mark.parametrize("kind", ["home", "long story"])
def test_a_keyboard_reaches_everything_in_the_order_of_the_page(reader: Reader, kind: str) -> None:
    page = reader.opens(kind)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "story"
    order = page.evaluate(
        """() => [...document.querySelectorAll('a[href], [tabindex="0"]')]
            .filter(e => e.closest('main')).length"""
    )
    seen = 0
    for _stop in range(order):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        seen += 1
    assert seen == order > 5
    page.close()


def test_targets_are_large_enough_to_hit(reader: Reader) -> None:
    for kind in ("home", "seed", "not found"):
        page = reader.opens(kind, width=360)
        small = page.evaluate(
            """() => [...document.querySelectorAll('nav a, .menu a, .nameplate a, aside a')]
                .map(e => [e.textContent, e.getBoundingClientRect().height])
                .filter(([, height]) => height < 24)"""
        )
        assert small == []
        page.close()


def test_a_story_prints_on_three_sheets_with_its_number_and_address(reader: Reader) -> None:
    page = reader.opens("seed")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
    cite = page.locator(".cite")
    assert cite.is_visible()
    assert "News ID: 239617" in cite.inner_text()
    assert "https://post.example/news/239617/ministers-meet-again" in cite.inner_text()
    assert page.locator(".masthead .nameplate").is_visible()
    assert overflow(page) <= 0
    sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))
    assert 1 <= len(sheets) <= 3
    page.close()


def test_a_saved_page_is_whole(reader: Reader) -> None:
    page = reader.browser.new_page(viewport={"width": 768, "height": 800})
    html = reader.edition.pages["seed"].body.decode()
    page.set_content(html)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 253, 248)"
    assert page.get_by_role("heading", level=1).inner_text() == "Ministers meet again"
    page.close()


@pytest.mark.parametrize("kind", ["home", "long story"])
def test_nothing_jumps_while_the_page_loads(reader: Reader, kind: str) -> None:
    page = reader.browser.new_page(viewport={"width": 360, "height": 640})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "e => { window.shift += e.value; })).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(reader.address + quote(reader.edition.pages[kind].path), wait_until="networkidle")
    assert page.evaluate("window.shift") == 0
    page.close()
