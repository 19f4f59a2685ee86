"""An editor in a browser: writes a story, publishes it, sees it, corrects it, withdraws it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import a_browser
from tests.running import EDITOR, PASSWORD, RunningPaper, until

pytestmark = pytest.mark.browser

HEADLINE = "Lighthouse keeper retires after 41 years"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPaper]:
    running = RunningPaper(tmp_path_factory.mktemp("browser") / "paper")
    running.found()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def desk(paper: RunningPaper) -> Iterator[Page]:
    with a_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(20_000)
        page.goto(f"{paper.address}/desk/")
        page.get_by_label("Username").or_(page.get_by_label("E-mail")).first.fill(EDITOR)
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        page.wait_for_url(re.compile(r"/desk/$"))
        yield page


def test_a_story_goes_from_the_desk_to_the_reader_and_away_again(
    paper: RunningPaper, desk: Page
) -> None:
    write(paper, desk)
    press(desk, "Publish")
    until(lambda: HEADLINE in paper.get("/").text, seconds=2, what="the home page has it")
    path = address_on_home(paper)
    desk.goto(paper.address + path)
    expect(desk.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(desk.get_by_text("News ID").first).to_be_visible()
    assert desk.context.cookies(paper.address + path) == []  # the desk's cookies stay at the desk

    edit(paper, desk)
    desk.locator("#id_title").fill(f"{HEADLINE}, and a cat")
    desk.locator("#id_correction_note").fill("The cat was left out.")
    press(desk, "Publish")
    until(lambda: "The cat was left out." in paper.get(path).text, seconds=2, what="the note")
    assert "Corrected" in paper.get(path).text

    withdraw(paper, desk, "The keeper has changed his mind.")
    until(lambda: paper.get(path).status == 410, seconds=2, what="the address answers 410")
    assert "The keeper has changed his mind." in paper.get(path).text
    assert HEADLINE not in paper.get("/").text


# -- what the editor does ---------------------------------------------------------------


def write(paper: RunningPaper, desk: Page) -> None:
    section = paper.ask_database("select page_ptr_id from broadsheet_paper_section")
    desk.goto(f"{paper.address}/desk/pages/add/broadsheet_articles/article/{section}/")
    desk.locator("#id_title").fill(HEADLINE)
    desk.locator("#id_standfirst").fill("He never missed a night.")


def press(desk: Page, button: str) -> None:
    """Open the menu beside the first button, and press one."""
    desk.locator(
        "footer [data-w-dropdown-target='toggle'], footer .w-dropdown__toggle"
    ).first.click()
    with desk.expect_navigation():
        desk.get_by_role("button", name=re.compile(f"^{button}")).first.click()


def edit(paper: RunningPaper, desk: Page) -> None:
    desk.goto(f"{paper.address}/desk/pages/{page_key(paper)}/edit/")


def withdraw(paper: RunningPaper, desk: Page, note: str) -> None:
    desk.goto(f"{paper.address}/desk/pages/{page_key(paper)}/unpublish/")
    desk.locator("textarea").first.fill(note)
    with desk.expect_navigation():
        desk.locator("main button[type=submit], main input[type=submit]").first.click()


# -- finding things ---------------------------------------------------------------------


def address_on_home(paper: RunningPaper) -> str:
    found = re.search(r'href="(/news/\d+/[^"]+)"', paper.get("/").text)
    assert found
    return found[1]


def page_key(paper: RunningPaper) -> int:
    return int(paper.ask_database("select page_ptr_id from broadsheet_articles_article"))
