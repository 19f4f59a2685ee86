"""What the acting process does itself when a story is withdrawn, before its act returns."""

import logging

from broadsheet.changes.orders import PlacedOrder

from .errors import StoreStrange
from .opening import the_store

__all__ = ["drop_at_once"]

log = logging.getLogger(__name__)


def drop_at_once(order: PlacedOrder) -> None:
    """Drop every page that the order makes stale; no reader of this machine gets one after this.

    A process that would make other pages than the running paper (its templates
    were edited since) leaves the dropping to the presser.
    """
    try:
        the_store().drop(order=order.number, tags=order.tags)
    except StoreStrange as strange:
        log.warning("Order %d waits for the presser. %s", order.number, strange)
