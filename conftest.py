"""Which tests run here: what needs a missing program is skipped, in words that say how to get it.

With CI=1 a skip for want of a program is a failure: there everything must be installed.
"""

import os
import shutil
from collections.abc import Generator, Iterator

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

_PROGRAMS = {
    "browser": (("chromium", "chromium-browser", "google-chrome"), "sudo apt install chromium"),
    "nginx": (("nginx", "/usr/sbin/nginx"), "sudo apt install nginx-light"),
}
"""Marker of a test → programs of which one is needed, and the command that installs it."""

_IS_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is missing; in CI, fail it."""
    for marker, (programs, remedy) in _PROGRAMS.items():
        if item.get_closest_marker(marker) and not any(map(shutil.which, programs)):
            words = f"{programs[0]} is not installed; install it with: {remedy}"
            if _IS_CI:
                pytest.fail(words, pytrace=False)
            pytest.skip(words)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI no skip passes unseen, whoever asked for it."""
    report = yield
    if _IS_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Hang up the readers' connection at the end: PostgreSQL drops no database that is in use."""
    yield
    with django_db_blocker.unblock():
        connections.close_all()
