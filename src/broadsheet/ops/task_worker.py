"""Works off Django's background tasks: search and reference indexes, files to delete."""

import logging
import socket
import threading

from django.db import connections
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

__all__ = ["TaskWorker"]

log = logging.getLogger(__name__)

_LOOK_EVERY = 1.0  # seconds


class TaskWorker:
    """A thread with its own database connection; ``on_end`` is called when it ends by itself."""

    def __init__(self, *, on_end: threading.Event) -> None:
        # The same name after a restart: what the one before was working on when
        # it was killed is known by it and taken up again.
        self._name = f"scheduler at {socket.gethostname()}"[:64]
        self._on_end = on_end
        self._worker = Worker(
            queue_names=["*"],
            interval=_LOOK_EVERY,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self._name,
            excluded_queue_names=[],
        )
        self._thread = threading.Thread(target=self._run, name="tasks")
        self.failed = False

    def start(self) -> None:
        """Begin, with what an earlier worker left half-done first."""
        self._thread.start()

    def stop(self, *, seconds: float) -> None:
        """End after the task in hand; a task that takes longer is done again at the next start."""
        self._worker.running = False
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            take_up_again(self._name)
            self._worker.run()
        except Exception:
            log.exception("The worker of background tasks ended.")
            self.failed = True
        finally:
            connections.close_all()
            self._on_end.set()


def take_up_again(worker: str) -> int:
    """Put tasks back in the queue that a killed worker of this name had begun.

    Returns how many. Wagtail's tasks can all be done twice.
    """
    running = DBTaskResult.objects.running()
    # Looked through here: SQLite can't ask for what a JSON list contains.
    begun = [task.pk for task in running if worker in task.worker_ids]
    return DBTaskResult.objects.filter(pk__in=begun).update(status=TaskResultStatus.READY)
