"""Making the demo paper's database, and finding it again later."""

import sys
from datetime import datetime

from django.core.management import call_command
from django.db import connections
from wagtail.log_actions import LogContext

from broadsheet.paper.models import Paper
from broadsheet.versions import reading

from .copy import demo_paper
from .loader import load

__all__ = ["age_in_words", "make", "move_to"]


def make(*, address: str, at: datetime) -> None:
    """Make the tables of a new folder and write the paper as it stands at ``at`` (aware)."""
    print("Making the database …", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    load(paper=demo_paper(at), address=address, at=at, progress=_show)
    connections.close_all()


def _show(done: int, all_of_them: int, headline: str) -> None:
    """One line that is written over, or a line every ten steps where there is no terminal."""
    if sys.stdout.isatty():
        line = f"Writing the paper … {done}/{all_of_them}  {headline[:50]}"
        print(f"\r\x1b[K{line}", end="\n" if done == all_of_them else "", flush=True)
    elif done % 10 == 0 or done == all_of_them:
        print(f"Writing the paper … {done}/{all_of_them}", flush=True)


def age_in_words(now: datetime) -> str:
    """How old the newest story is, and what to do where that is too old."""
    newest = reading.newest(limit=1)
    if not newest:
        return "The demo paper holds no story. “broadsheet demo --fresh” writes it anew."
    days = (now - newest[0].published_at).days
    if days < 1:
        return "The demo paper stands already; its news is of the last 24 hours."
    age = "a day" if days == 1 else f"{days} days"
    return (
        f"The demo paper stands already; its newest story is {age} old. "
        "“broadsheet demo --fresh” writes it anew, with today's date."
    )


def move_to(address: str) -> None:
    """Let the paper name the address at which it is served now."""
    paper = Paper.objects.get()
    if paper.base_address == address:
        return
    paper.base_address = address
    editor = paper.owner or paper.latest_revision.user
    with LogContext(user=editor):
        paper.save_revision(user=editor).publish(user=editor)
