"""The demo paper's copy, read from its files into frozen records.

``paper.toml`` holds what the paper is, ``stories/NN-key.toml`` one story each,
``pictures/`` their pictures. Nothing here touches a database: the loader does.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from broadsheet.ops.demo.markup import Block, MarkupError, parse_body
from broadsheet.ops.demo.moments import Edition, MomentError, fill_days


class _Public(NamedTuple):
    """The part of a story that a correction or an update may change."""

    headline: str
    standfirst: str
    body: list[Block]


_HOME = Path(__file__).parent
_FILE = re.compile(r"\d\d-(?P<key>[a-z0-9-]+)\.toml")
_CHANGING = _Public._fields
_TEXTS = ("short_headline", "kicker", "byline", "dateline")
_MOMENT = ("days_ago", "at", "minutes_ago")
_PARTS = ("section", "language", "slug", "credits", "lead_picture", "correction", "update")
_NEEDED = {"section", "headline", "body"}
_FIELDS = {*_CHANGING, *_TEXTS, *_MOMENT, *_PARTS}


class CopyError(ValueError):
    """Raised when a file of the demo paper can't be used; names the file, and the line if known."""


@dataclass(frozen=True, kw_only=True)
class DemoPicture:
    """A picture as a story uses it. ``picture`` is the key that ``picture_file`` takes."""

    picture: str
    alt_text: str
    caption: str
    credit: str


@dataclass(frozen=True, kw_only=True)
class DemoChange:
    """A public change after publication: its note, its instant (UTC), and the text from then on."""

    note: str
    at: datetime
    headline: str
    standfirst: str
    body: list[Block]


@dataclass(frozen=True, kw_only=True)
class DemoStory:
    """One story as first published. ``related`` blocks hold keys of other stories."""

    key: str
    section: str
    headline: str
    short_headline: str
    kicker: str
    standfirst: str
    byline: str
    dateline: str
    language: str
    slug: str | None
    published_at: datetime
    lead_picture: DemoPicture | None
    credits: tuple[str, ...]
    body: list[Block]
    correction: DemoChange | None
    update: DemoChange | None


@dataclass(frozen=True, kw_only=True)
class DemoSection:
    """A section of the demo paper."""

    slug: str
    name: str
    description: str


@dataclass(frozen=True, kw_only=True)
class DemoPaper:
    """The whole demo paper: its facts, sections in order, stories oldest first."""

    name: str
    motto: str
    language: str
    time_zone: str
    contact: str
    imprint: str
    sections: tuple[DemoSection, ...]
    stories: tuple[DemoStory, ...]


def demo_paper(now: datetime, *, zone: ZoneInfo | None = None) -> DemoPaper:
    """Return the demo paper as it stands at ``now`` (aware), dates counted back from there.

    ``zone`` takes the place of the paper's own time zone.
    Raises CopyError at the first file that can't be used.
    """
    facts = tomllib.loads((_HOME / "paper.toml").read_text(encoding="utf-8"))
    sections = tuple(DemoSection(**section) for section in facts.pop("sections"))
    edition = Edition(now=now.astimezone(UTC), zone=zone or ZoneInfo(facts["time_zone"]))
    stories = [
        _story(path, edition, language=facts["language"])
        for path in sorted((_HOME / "stories").glob("*.toml"))
    ]
    stories.sort(key=lambda story: (story.published_at, story.key))
    _check_links(stories, {section.slug for section in sections})
    return DemoPaper(**facts, sections=sections, stories=tuple(stories))


def picture_file(picture: str) -> Path:
    """Return where the JPEG of a picture lies."""
    return _HOME / "pictures" / f"{picture}.jpg"


def _story(path: Path, edition: Edition, *, language: str) -> DemoStory:
    """Read one story's file; whatever is wrong with it is told with the file's name."""
    source = path.read_text(encoding="utf-8")
    try:
        raw = {"language": language} | tomllib.loads(source)
        return _story_of(_key_of(path, raw), raw, _Setting(raw, source, edition))
    except (CopyError, MarkupError, MomentError, tomllib.TOMLDecodeError) as problem:
        raise CopyError(f"{path.name}: {problem}") from problem


