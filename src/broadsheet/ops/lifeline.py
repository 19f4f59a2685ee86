"""A process of the group ends when its parent does, however the parent ended.

Without this, a supervisor killed by the system for want of memory would leave
web workers behind that hold the port and a presser that holds its lock.
"""

import ctypes
import os
import signal
import sys
import threading
import time

__all__ = ["PARENT_VARIABLE", "end_with_parent"]

PARENT_VARIABLE = "BROADSHEET_PARENT"
"""Tells a process of the group which process started it."""

_PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with_parent(parent: int | None = None) -> None:
    """From now on the kernel kills this process when the process ``parent`` dies.

    Call it in the main thread, first thing. ``parent`` is what started this
    process, by default as the environment tells it; nothing happens without one.
    """
    parent = parent or int(os.environ.get(PARENT_VARIABLE, "0"))
    if not parent:
        return
    if sys.platform == "linux":
        # SIGKILL, not SIGTERM: whatever this process is stuck in, it must not
        # outlive its group. Everything here may be killed anywhere.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    # The parent may have died before the kernel was told.
    if os.getppid() != parent:
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
