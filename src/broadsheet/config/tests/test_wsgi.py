"""What the web workers run: which addresses are the desk's."""

from pathlib import Path

import pytest

from broadsheet.config.wsgi import application
from broadsheet.press.tests.readers import Reader
from tests.builders import a_paper
from tests.promises.pressing import a_press


@pytest.mark.django_db(transaction=True, serialized_rollback=True, databases=["default", "readers"])
def test_the_desks_address_without_its_slash_leads_to_the_desk_and_no_other_does(
    tmp_path: Path,
) -> None:
    a_paper()
    reader = Reader(application)
    with a_press(tmp_path):
        desk, other = reader.get("/desk"), reader.get("/desktops")
    assert (desk.status, desk.headers["Location"]) == (301, "/desk/")
    assert "Set-Cookie" not in desk.headers
    assert other.status == 404
    assert b"masthead" in other.body
