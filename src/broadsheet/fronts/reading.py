"""Which stories stand where on a front: by rule, newest first, none of them twice.

A front is a list of containers in the order of their weight, which is also the
order of reading. A container without cards is left out.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from broadsheet.paper.reading import SectionFacts
from broadsheet.versions import reading as articles
from broadsheet.versions.reading import Card

__all__ = ["Container", "Front", "Kind", "family", "home", "newest_in", "section_front"]

# A lead is sought among so many of the newest stories: a picture makes a lead,
# but not one of yesterday's.
_LEAD_CANDIDATES = 10
_SECONDS = 3
_BRIEFS = 7
_BAND = 4
# All of these may be one section's, whose band should be full all the same.
_ABOVE_BANDS = 1 + _SECONDS + _BRIEFS
_RIVER = 9
_RECENT = 12

# The home page reads one list for each section; with what else it reads it must
# stay within 25 queries however many sections a paper opens.
_MOST_SECTION_LISTS = 18


class Kind(StrEnum):
    """How much weight a container has, and so how large its cards are set."""

    LEAD = "lead"
    SECOND = "second"
    BRIEFS = "briefs"
    BAND = "band"
    RIVER = "river"
    RECENT = "recent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A titled set of cards. ``address`` leads to more of the same, or is empty."""

    kind: Kind
    title: str
    cards: tuple[Card, ...]
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """A page of containers, heaviest first."""

    containers: tuple[Container, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards in the order of reading."""
        return tuple(card for container in self.containers for card in container.cards)


class _Pile:
    """Stories from which a front is made; each is dealt once."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards = list(cards)
        self._dealt: set[int] = set()

    def deal(self, limit: int, *, of: Iterable[Card] | None = None) -> tuple[Card, ...]:
        """The first ``limit`` stories of the pile (or of another) that were not dealt yet."""
        dealt: list[Card] = []
        for card in self._cards if of is None else of:
            if len(dealt) == limit:
                break
            if card.news_id not in self._dealt:
                self._dealt.add(card.news_id)
                dealt.append(card)
        return tuple(dealt)

    def deal_lead(self, *, language: str) -> tuple[Card, ...]:
        """The newest story with a picture in the paper's language, else the newest."""
        pictured = (
            card
            for card in self._cards[:_LEAD_CANDIDATES]
            if _makes_a_lead(card, language=language)
        )
        return self.deal(1, of=pictured) or self.deal(1)


def home(sections: Sequence[SectionFacts], *, language: str) -> Front:
    """The home page: a lead, what comes next, briefs, then a band for each section."""
    pile = _Pile(articles.newest(limit=60))
    containers = [
        Container(kind=Kind.LEAD, title=_("Top story"), cards=pile.deal_lead(language=language)),
        Container(kind=Kind.SECOND, title=_("More top stories"), cards=pile.deal(_SECONDS)),
        Container(kind=Kind.BRIEFS, title=_("Latest"), cards=pile.deal(_BRIEFS)),
    ]
    lists = 0
    for section in (section for section in sections if section.above is None):
        keys = family(section, sections)
        lists += len(keys)
        if lists > _MOST_SECTION_LISTS:
            break
        cards = newest_in(keys, limit=_ABOVE_BANDS + _BAND)
        containers.append(
            Container(
                kind=Kind.BAND,
                title=section.name,
                cards=_pictured_first(pile.deal(_BAND, of=cards), language=language),
                address=section.address,
            )
        )
    containers.append(
        Container(kind=Kind.RECENT, title=_("Also in the paper"), cards=pile.deal(_RECENT))
    )
    return _without_empty(containers)


def section_front(
    section: SectionFacts, sections: Sequence[SectionFacts], *, language: str
) -> Front:
    """A section's front, with the stories of the sections below it."""
    wanted = 1 + _SECONDS + _RIVER + 2 * _RECENT
    pile = _Pile(newest_in(family(section, sections), limit=wanted))
    return _without_empty(
        [
            Container(
                kind=Kind.LEAD, title=_("Top story"), cards=pile.deal_lead(language=language)
            ),
            Container(kind=Kind.SECOND, title=_("More top stories"), cards=pile.deal(_SECONDS)),
            Container(kind=Kind.RIVER, title=_("Latest"), cards=pile.deal(_RIVER)),
            Container(kind=Kind.RECENT, title=_("Earlier"), cards=pile.deal(2 * _RECENT)),
        ]
    )


def family(section: SectionFacts, sections: Iterable[SectionFacts]) -> list[int]:
    """Keys of a section and of all open sections below it."""
    below: dict[int | None, list[int]] = {}
    for other in sections:
        below.setdefault(other.above, []).append(other.key)
    keys = [section.key]
    for key in keys:
        keys.extend(child for child in below.get(key, ()) if child not in keys)
    return keys


def newest_in(keys: Sequence[int], *, limit: int) -> list[Card]:
    """The newest stories of several sections (by key) together."""
    lists = [articles.newest(limit=limit, section=key) for key in keys]
    merged = heapq.merge(*lists, key=lambda card: (card.published_at, card.news_id), reverse=True)
    return list(merged)[:limit]


def _makes_a_lead(card: Card, *, language: str) -> bool:
    """Whether a story can be set large: it has a picture and is in the paper's language."""
    return card.picture is not None and _main(card.language) == _main(language)


def _pictured_first(cards: tuple[Card, ...], *, language: str) -> tuple[Card, ...]:
    """The newest story that can be set large before the others."""
    first = next((card for card in cards if _makes_a_lead(card, language=language)), None)
    return cards if first is None else (first, *(card for card in cards if card is not first))


def _main(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()


def _without_empty(containers: Iterable[Container]) -> Front:
    return Front(containers=tuple(container for container in containers if container.cards))
