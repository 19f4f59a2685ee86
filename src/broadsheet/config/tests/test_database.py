"""The setting “database”: read as it is meant, refused in words that give no password away."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from broadsheet.config.database import databases
from broadsheet.config.folder import PaperFolder

SECRET = "tOpSeCrEt"


def made(setting: str) -> dict[str, dict[str, Any]]:
    return databases(PaperFolder(Path("/srv/paper")), setting)


def test_an_address_is_taken_apart() -> None:
    both = made("postgresql://ada:p%40ss%2Fword@db.example.org:5433/the%20post")
    for alias in ("default", "readers"):
        of = both[alias]
        assert (of["USER"], of["PASSWORD"], of["NAME"]) == ("ada", "p@ss/word", "the post")
        assert (of["HOST"], of["PORT"]) == ("db.example.org", "5433")


def test_what_follows_the_question_mark_reaches_the_client_library_on_both_connections() -> None:
    both = made("postgresql://ada@db/post?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem")
    wanted = {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    assert both["default"]["OPTIONS"] == wanted
    readers = both["readers"]["OPTIONS"]
    assert wanted.items() <= readers.items()
    assert "default_transaction_read_only=on" in readers["options"]


def test_a_sockets_folder_can_be_the_host() -> None:
    assert made("postgresql://ada@/post?host=/var/run/pg")["default"]["HOST"] == "/var/run/pg"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        (f"mysql://ada:{SECRET}@db/post", "begin with postgresql://"),
        (f"postgresql://ada:{SECRET}@db:54x32/post", "port"),
        (f"postgresql://ada:{SECRET}@db:99999/post", "port"),
        (f"postgresql://ada:{SECRET}/x@db/post", "port"),
        (f"postgresql://ada:{SECRET}@[::1/post", "%5B"),
        (f"postgresql://ada:{SECRET}#x@db/post", "%23"),
        (f"postgresql://ada:{SECRET}?x@db/post", "%3F"),
        (f"postgresql://ada:{SECRET}@db", "names no database"),
        (f"postgresql://ada:{SECRET}@db/", "names no database"),
        (f"postgresql://ada@db/post?sslmode=require&password={SECRET}", "“password”"),
        (f"postgresql://ada:{SECRET}@db/post?sslmod=require", "“sslmod”"),
        (f"postgresql://ada:{SECRET}@db/post?sslmode", "“sslmode”"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_without_the_password(
    setting: str, told: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        made(setting)
    said = str(refused.value)
    assert told in said
    assert SECRET not in said
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
