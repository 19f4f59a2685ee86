"""What the desk may ask of the press: what is pressed, and how long it took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from broadsheet.changes import orders

from .errors import StoreError
from .models import Pressing
from .opening import the_store

__all__ = ["PressState", "pressed_at", "state"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PressState:
    """Where the press stands: ``through`` is the last order worked in; None without a store."""

    through: int | None
    newest: int

    @property
    def waiting(self) -> int:
        """Orders that are placed and not yet pressed; numbers may have gaps, so at most."""
        return max(0, self.newest - (self.through or 0))


def state() -> PressState:
    """Where the press stands now."""
    try:
        through = the_store().cursor
    except StoreError:
        through = None
    return PressState(through=through, newest=orders.latest())


def pressed_at(numbers: Iterable[int]) -> dict[int, datetime]:
    """When the orders with these numbers were in the store (aware UTC); unknown ones left out."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    pressings = list(
        Pressing.objects.filter(through__gte=wanted[0])
        .order_by("through")
        .values("through", "done_at")
    )
    found: dict[int, datetime] = {}
    position = 0
    for number in wanted:
        while position < len(pressings) and pressings[position]["through"] < number:
            position += 1
        if position == len(pressings):
            break
        found[number] = pressings[position]["done_at"]
    return found
