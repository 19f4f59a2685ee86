"""The pages for when no page can be made."""

import pytest

from broadsheet.site.faults import fault_page


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_page_is_whole_in_itself_and_needs_no_database(status: int) -> None:
    # No database is marked for this test: a query would fail it.
    page = fault_page(status, name="The <Post>", language="ar").decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "The &lt;Post&gt;" in page
    assert "<style>" in page
    assert "src=" not in page
    assert "<link" not in page


def test_a_fault_page_does_not_need_to_know_the_paper() -> None:
    assert b'masthead"' not in fault_page(500)


def test_other_statuses_have_no_fault_page() -> None:
    with pytest.raises(KeyError):
        fault_page(404)
