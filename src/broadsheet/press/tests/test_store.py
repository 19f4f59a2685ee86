"""What the press store keeps, refuses and forgets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.press.errors import CursorMoved
from broadsheet.press.store import PressStore
from broadsheet.press.tests.builders import COPY, a_page, a_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PressStore]:
    store = a_store(tmp_path / "press")
    yield store
    store.close()


def test_a_stored_page_comes_back_as_it_was_made(store: PressStore) -> None:
    page = a_page("/news/1/ναύτης", tags=("article:1", "paper"), until=4e9, stamp=(3, 9))
    assert store.put(page)
    assert store.page(page.path) == page


def test_a_stored_page_is_got_in_each_coding(store: PressStore) -> None:
    store.put(a_page())
    got = {coding: store.get("/", coding) for coding in ("identity", "gzip", "br", "zstd")}
    assert all(stored is not None for stored in got.values())
    assert len({stored.etag for stored in got.values() if stored}) == 4
    assert got["identity"] is not None
    assert got["identity"].body.decode() == COPY


def test_a_new_store_takes_no_page_before_it_knows_where_it_stands(tmp_path: Path) -> None:
    store = PressStore.open(tmp_path, database="x")
    assert store.cursor is None
    assert not store.put(a_page())
    store.new_generation(through=1)
    assert store.put(a_page())


def test_a_page_that_read_an_older_state_is_refused(store: PressStore) -> None:
    rendered_before = a_page("/news/1", order=1, tags=("article:1",))
    store.swap(through=2, touched={"article:1"}, pages=[])
    assert not store.put(rendered_before)
    assert store.put(a_page("/news/1", order=2, tags=("article:1",)))


def test_a_page_that_read_an_older_state_is_refused_inside_a_swap_too(store: PressStore) -> None:
    store.drop(order=3, tags={"article:1"})
    report = store.swap(through=2, touched=(), pages=[a_page("/a", order=2, tags=("article:1",))])
    assert report.refused == ("/a",)
    assert store.get("/a") is None


def test_an_older_page_does_not_replace_a_fresher_one(store: PressStore) -> None:
    store.swap(through=5, touched=(), pages=[a_page("/a", order=5, body="new")])
    assert store.put(a_page("/a", order=4, body="old"))
    page = store.page("/a")
    assert page is not None
    assert page.body == b"new"


def test_a_swap_drops_what_carries_a_touched_tag_and_keeps_the_rest(store: PressStore) -> None:
    for name in ("home", "world", "sport"):
        store.put(a_page(f"/{name}", tags=(f"list:{name}", "list:all")))
    report = store.swap(
        through=2, touched={"list:home", "list:world"}, pages=[a_page("/home", order=2)]
    )
    assert (report.pressed, report.dropped) == ((), ("/world",))
    assert report.unchanged == ("/home",)
    assert set(store.paths()) == {"/home", "/sport"}
    assert store.cursor == 2


def test_a_page_made_after_the_order_is_not_dropped_by_it(store: PressStore) -> None:
    store.put(a_page("/a", order=2, tags=("article:1",)))
    report = store.swap(through=2, touched={"article:1"}, pages=[])
    assert report.dropped == ()
    assert store.get("/a") is not None


def test_a_page_that_no_longer_carries_a_tag_is_not_dropped_by_it(store: PressStore) -> None:
    store.put(a_page("/a", tags=("list:world",)))
    store.swap(through=2, touched={"list:world"}, pages=[a_page("/a", order=2, tags=("x",))])
    assert store.stale_paths({"list:world"}) == set()
    assert store.stale_paths({"x"}) == {"/a"}
    assert store.stale_paths({"x"}, through=2) == set()


def test_bytes_and_etag_stay_when_only_the_stamp_is_new(store: PressStore) -> None:
    store.put(a_page("/a", body=f"{COPY}made in 0.051 s", stamp=(len(COPY), len(COPY) + 15)))
    before = store.get("/a", "br")
    fresh = a_page(
        "/a",
        body=f"{COPY}made in 0.077 s",
        stamp=(len(COPY), len(COPY) + 15),
        order=2,
        tags=("new",),
        seconds=0.077,
    )
    report = store.swap(through=2, touched={"paper"}, pages=[fresh])
    assert report.unchanged == ("/a",)
    assert store.get("/a", "br") == before
    assert store.stale_paths({"new"}) == {"/a"}


def test_one_other_word_gives_another_etag(store: PressStore) -> None:
    store.put(a_page("/a"))
    before = store.get("/a")
    store.swap(through=2, touched={"paper"}, pages=[a_page("/a", order=2, body=f"{COPY} and")])
    after = store.get("/a")
    assert before is not None
    assert after is not None
    assert before.etag != after.etag


def test_another_security_header_gives_another_etag(store: PressStore) -> None:
    store.put(a_page("/a"))
    before = store.get("/a")
    headers = (("content-type", "text/html; charset=utf-8"), ("content-security-policy", "sandbox"))
    store.swap(through=2, touched={"paper"}, pages=[a_page("/a", order=2, headers=headers)])
    after = store.get("/a")
    assert before is not None
    assert after is not None
    assert before.etag != after.etag


def test_a_dropped_page_is_gone_at_once_and_older_renders_stay_out(store: PressStore) -> None:
    store.put(a_page("/news/1", tags=("article:1",)))
    store.put(a_page("/list", tags=("list",)))
    assert store.drop(order=2, tags={"article:1"}, paths={"/list", "/nothing"}) == {
        "/news/1",
        "/list",
    }
    assert not store.put(a_page("/news/1", tags=("article:1",)))
    assert not store.put(a_page("/list", tags=("list",)))
    assert not store.put(a_page("/nothing", tags=("other",)))
    assert store.cursor == 1


def test_a_new_generation_makes_all_older_pages_missing(store: PressStore) -> None:
    for number in range(10):
        store.put(a_page(f"/{number}"))
    report = store.new_generation(through=2, pages=[a_page("/0", order=2)])
    assert report.unchanged == ("/0",)
    assert list(store.paths()) == ["/0"]
    assert store.get("/1") is None
    assert not store.put(a_page("/1", order=1))
    assert store.put(a_page("/1", order=2))


def test_a_page_made_after_the_settings_changed_outlives_the_flip(store: PressStore) -> None:
    store.put(a_page("/early", order=2))
    store.new_generation(through=2)
    assert list(store.paths()) == ["/early"]


def test_leftovers_of_a_generation_are_cleaned_in_small_pieces(store: PressStore) -> None:
    for number in range(25):
        store.put(a_page(f"/{number}", body="short"))
    store.new_generation(through=2, pages=[a_page("/3", order=2)])
    removed = []
    while not removed or removed[-1]:
        removed.append(store.clean(limit=10))
    assert sum(removed) == 24
    assert max(removed) <= 10
    assert store.count() == 1


def test_cleaning_starts_again_when_a_second_generation_begins_meanwhile(store: PressStore) -> None:
    for number in range(20):
        store.put(a_page(f"/{number}", body="short", order=1 + number % 2))
    store.new_generation(through=2)  # ten of them were made later and stay
    store.clean(limit=7)
    store.new_generation(through=3)
    for _ in range(10):
        store.clean(limit=7)
    assert store.count() == 0


def test_a_page_is_missing_once_its_time_has_come(store: PressStore) -> None:
    soon = time.time() + 0.05
    assert store.put(a_page("/poll", until=soon))
    assert store.put(a_page("/later", until=soon + 1000))
    assert store.put(a_page("/always"))
    assert store.get("/poll") is not None
    assert store.expired(soon - 1) == []
    assert store.expired(soon + 0.001) == ["/poll"]
    assert store.expired(soon + 2000) == ["/poll", "/later"]
    while time.time() <= soon:
        assert set(store.paths()) >= {"/later", "/always"}
    assert store.get("/poll") is None
    assert store.page("/poll") is None
    assert set(store.paths()) == {"/later", "/always"}
    assert not store.put(a_page("/poll", until=soon))
    assert store.put(a_page("/poll", until=soon + 3000))
    assert store.expired(soon + 2000) == ["/later"]


def test_the_longest_pressed_pages_leave_when_the_budget_is_spent(tmp_path: Path) -> None:
    store = a_store(tmp_path, page_budget=3)
    for number in range(5):
        store.put(a_page(f"/{number}"))
    assert set(store.paths()) == {"/2", "/3", "/4"}
    report = store.swap(through=2, touched=(), pages=[a_page("/2", order=2), a_page("/9", order=2)])
    assert report.evicted == 1
    assert set(store.paths()) == {"/4", "/2", "/9"}


def test_a_second_presser_is_found_out(store: PressStore) -> None:
    store.swap(through=5, touched=(), pages=[], expected_cursor=1)
    with pytest.raises(CursorMoved):
        store.swap(through=6, touched=(), pages=[], expected_cursor=1)
    with pytest.raises(CursorMoved):
        store.swap(through=4, touched=(), pages=[])
    assert store.cursor == 5


@pytest.mark.parametrize("status", [404, 500, 503])
def test_answers_that_anyone_can_provoke_are_not_stored(store: PressStore, status: int) -> None:
    page = a_page("/a", status=status)
    assert not store.put(page)
    assert store.swap(through=2, touched=(), pages=[page]).refused == ("/a",)


def test_a_path_longer_than_a_key_is_not_stored_and_does_no_harm(store: PressStore) -> None:
    longest, too_long = "/" + "é" * 255, "/" + "é" * 255 + "x"
    assert store.put(a_page(longest))
    assert store.get(longest) is not None
    assert not store.put(a_page(too_long))
    assert store.get(too_long) is None
    assert store.drop(order=2, paths={too_long}) == set()


def test_tags_of_any_length_are_kept(store: PressStore) -> None:
    tag = "list:" + "ö" * 2000
    store.put(a_page("/a", tags=(tag,)))
    assert store.stale_paths({tag}) == {"/a"}


def test_two_stores_of_one_process_share_their_files(store: PressStore, tmp_path: Path) -> None:
    second = PressStore.open(tmp_path / "press", database="the-river-herald")
    second.put(a_page("/a"))
    second.close()
    assert store.get("/a") is not None


def test_old_touches_are_forgotten_and_what_they_guarded_against_stays_out(
    store: PressStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.press.store._TOUCHES_KEPT", 5)
    monkeypatch.setattr("broadsheet.press.store._ORDERS_KEPT", 10)
    for order in range(2, 30):
        store.swap(through=order, touched={f"article:{order}"}, pages=[])
    store.clean()
    assert not store.put(a_page("/a", order=2, tags=("article:2",)))
    assert not store.put(a_page("/b", order=2, tags=("untouched",)))
    assert store.put(a_page("/b", order=29, tags=("untouched",)))


def test_a_page_cannot_smuggle_headers() -> None:
    with pytest.raises(ValueError, match="location"):
        a_page(headers=(("location", "/a\r\nset-cookie: x"),))
    with pytest.raises(ValueError, match="location"):
        a_page(headers=(("location", "/news/é"),))
    with pytest.raises(ValueError, match="etag"):
        a_page(headers=(("etag", '"mine"'),))
    with pytest.raises(ValueError, match="NFC"):
        a_page("/e\u0301")
