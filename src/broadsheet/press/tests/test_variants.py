"""The codings of a page, made when it is pressed."""

from __future__ import annotations

import gzip
import hashlib

import brotli
import pytest
import zstandard

from broadsheet.press.tests.builders import COPY
from broadsheet.press.variants import encode, variants

BODY = COPY.encode()
DECODERS = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda coded: zstandard.ZstdDecompressor().decompress(coded),
}


def test_a_page_of_text_has_all_codings_and_each_is_smaller_and_reads_back() -> None:
    made = variants(BODY, content_type="text/html; charset=utf-8")
    assert list(made) == ["identity", "gzip", "br", "zstd"]
    for coding, coded in made.items():
        assert DECODERS[coding](coded) == BODY
        assert coding == "identity" or len(coded) < len(BODY)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_coding_twice_gives_the_same_bytes(coding: str) -> None:
    assert encode(BODY, coding) == encode(BODY, coding)


def test_gzip_tells_no_time() -> None:
    assert encode(BODY, "gzip")[4:8] == bytes(4)


@pytest.mark.parametrize("size", [0, 1, 599])
def test_small_bodies_are_not_coded(size: int) -> None:
    assert list(variants(b"a" * size, content_type="text/html")) == ["identity"]


def test_a_coding_that_saves_nothing_is_left_out() -> None:
    noise = hashlib.shake_128(b"noise").digest(5000)
    assert list(variants(noise, content_type="text/plain")) == ["identity"]


@pytest.mark.parametrize("content_type", ["image/avif", "image/jpeg", "application/zip", ""])
def test_what_is_packed_already_is_not_coded(content_type: str) -> None:
    assert list(variants(BODY, content_type=content_type)) == ["identity"]


@pytest.mark.parametrize("content_type", ["application/rss+xml", "image/svg+xml", "text/css"])
def test_feeds_drawings_and_styles_are_coded(content_type: str) -> None:
    assert len(variants(BODY, content_type=content_type)) == 4
