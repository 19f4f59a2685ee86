"""A process that works in a fork of itself, so that its place is taken at once when it is killed.

Starting Python and loading Django takes a second or more; an order placed
meanwhile would wait. The parent has all of that in memory, does nothing, and
forks again. What the two share costs no second memory.
"""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

from .lifeline import end_with_parent
from .supervisor import WONT_START

__all__ = ["work_in_a_fork"]

log = logging.getLogger("broadsheet.ops")

_QUICK = 1.0  # seconds; who dies sooner was not killed by chance
_QUICK_DEATHS = 3


def work_in_a_fork(work: Callable[[], None]) -> int:
    """Run ``work`` in a fork, again when it dies; returns the exit code when it ends.

    SIGTERM and SIGINT go on to the fork, which ends as it sees fit. Nothing
    that may not cross a fork (connections, LMDB) must be open, and no thread run.
    Gives up, with code 1, when the fork dies quickly again and again.
    """
    quick_deaths = 0
    while quick_deaths < _QUICK_DEATHS:
        began = time.monotonic()
        code, was_asked_to_stop = _run_once(work)
        if code in {0, WONT_START} or was_asked_to_stop:
            return max(code, 0)
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        log.error("%s; an understudy goes on", how)
        quick_deaths = quick_deaths + 1 if time.monotonic() - began < _QUICK else 0
    return 1


def _run_once(work: Callable[[], None]) -> tuple[int, bool]:
    """Fork, work, wait. Returns the exit code (negative: a signal) and whether to stop."""
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _work_and_exit(work, parent)
    asked: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        os.kill(child, number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        _pid, status = os.waitpid(child, 0)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return os.waitstatus_to_exitcode(status), bool(asked)


def _work_and_exit(work: Callable[[], None], parent: int) -> None:
    code = 1
    try:
        end_with_parent(parent)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        log.exception("ended by a fault")
    finally:
        sys.stderr.flush()
        os._exit(code)
