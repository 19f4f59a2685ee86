"""Blocks of the body, as editors' saves go through them."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError

from broadsheet.articles.models import Article


@pytest.fixture
def busy_threads() -> Iterator[None]:
    """Threads that take turns as often as Python lets them."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_drafts_saved_at_the_same_time_do_not_meet_in_the_blocks(busy_threads: None) -> None:
    block = Article._meta.get_field("body").stream_block
    unfinished = block.to_python([{"type": "crosshead", "value": ""}])

    def save_draft(_number: int) -> None:
        block.clean_deferred(unfinished)

    def publish(_number: int) -> None:
        with pytest.raises(ValidationError):
            block.clean(unfinished)

    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(job, n) for n in range(150) for job in (save_draft, publish)]
    for job in done:
        job.result()
    publish(0)
