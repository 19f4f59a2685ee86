"""News agencies, and how copy names them as its source."""

import re
from collections.abc import Iterable

__all__ = ["KNOWN_AGENCIES", "named_in"]

KNOWN_AGENCIES: dict[str, tuple[str, ...]] = {
    "AAP": ("Australian Associated Press",),
    "AFP": ("Agence France-Presse", "Agence France Presse"),
    "Anadolu": ("Anadolu Agency",),
    "ANI": (),
    "ANSA": (),
    "AP": ("Associated Press",),
    "APA": ("Austria Press Agency",),
    "Belga": (),
    "Bernama": (),
    "Bloomberg": ("Bloomberg News",),
    "dpa": ("Deutsche Presse-Agentur", "DPA"),
    "EFE": (),
    "Interfax": (),
    "IRNA": (),
    "Kyodo": ("Kyodo News",),
    "NTB": (),
    "PA Media": ("Press Association",),
    "PAP": (),
    "PTI": ("Press Trust of India",),
    "Reuters": (),
    "Ritzau": (),
    "TASS": (),
    "UPI": ("United Press International",),
    "Xinhua": (),
    "Yonhap": ("Yonhap News Agency",),
}
"""Names as they are printed in credits, each with the other names that copy uses."""

_BEFORE = r"(?:according to|as reported by|reported by|reports by|quoted by|told)\s+(?:the\s+)?"
_AFTER = r"(?:\s+news agency)?\s+(?:(?:has|had)\s+)?(?:reported|reports|said|says|quoted|wrote)\b"


def named_in(copy: str, *, also: Iterable[str] = ()) -> tuple[str, ...]:
    """Agencies that the copy names as a source, in the order in which it does so first.

    A name alone is not enough: “the Reuters building” tells of no source.
    ``also`` are further names to look for, such as the paper's own agencies.
    """
    found: dict[str, int] = {}
    for name in {*KNOWN_AGENCIES, *also}:
        first = _first_naming(copy, (name, *KNOWN_AGENCIES.get(name, ())))
        if first is not None:
            found[name] = first
    return tuple(sorted(found, key=lambda name: (found[name], name)))


def _first_naming(copy: str, names: tuple[str, ...]) -> int | None:
    # Names keep their case: “AP reported”, but not “the tap reported”.
    one_of = "|".join(re.escape(name) for name in names)
    any_name = rf"(?<!\w)(?:{one_of})(?!\w)"
    match = re.search(rf"(?i:{_BEFORE}){any_name}|{any_name}{_AFTER}|\({any_name}\)", copy)
    return match.start() if match else None
