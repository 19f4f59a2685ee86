"""News IDs: one sequence for the whole database, no number given twice.

The counter is one row, locked while a number is taken; each number given is
written down for ever, so that a deleted draft's number stays spent.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .errors import NewsIdOutOfRange, NewsIdTaken
from .models.news_id import GivenNewsId, NewsIdCounter

__all__ = ["claim", "take"]

_HIGHEST = 2**63 - 2  # what a BIGINT holds, with room for the counter to stand above


@transaction.atomic
def take() -> int:
    """The next News ID, spent from now on."""
    counter = NewsIdCounter.objects.select_for_update().get(pk=1)
    number = counter.next
    GivenNewsId.objects.create(number=number)
    counter.next = number + 1
    counter.save(update_fields=["next"])
    return number


@transaction.atomic
def claim(number: int) -> int:
    """Spend a given number, for an article that had it elsewhere; the sequence jumps past it.

    Raises NewsIdTaken if it was ever given, NewsIdOutOfRange if it cannot be one.
    """
    if not 1 <= number <= _HIGHEST:
        raise NewsIdOutOfRange(
            _("%(number)s cannot be a News ID. Use a whole number from 1 on.") % {"number": number}
        )
    counter = NewsIdCounter.objects.select_for_update().get(pk=1)
    try:
        with transaction.atomic():
            GivenNewsId.objects.create(number=number)
    except IntegrityError:
        raise NewsIdTaken(
            _(
                "News ID %(number)s is taken. A number names one article for ever; "
                "leave it out to get a new one."
            )
            % {"number": number}
        ) from None
    if counter.next <= number:
        counter.next = number + 1
        counter.save(update_fields=["next"])
    return number
