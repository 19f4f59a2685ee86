"""Reads a captured article page, saved as text, into what it says.

The pages of the old site look like this; blank lines part the blocks, and
further blank lines set a crosshead apart::

    News ID: 4711
    Published: 0337 GMT March 01, 2019

    Headline

    Headline

    First paragraph.


    Crosshead


    Next paragraph.

    Security Key:
    Captcha refresh
    Page Generated in 0/0517 sec

Pure: text in, record out. What can't be told for certain is refused in words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal

from django.utils.translation import gettext as _

from .agencies import named_in
from .errors import CopyUnclear, HeadlineUnclear, NewsIdUnclear
from .instants import read_instant

__all__ = ["CapturedArticle", "CapturedBlock", "read"]

_LONGEST_HEADLINE = 255  # characters
_LONGEST_CROSSHEAD = 90

_NEWS_ID = re.compile(r"News\s*ID\s*:\s*(?P<value>.*)", re.IGNORECASE)
_PUBLISHED = re.compile(r"Published\s*:\s*(?P<value>.*)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"Security\s+Key\s*:?.*|Captcha(\s+refresh)?|Page\s+Generated\s+in\b.*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedBlock:
    """One block of copy as plain text; ``line`` is where it begins in the file, from 1."""

    kind: Literal["paragraph", "crosshead"]
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedArticle:
    """An article as a captured page shows it. ``agencies`` are proposed as credits."""

    news_id: int
    published_at: datetime
    headline: str
    body: tuple[CapturedBlock, ...]
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines without a blank one between, and how many blank ones stand before and after."""

    line: int
    lines: tuple[str, ...]
    gap_before: int
    gap_after: int

    @property
    def text(self) -> str:
        # A line that is repeated at once is one line, said twice.
        said = [line for n, line in enumerate(self.lines) if n == 0 or line != self.lines[n - 1]]
        return " ".join(said)


def read(
    text: str,
    *,
    news_id: int | None = None,
    zone: tzinfo | None = None,
    agencies: Iterable[str] = (),
) -> CapturedArticle:
    """Read one captured page.

    ``news_id`` takes the place of the page's own, ``zone`` that of the zone
    its instant names, ``agencies`` are looked for besides the known ones.
    Raises UnreadableCapture.
    """
    lines = [_clean(line) for line in text.removeprefix("\ufeff").splitlines()]
    number = news_id if news_id is not None else _news_id(lines)
    published_at = _published_at(lines, zone)
    chunks = _chunks(_without_head_and_foot(lines))
    headline, copy = _headline(chunks)
    body = tuple(_blocks(copy))
    return CapturedArticle(
        news_id=number,
        published_at=published_at,
        headline=headline,
        body=body,
        agencies=named_in("\n".join(block.text for block in body), also=agencies),
    )


def _clean(line: str) -> str:
    """A line in NFC, without control characters; spaces of all kinds are one space."""
    kept = "".join(c for c in line if c.isspace() or unicodedata.category(c) != "Cc")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _news_id(lines: Sequence[str]) -> int:
    found = [
        (number, match["value"])
        for number, line in enumerate(lines, 1)
        if (match := _NEWS_ID.fullmatch(line))
    ]
    if not found:
        raise NewsIdUnclear(
            _("There is no line “News ID: …”."), _("Add it on top, or give --news-id.")
        )
    number, value = found[0]
    if not value.isascii() or not value.isdecimal():
        raise NewsIdUnclear(
            _("“%(value)s” is no News ID.") % {"value": value},
            _("Write the number alone, or give --news-id."),
            line=number,
        )
    for other_number, other in found[1:]:
        if other != value:
            raise NewsIdUnclear(
                _("A second News ID, %(other)s after %(value)s.")
                % {"other": other, "value": value},
                _("Save each article in a file of its own."),
                line=other_number,
            )
    return int(value)


def _published_at(lines: Sequence[str], zone: tzinfo | None) -> datetime:
    for number, line in enumerate(lines, 1):
        if match := _PUBLISHED.fullmatch(line):
            return read_instant(match["value"], zone=zone, line=number).astimezone(UTC)
    return read_instant("", zone=zone, line=None)


def _without_head_and_foot(lines: Sequence[str]) -> list[str]:
    """The lines with those blanked that are not the story's. Raises CopyUnclear."""
    kept, foot_at = [], None
    for number, line in enumerate(lines, 1):
        if _FURNITURE.fullmatch(line):
            foot_at = foot_at or number
            kept.append("")
        elif _NEWS_ID.fullmatch(line) or _PUBLISHED.fullmatch(line):
            kept.append("")
        elif line and foot_at:
            raise CopyUnclear(
                _("Text below the page's own form, which begins on line %(foot)s.")
                % {"foot": foot_at},
                _("If it belongs to the story, move it up; if not, take it out."),
                line=number,
            )
        else:
            kept.append(line)
    return kept


def _chunks(lines: Sequence[str]) -> list[_Chunk]:
    spans: list[tuple[int, int]] = []  # first and last index of each run of lines
    for index, line in enumerate(lines):
        if line and index and lines[index - 1] and spans:
            spans[-1] = (spans[-1][0], index)
        elif line:
            spans.append((index, index))
    ends = [-1, *(last for _first, last in spans)]
    starts = [*(first for first, _last in spans), len(lines)]
    return [
        _Chunk(
            line=first + 1,
            lines=tuple(lines[first : last + 1]),
            gap_before=first - ends[place] - 1,
            gap_after=starts[place + 1] - last - 1,
        )
        for place, (first, last) in enumerate(spans)
    ]


def _headline(chunks: Sequence[_Chunk]) -> tuple[str, Sequence[_Chunk]]:
    """The headline, and the chunks below it and its repetitions."""
    if not chunks:
        raise HeadlineUnclear(
            _("There is no headline."), _("Is this the right file? It holds no story.")
        )
    headline = chunks[0].text
    if len(headline) > _LONGEST_HEADLINE:
        raise HeadlineUnclear(
            _("Where the headline should stand there are %(count)s characters; %(most)s may be.")
            % {"count": len(headline), "most": _LONGEST_HEADLINE},
            _("Put the headline above the copy, with a blank line between."),
            line=chunks[0].line,
        )
    below = 1
    while below < len(chunks) and chunks[below].text.casefold() == headline.casefold():
        below += 1
    if below == len(chunks):
        raise CopyUnclear(
            _("There is a headline, and no copy below it."),
            _("Save the whole page, down to its foot."),
            line=chunks[0].line,
        )
    return headline, chunks[below:]


def _blocks(chunks: Sequence[_Chunk]) -> Iterable[CapturedBlock]:
    usual_gap = Counter(chunk.gap_after for chunk in chunks[:-1]).most_common(1)
    gap = usual_gap[0][0] if usual_gap else 1
    for place, chunk in enumerate(chunks):
        is_last = place == len(chunks) - 1
        kind: Literal["paragraph", "crosshead"] = (
            "crosshead" if not is_last and _is_set_apart(chunk, gap) else "paragraph"
        )
        yield CapturedBlock(kind=kind, text=chunk.text, line=chunk.line)


def _is_set_apart(chunk: _Chunk, usual_gap: int) -> bool:
    """Whether a chunk is short, stands alone, and is no sentence."""
    return (
        chunk.gap_before > usual_gap
        and chunk.gap_after > usual_gap
        and len(chunk.text) <= _LONGEST_CROSSHEAD
        and not chunk.text.endswith((".", "!", "…", "”", '"', ":"))
    )
