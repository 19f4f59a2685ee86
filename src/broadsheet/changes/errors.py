"""Refusals and faults of the outbox.

ChangesError
├── NotInATransaction      an order was placed outside its act's transaction
└── NotRecording           a page asked for the clock outside a rendering
"""

__all__ = ["ChangesError", "NotInATransaction", "NotRecording"]


class ChangesError(Exception):
    """Base of this part's errors."""


class NotInATransaction(ChangesError):
    """Raised when an order is placed outside a transaction.

    Usually an act that lost its ``with transaction.atomic()``: its change could
    then be committed without the order, and readers would see stale pages.
    """


class NotRecording(ChangesError):
    """Raised when the recorder is asked for something outside a rendering.

    Usually a reader page's code called from the desk or from a test without
    ``with recorder.recording()``.
    """
