"""The scheduler: what happens by the clock, and work that can wait, in one process.

Publishes and takes down what is due, runs background tasks, and once a day
clears away records that nothing needs any more.
"""

import logging
import threading
from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.db import DatabaseError, close_old_connections

from broadsheet.changes import orders

from .schedules import Schedules
from .task_worker import TaskWorker

__all__ = ["run"]

log = logging.getLogger(__name__)

_TICK = 0.5  # seconds
_REST = 2.0  # seconds after the database could not answer
_KEEP_ORDERS = timedelta(days=7)
_CLEAR_EVERY = timedelta(days=1)
_GRACE = 8.0  # seconds for the task in hand when the paper stops


def run(*, stop: threading.Event) -> None:
    """Work as the scheduler until ``stop`` is set. Raises RuntimeError if its tasks end early."""
    tasks = TaskWorker(on_end=stop)
    tasks.start()
    log.info("ready: schedules and background tasks")
    try:
        _tick_until(stop)
    finally:
        tasks.stop(seconds=_GRACE)
    if tasks.failed:
        raise RuntimeError("The worker of background tasks failed; the supervisor starts anew.")


def _tick_until(stop: threading.Event) -> None:
    schedules = Schedules()
    clear_at = datetime.now(UTC) + timedelta(minutes=1)
    while not stop.wait(_TICK):
        now = datetime.now(UTC)
        try:
            close_old_connections()
            schedules.work(now)
            if now >= clear_at:
                clear_away(now)
                clear_at = now + _CLEAR_EVERY
        except DatabaseError as error:
            log.error("The scheduler rests for %.0f s. %s", _REST, error)  # noqa: TRY400
            stop.wait(_REST)


def clear_away(now: datetime) -> None:
    """Forget orders that every follower has long worked in, sessions and tasks that are over."""
    gone = orders.forget(before=now - _KEEP_ORDERS)
    call_command("clearsessions")
    call_command("prune_db_task_results", verbosity=0)
    log.info("cleared away %s old orders", gone)
