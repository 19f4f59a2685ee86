"""What went out: the public acts in their order, for the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .models import Version

__all__ = ["PublicAct", "put_right", "since"]

_COLUMNS = ("news_id", "number", "act", "at", "by_name", "note", "headline", "slug", "article_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAct:
    """One public act on an article. ``at`` is aware UTC; ``page`` is the draft's key."""

    news_id: int
    number: int
    act: str
    act_in_words: str
    at: datetime
    by_name: str
    note: str
    headline: str
    address: str
    page: int

    @property
    def cause(self) -> str:
        """The cause of the order that the act placed."""
        return f"{self.act} {self.news_id}/{self.number}"


def since(instant: datetime) -> list[PublicAct]:
    """All acts at or after an instant (aware), the latest first."""
    return _acts(Version.objects.filter(at__gte=instant).only(*_COLUMNS).order_by("-at", "-pk"))


def put_right(*, limit: int) -> list[PublicAct]:
    """The last corrections and withdrawals."""
    rows = Version.objects.filter(act__in=[Version.Act.CORRECT, Version.Act.WITHDRAW])
    return _acts(rows.only(*_COLUMNS).order_by("-at", "-pk")[:limit])


def _acts(rows: Iterable[Version]) -> list[PublicAct]:
    return [
        PublicAct(
            news_id=row.news_id,
            number=row.number,
            act=row.act,
            act_in_words=row.get_act_display(),
            at=row.at,
            by_name=row.by_name,
            note=row.note,
            headline=row.headline,
            address=f"/news/{row.news_id}/{row.slug}".rstrip("/"),
            page=row.article_id,
        )
        for row in rows
    ]
