"""The supervisor: starts the processes of a paper, restarts a dead one, stops them all.

It knows nothing of Django or of papers, so that it stays small and stands when
they fall. What the processes write it passes on to standard error, each line
with the name of its process.
"""

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from .errors import WontStart
from .lifeline import PARENT_VARIABLE

__all__ = ["WONT_START", "Part", "Supervisor"]

WONT_START = 78
"""Exit code (EX_CONFIG of sysexits.h) of a process that must not be started again: it said why."""

_LONGEST_PAUSE = 15.0  # seconds between two attempts to start what always dies
_STEADY = 3.0  # seconds; who lived so long and died gets a fresh start at once
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Part:
    """A process of the group: its name in messages, and the command that starts it.

    ``delay``: seconds to wait with the first start, to leave the processor to others.
    """

    name: str
    command: Sequence[str]
    delay: float = 0.0


@dataclass(slots=True, eq=False)
class _Child:
    """A part as it runs now; times are monotonic seconds."""

    part: Part
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    deaths_in_a_row: int = 0
    unfinished_line: bytes = field(default=b"")


class Supervisor:
    """One group of processes. ``grace`` is how many seconds they get to end when asked."""

    def __init__(
        self, parts: Sequence[Part], *, environment: Mapping[str, str], grace: float = 10.0
    ) -> None:
        now = time.monotonic()
        self._children = [_Child(part, start_at=now + part.delay) for part in parts]
        self._environment = {**environment, PARENT_VARIABLE: str(os.getpid())}
        self._grace = grace
        self._selector = selectors.DefaultSelector()
        self._stop_asked = 0
        self._is_stopping = False
        self._wont_start: str | None = None

    def run(self) -> None:
        """Run the group until it is asked to stop (SIGTERM, SIGINT, SIGHUP).

        Raises WontStart when a part says that it can't work as things are.
        """
        with _Waking(self._selector, self._note_signal):
            try:
                while not self._stop_asked and self._wont_start is None:
                    self._start_what_is_due()
                    self._wait(self._seconds_to_next_start())
                    self._reap()
            finally:
                self._stop()
        if self._wont_start is not None:
            raise WontStart(
                f"the paper was not started: its {self._wont_start} says above what is missing."
            )

    # -- starting ------------------------------------------------------------

    def _start_what_is_due(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.process is None and child.start_at <= now:
                self._start(child)

    def _start(self, child: _Child) -> None:
        child.started_at = time.monotonic()
        child.process = subprocess.Popen(  # noqa: S603 -- our own commands
            child.part.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._environment,
            # A group of its own: Ctrl-C reaches us alone, and we can end all of it.
            process_group=0,
        )
        assert child.process.stdout is not None  # noqa: S101 -- it is a pipe
        os.set_blocking(child.process.stdout.fileno(), False)
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _seconds_to_next_start(self) -> float | None:
        due = [child.start_at for child in self._children if child.process is None]
        return max(0.0, min(due) - time.monotonic()) if due else None

    # -- waiting and passing on ----------------------------------------------

    def _note_signal(self, number: int) -> None:
        if number in _STOP_SIGNALS:
            self._stop_asked += 1

    def _wait(self, seconds: float | None) -> None:
        for key, _events in self._selector.select(seconds):
            if isinstance(key.data, _Child):
                self._pass_on(key.data)
            else:
                key.data()

    def _pass_on(self, child: _Child) -> bool:
        """Write out what a child wrote, whole lines only; returns whether there was anything."""
        if child.process is None or child.process.stdout is None:
            return False
        try:
            written = os.read(child.process.stdout.fileno(), 65536)
        except BlockingIOError:
            return False
        if not written:
            self._hang_up(child)
            return False
        *lines, child.unfinished_line = (child.unfinished_line + written).split(b"\n")
        for line in lines:
            self._say(line.decode(errors="replace"), name=child.part.name)
        return True

    def _hang_up(self, child: _Child) -> None:
        if child.process is None or child.process.stdout is None:
            return
        self._selector.unregister(child.process.stdout)
        child.process.stdout.close()
        child.process.stdout = None
        if child.unfinished_line:
            self._say(child.unfinished_line.decode(errors="replace"), name=child.part.name)
            child.unfinished_line = b""

    def _say(self, text: str, *, name: str = "serve") -> None:
        # Who reads our log may have gone away; the paper goes on.
        with suppress(OSError):
            print(f"{name:<9} | {text}", file=sys.stderr, flush=True)

    # -- deaths --------------------------------------------------------------

    def _reap(self) -> None:
        """Take note of children that ended, and of strangers that we inherited as process 1."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for child in self._children:
                if child.process is not None and child.process.pid == pid:
                    self._bury(child, os.waitstatus_to_exitcode(status))

    def _bury(self, child: _Child, code: int) -> None:
        process = child.process
        assert process is not None  # noqa: S101 -- it just ended
        process.returncode = code
        _signal_group(process.pid, signal.SIGKILL)  # what it started must not outlive it
        while self._pass_on(child):
            pass
        self._hang_up(child)
        child.process = None
        if self._is_stopping:
            return
        if code == WONT_START:
            self._wont_start = child.part.name
            return
        self._plan_restart(child, code)

    def _plan_restart(self, child: _Child, code: int) -> None:
        lived = time.monotonic() - child.started_at
        child.deaths_in_a_row = 1 if lived >= _STEADY else child.deaths_in_a_row + 1
        doublings = min(child.deaths_in_a_row - 1, 6)
        pause = 0.0 if doublings == 0 else min(0.25 * 2**doublings, _LONGEST_PAUSE)
        child.start_at = time.monotonic() + pause
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        when = f"in {pause:.1f} s" if pause else "now"
        self._say(f"{child.part.name} {how} after {lived:.1f} s; it is started again {when}.")

    # -- stopping ------------------------------------------------------------

    def _stop(self) -> None:
        """Ask everyone to end; kill who has not after the grace, or at a second signal."""
        self._is_stopping = True
        asked_before = self._stop_asked
        deadline = time.monotonic() + self._grace
        for child in self._living():
            _signal(child, signal.SIGTERM)
        while self._living() and self._stop_asked <= asked_before:
            if (left := deadline - time.monotonic()) <= 0:
                break
            self._wait(left)
            self._reap()
        for child in self._living():
            self._say(f"{child.part.name} has not ended and is killed.")
            _signal(child, signal.SIGKILL)
        while self._living():
            self._wait(1.0)
            self._reap()

    def _living(self) -> list[_Child]:
        return [child for child in self._children if child.process is not None]


def _signal(child: _Child, number: signal.Signals) -> None:
    """To the process itself when asked to end, to all it started when killed."""
    if child.process is None:
        return
    if number == signal.SIGKILL:
        _signal_group(child.process.pid, number)
    else:
        with suppress(ProcessLookupError):
            os.kill(child.process.pid, number)


def _signal_group(leader: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


class _Waking:
    """Signals wake the selector: their numbers come through a socket, handled between waits."""

    def __init__(self, selector: selectors.BaseSelector, on_signal: Callable[[int], None]) -> None:
        self._selector = selector
        self._on_signal = on_signal
        self._inbox, self._outbox = socket.socketpair()
        self._before: dict[int, object] = {}

    def __enter__(self) -> None:
        self._inbox.settimeout(0)
        self._outbox.settimeout(0)
        self._wakeup_before = signal.set_wakeup_fd(self._outbox.fileno(), warn_on_full_buffer=False)
        for number in (*_STOP_SIGNALS, signal.SIGCHLD):
            self._before[number] = signal.signal(number, _leave_to_the_selector)
        self._selector.register(self._inbox, selectors.EVENT_READ, self._read)

    def _read(self) -> None:
        with suppress(BlockingIOError):
            for number in self._inbox.recv(4096):
                self._on_signal(number)

    def __exit__(self, *_exception: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type] # what signal() returned
        signal.set_wakeup_fd(self._wakeup_before)
        self._selector.close()
        self._inbox.close()
        self._outbox.close()


def _leave_to_the_selector(_number: int, _frame: FrameType | None) -> None:
    """A handler that does nothing: having one is what makes the wakeup socket ring."""
