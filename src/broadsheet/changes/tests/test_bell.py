"""A bell wakes who sleeps, and nobody depends on it."""

import threading
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from broadsheet.changes import bell
from broadsheet.changes.bell import Bell


@pytest.fixture(autouse=True)
def _run_folder(settings: Settings, tmp_path: Path) -> None:
    settings.BROADSHEET_RUN_FOLDER = tmp_path


def test_ringing_wakes_every_follower() -> None:
    with Bell("press") as press, Bell("search") as search:
        bell.ring()
        assert press.wait(seconds=5)
        assert search.wait(seconds=5)


def test_nobody_rings_and_the_follower_looks_by_itself() -> None:
    with Bell("press") as press:
        assert not press.wait(seconds=0.01)


def test_a_ring_while_asleep_is_heard_at_once() -> None:
    with Bell("press") as press:
        began = time.monotonic()
        threading.Timer(0.05, bell.ring).start()
        assert press.wait(seconds=10)
        assert time.monotonic() - began < 5


def test_many_rings_wake_once() -> None:
    with Bell("press") as press:
        for _again in range(50):
            bell.ring()
        assert press.wait(seconds=5)
        assert not press.wait(seconds=0.01)


def test_ringing_into_an_empty_or_missing_house_fails_nobody(
    settings: Settings, tmp_path: Path
) -> None:
    bell.ring()
    settings.BROADSHEET_RUN_FOLDER = tmp_path / "missing"
    bell.ring()


def test_a_follower_whose_bell_cannot_be_hung_looks_by_itself(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.BROADSHEET_RUN_FOLDER = tmp_path / ("long" * 40)
    with Bell("press") as press:
        bell.ring()
        assert not press.wait(seconds=0.01)
    assert "without the bell" in caplog.text


def test_a_dead_followers_bell_is_no_hindrance_and_its_successor_takes_the_name(
    tmp_path: Path,
) -> None:
    with Bell("press"):
        left_behind = tmp_path / "press.bell"
        other_name = left_behind.with_name("dead.bell")
        left_behind.rename(other_name)
    bell.ring()  # nobody listens behind dead.bell
    with Bell("dead") as successor:
        bell.ring()
        assert successor.wait(seconds=5)
