"""No change is lost between a rendering and the store, and none costs more in a larger paper."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections

from broadsheet.changes import orders
from broadsheet.changes.readers import reading_as_a_reader
from broadsheet.press.presser import Presser
from broadsheet.press.rendering import render
from broadsheet.site.paths import known_paths
from broadsheet.versions import acts
from tests.builders import a_public_article, a_section, an_editor, revised

from .pressing import a_press
from .snapshots import copy_database, put_back

pytestmark = pytest.mark.django_db(
    transaction=True, databases=["default", "readers"], serialized_rollback=True
)


@pytest.fixture
def presser(tmp_path: Path) -> Iterator[Presser]:
    a_section("World")
    with a_press(tmp_path / "press") as presser:
        yield presser


def update(article: object, headline: str) -> None:
    draft = revised(article, headline)
    acts.update(article=draft, revision=draft.latest_revision, by=an_editor(), at=datetime.now(UTC))


def press_everything(presser: Presser) -> None:
    presser.work()
    with reading_as_a_reader():
        paths = list(known_paths())
    for path in paths:
        presser.store.put(render(path))


def test_a_rendering_overtaken_by_an_act_is_not_stored(presser: Presser) -> None:
    """A barrier holds a slow rendering between its last query and the store."""
    article = a_public_article("Before")
    presser.work()
    path = article.public_address()
    rendered, pressed = threading.Barrier(2), threading.Barrier(2)
    stored: list[bool] = []

    def slow_reader() -> None:
        page = render(path)
        assert b"Before" in page.body
        rendered.wait(timeout=10)
        pressed.wait(timeout=10)
        stored.append(presser.store.put(page))
        connections.close_all()

    reader = threading.Thread(target=slow_reader)
    reader.start()
    rendered.wait(timeout=10)
    update(article, "After")
    presser.work()
    pressed.wait(timeout=10)
    reader.join()
    assert stored == [False]
    page = presser.store.page(path)
    assert page is not None
    assert b"After" in page.body


def test_a_rendering_stored_just_before_the_swap_is_replaced_by_it(presser: Presser) -> None:
    article = a_public_article("Before")
    presser.work()
    old = render("/")
    update(article, "After")
    presser.store.put(old)  # the presser has not come to the order yet
    presser.work()
    page = presser.store.page("/")
    assert page is not None
    assert b"After" in page.body


def test_a_withdrawal_drops_its_pages_before_the_act_returns(presser: Presser) -> None:
    article = a_public_article("Not for long")
    presser.work()
    assert presser.store.page(article.public_address()) is not None
    acts.withdraw(article=article, by=an_editor(), at=datetime.now(UTC))
    assert presser.store.page(article.public_address()) is None
    assert presser.store.page("/") is None


def test_an_act_makes_as_few_pages_stale_in_a_large_paper_as_in_a_small_one(
    presser: Presser,
) -> None:
    counts = []
    start = datetime.now(UTC) - timedelta(days=900)
    for size in (15, 45):
        for number in range(size):
            a_public_article(f"Story {number}", at=start + timedelta(days=10 * (number % 90)))
        press_everything(presser)
        article = a_public_article("The newest", at=datetime.now(UTC))
        press_everything(presser)
        before = set(presser.store.paths())
        update(article, "The newest, updated")
        cursor = presser.store.cursor
        presser.work()
        assert presser.store.cursor == cursor + 1
        fresh = {p for p in presser.store.paths() if (presser.store.page(p).order or 0) > cursor}
        counts.append(len(fresh | (before - set(presser.store.paths()))))
    assert counts[0] == counts[1] <= 200


def test_orders_placed_while_no_presser_ran_are_worked_in_at_its_start(tmp_path: Path) -> None:
    a_section("World")
    with a_press(tmp_path / "press"):
        article = a_public_article("Before")
    update(article, "While it slept")
    with a_press(tmp_path / "press") as presser:
        page = presser.store.page(article.public_address())
        assert page is not None
        assert b"While it slept" in page.body


def test_a_store_ahead_of_a_restored_database_is_thrown_away(presser: Presser) -> None:
    from broadsheet.changes.models import Order

    article = a_public_article("In the backup")
    presser.work()
    Order.objects.order_by("-pk").first().delete()  # as a database does that was put back
    presser.work()
    assert presser.store.cursor < 10**9
    assert presser.store.page("/") is not None
    assert presser.store.page(article.public_address()) is None  # made again when asked for


def test_a_restored_database_that_caught_up_with_the_store_brings_nothing_back(
    presser: Presser, tmp_path: Path
) -> None:
    a_public_article("In the backup")
    backup = copy_database(tmp_path / "backup.sqlite3")
    lost = a_public_article("Lost with the disk")
    presser.work()
    cursor = presser.store.cursor
    put_back(backup)
    a_public_article("Written anew")
    assert orders.latest() == cursor
    a_public_article("And one more")
    presser.work()
    assert presser.store.cursor == orders.latest()
    assert presser.store.page(lost.public_address()) is None
    pages = [presser.store.page(path) for path in presser.store.paths()]
    assert not [page.path for page in pages if page is not None and b"Lost with" in page.body]
    home = presser.store.page("/")
    assert home is not None
    assert b"Written anew" in home.body


def test_a_page_that_is_true_until_midnight_is_pressed_again_then(
    presser: Presser, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_public_article("Today")
    presser.work()
    page = presser.store.page("/")
    assert page is not None
    assert page.until is not None
    monkeypatch.setattr("time.time", lambda: page.until + 1)
    assert presser.store.page("/") is None
    assert presser.work()  # the clock alone is work


def test_answers_to_made_up_paths_take_no_room_in_the_store(presser: Presser) -> None:
    article = a_public_article("Once")
    for path in (f"/news/{article.news_id}/made-up", "/sitemap-1999-01.xml", "/nowhere"):
        assert presser.store.put(render(path)) is False
    assert presser.store.put(render(f"/news/{article.news_id}")) is True


def test_an_expired_page_that_cannot_be_made_is_dropped_once(
    presser: Presser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a quiet paper the page is as new as the cursor: still its time has come."""
    a_public_article("Today")
    presser.work()
    page = presser.store.page("/")
    assert page is not None
    assert page.until is not None
    assert page.order == presser.store.cursor
    until = page.until
    monkeypatch.setattr("time.time", lambda: until + 1)
    monkeypatch.delattr("broadsheet.fronts.reading.home")  # a fault in making it
    assert presser.work()
    assert not presser.work()
    assert presser.store.expired(until + 1) == []