def _key_of(path: Path, raw: Mapping[str, Any]) -> str:
    if not (named := _FILE.fullmatch(path.name)):
        raise CopyError("a story's file is named NN-key.toml")
    if strange := raw.keys() - _FIELDS:
        raise CopyError(f"unknown field {', '.join(sorted(strange))}")
    if missing := _NEEDED - raw.keys():
        raise CopyError(f"no {', no '.join(sorted(missing))}")
    return named["key"]


def _story_of(key: str, raw: Mapping[str, Any], setting: "_Setting") -> DemoStory:
    picture = raw.get("lead_picture")
    texts = {text: setting.fill(raw.get(text, "")) for text in _TEXTS}
    first = {"standfirst": ""} | {text: raw[text] for text in _CHANGING if text in raw}
    public, changes = setting.set(first), _changes(raw, first, setting)
    return DemoStory(
        key=key,
        section=raw["section"],
        language=raw["language"],
        slug=raw.get("slug"),
        published_at=setting.published_at,
        lead_picture=DemoPicture(**setting.filled(picture)) if picture else None,
        credits=tuple(raw.get("credits", ())),
        short_headline=texts["short_headline"],
        kicker=texts["kicker"],
        byline=texts["byline"],
        dateline=texts["dateline"],
        headline=public.headline,
        standfirst=public.standfirst,
        body=public.body,
        correction=changes.get("correction"),
        update=changes.get("update"),
    )


class _Setting:
    """Sets one story's copy: fills in its days and reads its markup."""

    def __init__(self, raw: Mapping[str, Any], source: str, edition: Edition) -> None:
        self.edition = edition
        self.published_at = edition.instant(raw)
        self.day = edition.day_of(raw)
        self.language = raw["language"]
        # TOML drops the line break after the opening quotes: copy starts a line below.
        before_body, _, _ = source.partition('\nbody = """')
        self.first_line = before_body.count("\n") + 3

    def fill(self, text: str) -> str:
        return fill_days(text, day=self.day, language=self.language)

    def filled(self, fields: Mapping[str, str]) -> dict[str, str]:
        return {name: self.fill(text) for name, text in fields.items()}

    def set(self, texts: Mapping[str, str]) -> _Public:
        filled = self.filled(texts)
        body = parse_body(filled["body"], first_line=self.first_line)
        return _Public(filled["headline"], filled["standfirst"], body)


def _changes(
    raw: Mapping[str, Any], first: Mapping[str, str], setting: _Setting
) -> dict[str, DemoChange]:
    """Work out what a story says after its correction and its update.

    Each names the passages it replaces; the later of the two starts from the earlier.
    """
    changes: dict[str, DemoChange] = {}
    told = {act: raw[act] for act in ("correction", "update") if act in raw}
    texts, last = first, setting.published_at
    for act in sorted(told, key=lambda act: setting.edition.instant(told[act])):
        at = setting.edition.instant(told[act])
        if at <= last:
            raise CopyError(f"{act} before the text that it changes")
        for passage in told[act]["replace"]:
            texts = _replaced(texts, was=passage["was"], now=passage["now"])
        note = setting.fill(told[act]["note"])
        changes[act] = DemoChange(note=note, at=at, **setting.set(texts)._asdict())
        last = at
    return changes


def _replaced(texts: Mapping[str, str], *, was: str, now: str) -> dict[str, str]:
    if sum(text.count(was) for text in texts.values()) != 1:
        raise CopyError(f"the passage to replace must stand in the text once: {was!r}")
    return {name: text.replace(was, now) for name, text in texts.items()}


def _check_links(stories: list[DemoStory], sections: set[str]) -> None:
    """Raise CopyError where a story names a section or a related story that isn't there.

    A story is related to older ones only: they are public by the time it is published.
    """
    older = set[str]()
    for story in stories:
        if story.section not in sections:
            raise CopyError(f"{story.key}: no section {story.section!r}")
        changed = (change.body for change in (story.correction, story.update) if change)
        for block in (block for body in (story.body, *changed) for block in body):
            if block["type"] == "related" and (lost := set(block["value"]) - older):
                raise CopyError(f"{story.key}: no older story {', '.join(sorted(lost))}")
        older.add(story.key)
