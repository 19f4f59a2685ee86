"""The edition that the tests of whole pages read, and the browser that they open."""

import pytest
from pytest_django.plugin import DjangoDbBlocker

from .edition import Edition, print_edition
from .readers import as_readers

__all__ = ["as_readers"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: opens pages in Chromium")


@pytest.fixture(scope="session")
def edition(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Edition:
    with django_db_blocker.unblock():
        return print_edition()
