"""Which coding a reader gets (RFC 9110 12.5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.press.serving import PressedPages
from broadsheet.press.store import PressStore
from broadsheet.press.tests.builders import COPY, a_page, a_store
from broadsheet.press.tests.readers import Reader
from broadsheet.press.tests.test_variants import DECODERS


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PressStore]:
    folder: Path = tmp_path_factory.mktemp("press")
    store = a_store(folder)
    store.put(a_page("/long"))
    store.put(a_page("/short", body="short"))
    yield store
    store.close()


@pytest.fixture
def reader(store: PressStore) -> Reader:
    return Reader(PressedPages(lambda: store, lambda _path: None, lambda _e, _s: []))


def smallest(store: PressStore, *codings: str) -> str:
    sizes = {
        coding: len(stored.body) for coding in codings if (stored := store.get("/long", coding))
    }
    return min(sizes, key=lambda coding: sizes[coding])


@pytest.mark.parametrize(
    ("field", "coding"),
    [
        ("", "identity"),
        ("identity", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("deflate", "identity"),
        ("compress, deflate, gzip", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0.000", "identity"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0.5, br;q=1.0", "br"),
        ("gzip; q=0.8 , zstd ;q=0.9", "zstd"),
        ("gzip;q=0.2, identity;q=0.8", "identity"),
        ("gzip;q=0.2, identity;q=0", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("*;q=0, br", "br"),
        ("br;q=0, zstd;q=0, *", "gzip"),
        ("br;q=0, gzip;q=0, zstd;q=0, *;q=0.5", "identity"),
        ("gzip;q=2", "identity"),
        ("gzip;q=high", "identity"),
        (",, gzip ,,", "gzip"),
        (";q=1", "identity"),
    ],
)
def test_a_reader_gets_the_coding_asked_for(reader: Reader, field: str, coding: str) -> None:
    reply = reader.get("/long", accept_encoding=field)
    assert reply.status == 200
    assert reply.headers.get("content-encoding", "identity") == coding
    assert DECODERS[coding](reply.body) == COPY.encode()
    assert reply.headers["content-length"] == str(len(reply.body))
    assert reply.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize("field", ["gzip, br", "gzip, deflate, br, zstd", "*", "br, zstd, *;q=0"])
def test_of_codings_liked_equally_the_smallest_is_sent(
    reader: Reader, store: PressStore, field: str
) -> None:
    liked = (
        ("gzip", "br", "zstd")
        if field == "*"
        else tuple(coding for coding in ("gzip", "br", "zstd") if coding in field)
    )
    reply = reader.get("/long", accept_encoding=field)
    assert reply.headers["content-encoding"] == smallest(store, *liked)


@pytest.mark.parametrize("field", ["gzip", "br, zstd", "gzip;q=0.1"])
def test_a_small_page_is_sent_as_it_is(reader: Reader, field: str) -> None:
    reply = reader.get("/short", accept_encoding=field)
    assert reply.body == b"short"
    assert "content-encoding" not in reply.headers


@pytest.mark.parametrize("field", ["gzip, identity;q=0", "br, *;q=0", "zstd;q=0.1, *;q=0"])
def test_a_small_page_is_coded_for_one_who_refuses_it_plain(reader: Reader, field: str) -> None:
    reply = reader.get("/short", accept_encoding=field)
    coding = reply.headers["content-encoding"]
    assert field.startswith(coding)
    assert DECODERS[coding](reply.body) == b"short"
    assert (
        reader.get("/short", accept_encoding=field, if_none_match=reply.headers["etag"]).status
        == 304
    )


@pytest.mark.parametrize("field", ["identity;q=0", "*;q=0", "deflate, *;q=0"])
def test_one_who_refuses_everything_gets_406(reader: Reader, field: str) -> None:
    for path in ("/long", "/short"):
        assert reader.get(path, accept_encoding=field).status == 406


def test_no_header_at_all_means_plain(reader: Reader) -> None:
    assert "content-encoding" not in reader.get("/long").headers
