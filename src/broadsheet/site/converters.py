"""Parts of addresses, as Django's URL resolver reads them."""

from datetime import UTC, datetime

__all__ = ["Month", "Number"]


class Number:
    """A number in ASCII digits that a database can hold (Django's ``int`` is unbounded)."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Month:
    """A month as ``2019-03``, read as its first instant in UTC.

    Four centuries are enough for any archive, and bound how many there can be.
    """

    regex = "(?:18|19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> datetime:
        return datetime.strptime(value, "%Y-%m").replace(tzinfo=UTC)

    def to_url(self, value: datetime) -> str:
        return f"{value:%Y-%m}"
