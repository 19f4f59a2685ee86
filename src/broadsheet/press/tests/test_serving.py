"""What a reader gets from the layer before Django."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from broadsheet.changes.models import DatabaseIdentity
from broadsheet.press.errors import Busy, StoreReadOnly
from broadsheet.press.opening import the_store
from broadsheet.press.pages import Page
from broadsheet.press.serving import PressedPages
from broadsheet.press.store import PressStore
from broadsheet.press.tests.builders import COPY, a_page, a_store
from broadsheet.press.tests.readers import Reader


def django(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Stands behind the layer."""
    start_response("200 OK", [("x-from", "django")])
    return [environ["REQUEST_METHOD"].encode()]


class Paper:
    """A paper whose pages are made on demand, and counted."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.made: list[str] = []
        self.pages: dict[str, Page | Exception | None] = {}
        self.store = a_store(folder)
        factory: Callable[[], PressStore] = options.pop("factory", lambda: self.store)
        application = PressedPages(
            factory, self.make, django, owned=("/desk/", "/static/", "/health"), **options
        )
        self.reader = Reader(application)
        self.get = self.reader.get

    def make(self, path: str) -> Page | None:
        self.made.append(path)
        page = self.pages.get(path, a_page(path))
        if isinstance(page, Exception):
            raise page
        return page


@pytest.fixture
def paper(tmp_path: Path) -> Iterable[Paper]:
    paper = Paper(tmp_path)
    yield paper
    paper.store.close()


def test_a_page_is_made_once_and_then_comes_from_the_store(paper: Paper) -> None:
    first, second = paper.get("/news/1/é"), paper.get("/news/1/é")
    assert first.body == second.body == COPY.encode()
    assert first.headers["server-timing"] == 'press;desc="pressed";dur=51.7'
    assert second.headers["server-timing"] == 'press;desc="stored";dur=51.7'
    assert paper.made == ["/news/1/é"]


def test_the_answer_says_how_it_may_be_kept(paper: Paper) -> None:
    for _ in range(2):
        headers = paper.get("/").headers
        assert headers["cache-control"] == "no-cache"
        assert headers["vary"] == "accept-encoding"
        assert headers["content-length"] == str(len(COPY))
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert headers["content-security-policy"] == "default-src 'none'"
        assert "surrogate-key" not in headers


def test_head_tells_the_same_as_get_without_the_body(paper: Paper) -> None:
    paper.get("/")
    get, head = (paper.get("/", method=m, accept_encoding="gzip") for m in ("GET", "HEAD"))
    assert head.headers == get.headers
    assert head.body == b""
    assert int(head.headers["content-length"]) == len(get.body)


def test_a_reader_who_has_the_page_gets_304_with_what_a_cache_must_know(paper: Paper) -> None:
    etag = paper.get("/", accept_encoding="br").headers["etag"]
    reply = paper.get("/", accept_encoding="br", if_none_match=etag)
    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers == {
        "etag": etag,
        "vary": "accept-encoding",
        "cache-control": "no-cache",
    }


def test_the_etag_of_one_coding_is_not_that_of_another(paper: Paper) -> None:
    etag = paper.get("/", accept_encoding="br").headers["etag"]
    assert paper.get("/", accept_encoding="gzip", if_none_match=etag).status == 200


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"a", {etag}', 304),
        ('"a",W/{etag} , "b"', 304),
        ("*", 304),
        (" * ", 304),
        ('"a", "b"', 200),
        ("", 200),
        ("{bare}", 200),
        ('"x{bare}"', 200),
        ('"{bare}-gzip"', 200),
        ("\0" * 18, 200),
    ],
)
def test_if_none_match(paper: Paper, field: str, status: int) -> None:
    etag = paper.get("/").headers["etag"]
    condition = field.format(etag=etag, bare=etag.strip('"'))
    assert paper.get("/", if_none_match=condition).status == status
    assert paper.get("/", method="HEAD", if_none_match=condition).status == status


@pytest.mark.parametrize("status", [301, 410])
def test_conditions_are_not_for_redirects_or_what_is_gone(paper: Paper, status: int) -> None:
    headers = (("location", "/news/1/slug"), ("content-type", "text/html"))
    paper.pages["/old"] = a_page("/old", status=status, body="", headers=headers)
    for _ in range(2):
        reply = paper.get("/old", if_none_match="*", accept_encoding="gzip, identity;q=0")
        assert reply.status == status
        assert reply.headers["location"] == "/news/1/slug"
        assert reply.headers["content-length"] == "0"
        assert "etag" not in reply.headers
    assert paper.made == ["/old"]


def test_a_query_string_makes_no_other_page(paper: Paper) -> None:
    paper.get("/")
    reply = paper.reader.ask("/", query_string="x=1")
    assert reply.status == 200
    assert paper.made == ["/"]


def test_another_spelling_of_a_path_is_the_same_page(paper: Paper) -> None:
    paper.get("/news/é")
    assert paper.get("/news/e\u0301").status == 200
    assert paper.made == ["/news/é"]


@pytest.mark.parametrize("path_info", ["/\xff\xfe", "/a\0b", "/a\nb", "no-slash", "/\u20ac"])
def test_what_is_no_path_gets_400_and_asks_nobody(paper: Paper, path_info: str) -> None:
    reply = paper.reader.ask(path_info)
    assert reply.status == 400
    assert reply.headers["cache-control"] == "no-store"
    assert paper.made == []


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "DELETE"])
def test_other_methods_are_djangos(paper: Paper, method: str) -> None:
    assert paper.get("/", method=method).body == method.encode()
    assert paper.made == []


@pytest.mark.parametrize("path", ["/desk/", "/desk/pages/", "/static/a.css", "/health"])
def test_owned_paths_are_djangos(paper: Paper, path: str) -> None:
    assert paper.get(path).headers == {"x-from": "django"}
    assert paper.made == []


def test_a_path_that_is_no_readers_goes_to_django(paper: Paper) -> None:
    paper.pages["/preview"] = None
    assert paper.get("/preview").headers == {"x-from": "django"}


def test_too_many_misses_are_answered_with_when_to_come_back(paper: Paper) -> None:
    paper.pages["/"] = Busy(retry_after=3)
    reply = paper.get("/")
    assert (reply.status, reply.headers["retry-after"]) == (503, "3")
    assert reply.headers["cache-control"] == "no-store"
    assert b"try again" in reply.body


def test_a_page_that_cannot_be_made_shows_no_trace_of_why(
    paper: Paper, caplog: pytest.LogCaptureFixture
) -> None:
    paper.pages["/"] = RuntimeError("password=hunter2")
    reply = paper.get("/")
    assert reply.status == 500
    assert b"hunter2" not in reply.body
    assert "hunter2" in caplog.text


def test_the_papers_own_plain_pages_are_used(tmp_path: Path) -> None:
    own = {HTTPStatus.SERVICE_UNAVAILABLE: b"<!doctype html>The River Herald is busy"}
    paper = Paper(tmp_path, plain_pages=own)
    paper.pages["/"] = Busy()
    assert paper.get("/").body == own[HTTPStatus.SERVICE_UNAVAILABLE]
    assert paper.get("/", method="HEAD").body == b""
    paper.store.close()


@pytest.mark.parametrize("status", [404, 500])
def test_answers_that_are_not_stored_are_sent_all_the_same(paper: Paper, status: int) -> None:
    paper.pages["/x"] = a_page("/x", status=status)
    for _ in range(2):
        reply = paper.get("/x", accept_encoding="gzip", if_none_match="*")
        assert (reply.status, reply.body) == (status, COPY.encode())
        assert "etag" not in reply.headers
    assert paper.made == ["/x", "/x"]


def test_a_page_overtaken_while_it_was_made_is_sent_but_not_kept(tmp_path: Path) -> None:
    paper = Paper(tmp_path, shared_seconds=600)
    paper.store.drop(order=2, tags={"paper"})
    reply = paper.get("/", accept_encoding="gzip")
    assert gzip.decompress(reply.body) == COPY.encode()
    assert reply.headers["cache-control"] == "no-cache"
    assert paper.store.get("/") is None
    paper.store.close()


def test_a_path_too_long_to_store_is_served(paper: Paper) -> None:
    path = "/" + "long" * 200
    assert paper.get(path).body == COPY.encode()
    assert paper.get(path).status == 200


def test_a_dropped_page_is_made_again_at_the_next_request(paper: Paper) -> None:
    paper.get("/")
    paper.store.drop(order=2, paths={"/"})
    paper.pages["/"] = a_page("/", order=2, body="corrected")
    assert paper.get("/").body == b"corrected"


def test_serving_goes_on_without_a_store(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def factory() -> PressStore:
        raise StoreReadOnly(tmp_path, "disk gone read-only")

    caplog.set_level(logging.ERROR)
    paper = Paper(tmp_path, factory=factory)
    for _ in range(3):
        reply = paper.get("/", accept_encoding="gzip")
        assert gzip.decompress(reply.body) == COPY.encode()
        assert (
            paper.get("/", accept_encoding="gzip", if_none_match=reply.headers["etag"]).status
            == 304
        )
    assert len(paper.made) == 6
    assert caplog.text.count("disk gone read-only") == 1, "it rests before it tries again"
    paper.store.close()


@pytest.mark.django_db
def test_with_the_database_away_a_fresh_worker_answers_with_a_page(tmp_path: Path) -> None:
    DatabaseIdentity.objects.all().delete()
    for _ in range(2):
        reply = Paper(tmp_path, factory=the_store).get("/")
        assert reply.status == 500
        assert b"could not be made" in reply.body


def test_a_store_that_breaks_while_serving_is_put_aside(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "press")
    paper.get("/")
    newer = a_store_of_another_release(tmp_path / "press")
    paper.store._connection.look_at = 0.0
    assert paper.get("/").body == COPY.encode()
    assert paper.get("/other").body == COPY.encode()
    assert newer.count() == 0, "an old process writes nothing into the new release's store"
    newer.close()


def a_store_of_another_release(folder: Path) -> PressStore:
    return PressStore.open(folder, database="next release")


def test_shared_caches_get_a_lifetime_and_keys_where_configured(tmp_path: Path) -> None:
    paper = Paper(tmp_path, shared_seconds=600, key_limit=100)
    paper.pages["/a"] = a_page("/a", tags=("article:1", "paper"))
    paper.pages["/many"] = a_page("/many", tags=[f"article:{n}" for n in range(50)])
    paper.pages["/none"] = a_page("/none", tags=())
    for _ in range(2):
        headers = paper.get("/a").headers
        assert headers["cache-control"] == "public, max-age=0, must-revalidate, s-maxage=600"
        assert headers["surrogate-key"] == "article:1 paper"
        for path in ("/many", "/none"):
            unpurgeable = paper.get(path).headers
            assert unpurgeable["cache-control"] == "no-cache"
            assert "surrogate-key" not in unpurgeable
    reply = paper.get("/a", if_none_match="*")
    assert reply.status == 304
    assert reply.headers["surrogate-key"] == "article:1 paper"
    paper.store.close()


class TestPictures:
    """Pages that are a file."""

    BYTES = bytes(range(256)) * 4

    @pytest.fixture
    def paper(self, tmp_path: Path) -> Iterable[Paper]:
        media = tmp_path / "media"
        media.mkdir()
        (media / "a.avif").write_bytes(self.BYTES)
        (media / "empty.avif").write_bytes(b"")
        (media / "large.avif").write_bytes(self.BYTES * 1000)
        (tmp_path / "secret").write_text("key")
        paper = Paper(tmp_path / "press", media_roots=[media])
        paper.store = a_store(tmp_path / "press2", media_roots=[media])
        for name in ("a.avif", "empty.avif", "large.avif", "../secret", "gone.avif"):
            path = f"/picture/{name.rpartition('/')[2]}"
            paper.pages[path] = a_page(path, file=name, headers=(("content-type", "image/avif"),))
        yield paper
        paper.store.close()

    def test_a_picture_is_sent_whole_with_an_etag(self, paper: Paper) -> None:
        for _ in range(2):
            reply = paper.get("/picture/a.avif", accept_encoding="gzip")
            assert reply.body == self.BYTES
            assert reply.headers["content-length"] == "1024"
            assert reply.headers["accept-ranges"] == "bytes"
            assert "content-encoding" not in reply.headers
        assert paper.get("/picture/a.avif", if_none_match=reply.headers["etag"]).status == 304
        assert paper.get("/picture/a.avif", method="HEAD").body == b""
        assert paper.made == ["/picture/a.avif"]

    def test_a_large_picture_comes_in_blocks_and_complete(self, paper: Paper) -> None:
        reply = paper.get("/picture/large.avif")
        assert reply.body == self.BYTES * 1000
        part = paper.get("/picture/large.avif", range="bytes=1000-999999")
        assert part.body == (self.BYTES * 1000)[1000:1_000_000]

    def test_an_empty_file_is_sent(self, paper: Paper) -> None:
        reply = paper.get("/picture/empty.avif")
        assert (reply.status, reply.body, reply.headers["content-length"]) == (200, b"", "0")

    @pytest.mark.parametrize(
        ("asked", "status", "part", "place"),
        [
            ("bytes=0-9", 206, slice(0, 10), "bytes 0-9/1024"),
            ("bytes=1000-", 206, slice(1000, 1024), "bytes 1000-1023/1024"),
            ("bytes=1000-99999", 206, slice(1000, 1024), "bytes 1000-1023/1024"),
            ("bytes=-24", 206, slice(1000, 1024), "bytes 1000-1023/1024"),
            ("bytes=-5000", 206, slice(0, 1024), "bytes 0-1023/1024"),
            ("Bytes = 5-5", 206, slice(5, 6), "bytes 5-5/1024"),
            ("bytes=0-0,5-5", 200, slice(0, 1024), None),
            ("bytes=9-5", 200, slice(0, 1024), None),
            ("bytes=a-b", 200, slice(0, 1024), None),
            ("bytes=-", 200, slice(0, 1024), None),
            ("lines=1-2", 200, slice(0, 1024), None),
            ("bytes=1024-", 416, None, "bytes */1024"),
            ("bytes=-0", 416, None, "bytes */1024"),
            (f"bytes={'9' * 5000}-", 416, None, "bytes */1024"),
        ],
    )
    def test_ranges(
        self, paper: Paper, asked: str, status: int, part: slice | None, place: str | None
    ) -> None:
        reply = paper.get("/picture/a.avif", range=asked)
        assert reply.status == status
        assert reply.headers.get("content-range") == place
        assert int(reply.headers["content-length"]) == len(reply.body)
        if part is not None:
            assert reply.body == self.BYTES[part]

    def test_if_range_holds_for_our_strong_etag_only(self, paper: Paper) -> None:
        etag = paper.get("/picture/a.avif").headers["etag"]
        asked = {"range": "bytes=0-9"}
        assert paper.get("/picture/a.avif", **asked, if_range=etag).status == 206
        for other in (f"W/{etag}", '"x"', "Wed, 21 Oct 2026 07:28:00 GMT"):
            assert paper.get("/picture/a.avif", **asked, if_range=other).status == 200
        assert paper.get("/picture/a.avif", **asked, if_none_match=etag).status == 304

    def test_head_knows_no_range(self, paper: Paper) -> None:
        reply = paper.get("/picture/a.avif", method="HEAD", range="bytes=0-9")
        assert (reply.status, reply.headers["content-length"]) == (200, "1024")

    def test_text_pages_know_no_range(self, paper: Paper) -> None:
        reply = paper.get("/", range="bytes=0-9")
        assert (reply.status, reply.body) == (200, COPY.encode())
        assert "accept-ranges" not in reply.headers

    @pytest.mark.parametrize("name", ["secret", "gone.avif"])
    def test_a_file_outside_the_media_folders_or_gone_is_not_sent(
        self, paper: Paper, name: str
    ) -> None:
        reply = paper.get(f"/picture/{name}")
        assert reply.status == 500
        assert b"key" not in reply.body

    def test_a_file_that_changed_under_our_feet_is_not_sent(
        self, paper: Paper, tmp_path: Path
    ) -> None:
        paper.get("/picture/a.avif")
        (tmp_path / "media" / "a.avif").write_bytes(b"something else")
        assert paper.get("/picture/a.avif").status == 500
