"""One paper with the worst that copy can do, read once for all tests of whole pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from wagtail.log_actions import LogContext

from broadsheet.changes.readers import reading_as_a_reader
from broadsheet.paper.models import Paper, Section
from broadsheet.site import paths
from broadsheet.versions import acts
from tests.builders import (
    FIRST_OF_MARCH,
    a_paper,
    a_picture,
    a_public_article,
    a_section,
    an_editor,
    revised,
)

from .readers import Answered, ask, readers_on_the_same_connection

__all__ = ["Edition", "print_edition", "words"]

LATER = FIRST_OF_MARCH + timedelta(days=1)
LONG_WORD = "Donaudampfschiffahrtsgesellschaftskapitän"
LONG_HEADLINE = (
    f"{LONG_WORD} asks the council for the third time this winter whether a ferry that "
    "nobody has seen since the storm of last November may still be painted at public cost"
)
SIX_BYLINES = "Ada Brook, Ben Cole, Chi Dao, Dee Eno, Eva Fry and Zoë Þórdís Ólafsdóttir-Nwosu"

# Words of an ordinary story: enough different ones that they don't shrink to nothing.
_STOCK = (
    "The harbour office said on {n} that the ferry to the islands will sail again once the "
    "inspectors have seen her tanks, which were opened in the night and held {n} litres of "
    "sand. Passengers who had waited since morning were taken across in two smaller boats, "
    "and the baker, whose van went with them, reported that {n} rolls had been sold before "
    "the lighthouse came into view. “We have been later than this,” said the mate, “but "
    "seldom with so good a reason.” A hearing is to follow in the town hall, where {n} "
    "members of the council have asked for the engineer to be heard first, and the mayor "
    "second, if there is time left for her before the tide turns and the room is needed. "
)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """Every answer of one paper by its path, and the paths of its remarkable pages."""

    answers: dict[str, Answered]
    seed: str
    long_story: str
    worst: str
    right_to_left: str
    corrected: str
    withdrawn: str
    closed: str
    empty: str

    @property
    def pages(self) -> dict[str, Answered]:
        """HTML pages, one of each kind, by what they are."""
        paths_of = {
            "home": "/",
            "section": "/section/world",
            "empty section": self.empty,
            "seed": self.seed,
            "long story": self.long_story,
            "worst case": self.worst,
            "right to left": self.right_to_left,
            "corrected": self.corrected,
            "withdrawn": self.withdrawn,
            "closed section": self.closed,
            "imprint": "/imprint",
            "not found": "/nothing",
        }
        return {kind: self.answers[path] for kind, path in paths_of.items()}


def words(count: int) -> list[dict[str, Any]]:
    """Paragraphs of so many words in all, about sixty each, under a crosshead now and then."""
    text = " ".join(_STOCK.format(n=101 + 17 * part) for part in range(count // 100 + 1))
    all_words = text.split()[:count]
    body: list[dict[str, Any]] = []
    for start in range(0, count, 60):
        if start % 240 == 180:
            body.append({"type": "crosshead", "value": f"Part {start // 60}"})
        paragraph = " ".join(all_words[start : start + 60])
        body.append({"type": "paragraph", "value": f"<p>{paragraph}</p>"})
    return body


def print_edition() -> Edition:
    """Write and publish the paper, read all its paths, and undo everything."""
    with transaction.atomic(), readers_on_the_same_connection():
        try:
            return _printed()
        finally:
            transaction.set_rollback(True)


def _printed() -> Edition:
    a_paper(
        base_address="https://post.example",
        motto="News of the tide",
        contact="desk@post.example",
        imprint="The Harbour Post\n\n4 Quay Street",
    )
    for name in ("World", "Town", "Sport", "Culture", "Business", "Nothing yet"):
        a_section(name)
    remarkable = _remarkable_stories()
    _ordinary_stories(("World", "Town", "Sport", "Culture", "Business"), each=9)
    with reading_as_a_reader():
        known = list(paths.known_paths())
    answers = {path: ask(path) for path in [*known, "/nothing", "/section/world/"]}
    return Edition(
        answers=answers, closed="/section/old", empty="/section/nothing-yet", **remarkable
    )


def _remarkable_stories() -> dict[str, str]:
    picture = a_picture("Quay", width=1600, height=1000, description="A quay with three boats")
    seed = a_public_article(
        "Ministers meet again", news_id=239617, body=words(260), agencies=["AFP", "Reuters"]
    )
    long_story = a_public_article(
        "By one vote, the ferry will sail",
        body=[*words(1200), *_every_block(picture.pk, seed.pk)],
        lead_picture=picture,
        lead_caption="The quay this morning.",
        lead_credit="Drawing: Ida Selmer",
        standfirst="After five hours and two recesses the council votes to paint a boat.",
        kicker="Council",
        byline="Ada Brook",
        dateline="QUAY STREET",
        at=FIRST_OF_MARCH + timedelta(hours=2),
    )
    worst = a_public_article(
        LONG_HEADLINE,
        body=[{"type": "paragraph", "value": f"<p>{LONG_WORD * 3}</p>"}, *_every_block(picture.pk)],
        standfirst=LONG_HEADLINE,
        byline=SIX_BYLINES,
        kicker=LONG_WORD,
    )
    right_to_left = a_public_article(
        "مكتبة المدينة تفتح رفًّا عربيًّا",
        section=a_section("Culture"),
        language="ar",
        lead_picture=a_picture("Shelf", width=900, height=600, description="رفّ كتب"),
        standfirst="ستّمئة وأربعون كتابًا.",
        byline="ليلى منصور",
        agencies=["AFP"],
        body=[{"type": "paragraph", "value": "<p>قال الخطيب إنّ البيت امتلأ.</p>"}, *words(60)],
    )
    corrected = a_public_article("Ferry sails at eight")
    draft = revised(corrected, "Ferry sails at nine")
    acts.correct(
        article=draft, revision=draft.latest_revision, by=an_editor(), at=LATER,
        note="An earlier version said that it sails at eight.",
    )  # fmt: skip
    withdrawn = a_public_article("Never mind", section=_a_closed_section())
    acts.withdraw(article=withdrawn, by=an_editor(), at=LATER, note="It was not so.")
    named = {
        "seed": seed,
        "long_story": long_story,
        "worst": worst,
        "right_to_left": right_to_left,
        "corrected": corrected,
        "withdrawn": withdrawn,
    }
    asked = {name: ask(f"/news/{article.news_id}") for name, article in named.items()}
    return {name: answer.leads_to or answer.path for name, answer in asked.items()}


def _a_closed_section() -> Section:
    section = a_section("Old")
    with LogContext(user=an_editor()):
        section.unpublish(user=an_editor())
        section = Section.objects.child_of(Paper.objects.get()).get(slug="old")
        section.save_revision(user=an_editor()).publish(user=an_editor())
    return section


def _ordinary_stories(sections: Sequence[str], *, each: int) -> None:
    picture = a_picture("Boat", width=1600, height=1000, description="A boat with a red sail")
    for number in range(each * len(sections)):
        a_public_article(
            f"Story {number}: the ferry will sail {number} minutes later than before",
            section=a_section(sections[number % len(sections)]),
            short_headline=f"Ferry {number} minutes late" if number % 3 else "",
            kicker=f"Ferry {number}" if number % 2 else "",
            standfirst=_STOCK.format(n=number)[40 + number : 160 + 2 * number],
            byline="Ben Cole",
            body=words(60),
            lead_picture=picture if number % 2 else None,
            at=FIRST_OF_MARCH + timedelta(minutes=number),
        )


def _every_block(picture: int, related: int | None = None) -> list[dict[str, Any]]:
    rows = [{"values": [f"Member {n}", str(n), "For"]} for n in range(6)]
    columns = [{"type": "text", "heading": head} for head in ("Name", "Seat", "Vote")]
    body = [
        {"type": "quote", "value": {"text": "I want it seen.", "speaker": "Ada", "role": "Mayor"}},
        {"type": "list", "value": {"ordered": False, "items": ["One boat", "Two boats"]}},
        {"type": "table", "value": {"columns": columns, "rows": rows, "caption": "The vote"}},
        {"type": "fact_box", "value": {"title": "In figures", "text": "<p><b>Six</b> boats</p>"}},
        *words(120),
        {
            "type": "picture",
            "value": {"picture": picture, "alt_text": "", "caption": "A quay", "credit": "Dee"},
        },
        {
            "type": "embed",
            "value": {"address": "https://tube.example/v", "title": "The vote", "note": "Film"},
        },
    ]
    return [*body, {"type": "related", "value": [related]}] if related else body
