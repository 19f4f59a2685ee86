"""The processes of a running paper, one a word: ``python -m broadsheet.ops.children presser``.

Started by the supervisor, with the paper's folder in the environment.
"""

import argparse
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from .lifeline import end_with_parent
from .starting import SETTINGS
from .supervisor import WONT_START
from .understudy import work_in_a_fork

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

__all__ = ["main"]

log = logging.getLogger("broadsheet.ops")

# Seconds that a busy thread keeps Python to itself while others wait. By default
# 5 ms, which a pressed page would wait for again and again beside an editor's save.
_SWITCH = 0.0005


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one process of the group until it is asked to end."""
    parser = argparse.ArgumentParser(prog="python -m broadsheet.ops.children")
    parser.add_argument("name", choices=sorted(_CHILDREN))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    return _CHILDREN[options.name](options)


def _web(options: argparse.Namespace) -> int:
    from django.db import connections

    # Loaded here, before the workers are forked off: they share its memory and
    # start at once. Nothing that is open may cross a fork.
    from broadsheet.config import wsgi  # noqa: F401

    connections.close_all()
    _keep_from_the_collector()
    # granian gives up when a worker dies twice within seconds; an understudy
    # with everything loaded serves again before a reader has to wait.
    return work_in_a_fork(lambda: _serve(options))


def _serve(options: argparse.Namespace) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "broadsheet.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=partial(_in_worker, os.getpid()), wrap_loader=False)


def _in_worker(parent: int) -> "WSGIApplication":
    """What a web worker does first; the application is in memory already."""
    end_with_parent(parent)
    sys.setswitchinterval(_SWITCH)
    from broadsheet.config.wsgi import application

    return application


def _keep_from_the_collector() -> None:
    """Let the garbage collector pass over what is loaded, which lives as long as the process.

    Walking over all of Django holds up every thread for a tenth of a second,
    and writes to pages of memory that the forks would else share.
    """
    gc.collect()
    gc.freeze()


def _presser(_options: argparse.Namespace) -> int:
    import django

    django.setup()
    from broadsheet.press import presser

    _keep_from_the_collector()
    return work_in_a_fork(lambda: presser.run(stop=_stop_at_signal()))


def _scheduler(_options: argparse.Namespace) -> int:
    import django

    django.setup()
    from . import scheduler
    from .schema import unapplied_migrations

    if missing := unapplied_migrations():
        log.error(
            "The database is behind the code by %s migrations (%s …). Stop the paper, make a "
            "backup, and bring it up to date with: broadsheet --paper %s migrate",
            len(missing), missing[0], os.environ["BROADSHEET_FOLDER"],
        )  # fmt: skip
        return WONT_START
    scheduler.run(stop=_stop_at_signal())
    return 0


_CHILDREN: dict[str, Callable[[argparse.Namespace], int]] = {
    "web": _web,
    "presser": _presser,
    "scheduler": _scheduler,
}


def _stop_at_signal() -> threading.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    return stop


if __name__ == "__main__":
    sys.exit(main())
