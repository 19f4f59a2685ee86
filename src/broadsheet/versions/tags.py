"""Tags of what the public acts change.

``article:239617``         everything readers see of one article
``standing:239617``        only whether it is public, for pages that link to it
``list:all:head``          the newest articles of the paper
``list:7:head``            the newest articles of the section with key 7
``list:all:2019-03``       the articles published in a month (UTC), for archives and sitemaps
``list:months``            which months have articles at all
``picture:12``             whether a picture is public
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from broadsheet.changes.tags import Tag

__all__ = ["article", "head", "month", "months", "picture", "standing"]


def article(news_id: int) -> Tag:
    return Tag(f"article:{news_id}")


def standing(news_id: int) -> Tag:
    return Tag(f"standing:{news_id}")


def head(section: int | None = None) -> Tag:
    """The newest articles of a section (by its key), or of the paper."""
    return Tag(f"list:{section or 'all'}:head")


def month(instant: datetime) -> Tag:
    """The articles published in the month of an instant (aware), in UTC."""
    return Tag(f"list:all:{instant.astimezone(UTC):%Y-%m}")


def months() -> Tag:
    return Tag("list:months")


def picture(key: int) -> Tag:
    return Tag(f"picture:{key}")


def pictures(keys: Iterable[int]) -> set[Tag]:
    return {picture(key) for key in keys}
