"""What the acting process does itself when a story is withdrawn, before its act returns."""

from broadsheet.changes.orders import PlacedOrder

from .opening import the_store

__all__ = ["drop_at_once"]


def drop_at_once(order: PlacedOrder) -> None:
    """Drop every page that the order makes stale; no reader of this machine gets one after this."""
    the_store().drop(order=order.number, tags=order.tags)
