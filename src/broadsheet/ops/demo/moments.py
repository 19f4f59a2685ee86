"""When the demo paper's stories happened, told from the moment the paper is made.

Copy names its days by distance: ``days_ago = 2`` with ``at = "17:05"`` in the
paper's own zone, or ``minutes_ago = 95`` for the day itself. In text,
``{weekday:1}`` is the day before the story's, ``{date:-3}`` three days after it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# The earliest story of the day stands at most this far back.
MORNING = timedelta(minutes=600)

_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "el": "Δευτέρα Τρίτη Τετάρτη Πέμπτη Παρασκευή Σάββατο Κυριακή",
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου "
    "Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class MomentError(ValueError):
    """Raised when copy names a moment or a day in a way that can't be worked out."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The moment the paper is made (aware UTC) and the zone it keeps."""

    now: datetime
    zone: ZoneInfo

    @property
    def day(self) -> date:
        """The day this edition belongs to, in the paper's zone.

        It turns one minute after midnight, so that some of the day has always
        passed and its stories can be told apart.
        """
        return (self.now - timedelta(minutes=1)).astimezone(self.zone).date()

    def day_of(self, moment: Mapping[str, object]) -> date:
        """Return the local date of a moment written as in copy."""
        days = moment.get("days_ago", 0)
        if not isinstance(days, int) or days < 0:
            raise MomentError(f"days_ago must be a whole number of days, not {days!r}")
        return self.day - timedelta(days=days)

    def instant(self, moment: Mapping[str, object]) -> datetime:
        """Return the instant (aware UTC, never after ``now``) of a moment written as in copy."""
        day, minutes, at = self.day_of(moment), moment.get("minutes_ago"), moment.get("at")
        if isinstance(minutes, int) and at is None and day == self.day:
            return self._minutes_ago(timedelta(minutes=minutes))
        if isinstance(at, str) and minutes is None and day < self.day:
            clock = time.fromisoformat(at)
            return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)
        raise MomentError("a moment is minutes_ago (today), or days_ago (1 or more) with at")

    def _minutes_ago(self, ago: timedelta) -> datetime:
        """Count back from now but not past midnight.

        In the small hours the whole day so far is squeezed into what has passed
        of it: today's stories stay today's, and stay in order.
        """
        if not timedelta() < ago <= MORNING:
            raise MomentError(
                f"minutes_ago must lie between 1 and {MORNING // timedelta(minutes=1)}"
            )
        midnight = datetime.combine(self.day, time(), tzinfo=self.zone).astimezone(UTC)
        return self.now - ago * min(1.0, (self.now - midnight) / MORNING)


def fill_days(text: str, *, day: date, language: str) -> str:
    """Put weekdays and dates, told from ``day``, into copy in its language.

    Raises MomentError at a placeholder that isn't known.
    """

    def word(match: re.Match[str]) -> str:
        kind, _, distance = match[1].partition(":")
        if not re.fullmatch(r"-?\d+", distance) or kind not in {"weekday", "date"}:
            raise MomentError(f"unknown placeholder {match[0]}")
        if language not in _WEEKDAYS:
            raise MomentError(f"no names of days for the language {language!r}")
        meant = day - timedelta(days=int(distance))
        if kind == "weekday":
            return _WEEKDAYS[language].split()[meant.weekday()]
        return f"{meant.day} {_MONTHS[language].split()[meant.month - 1]}"

    return _PLACEHOLDER.sub(word, text)
