"""A hint to sleeping followers that an order was placed.

Each follower binds a datagram socket in the paper's ``run`` folder; ringing
sends one byte to each. Nothing depends on a bell being heard: followers look
by themselves every now and then.
"""

import contextlib
import logging
import socket
from pathlib import Path
from types import TracebackType

from django.conf import settings

__all__ = ["Bell", "ring"]

logger = logging.getLogger(__name__)


def _folder() -> Path:
    return Path(settings.BROADSHEET_RUN_FOLDER)


def ring() -> None:
    """Wake every follower that listens. Never fails: a missed bell only costs a short wait."""
    with contextlib.suppress(OSError):
        bells = list(_folder().glob("*.bell"))
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.settimeout(0)
            for address in bells:
                # A full queue means the follower has been rung already; a dead
                # follower leaves its file behind until its successor binds.
                with contextlib.suppress(OSError):
                    sender.sendto(b"!", str(address))


class Bell:
    """One follower's bell. Use as a context manager; ``name`` must be unique per follower.

    Where none can be hung, its follower waits without: nobody depends on a bell.
    """

    def __init__(self, name: str) -> None:
        self._address = _folder() / f"{name}.bell"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

    def __enter__(self) -> "Bell":
        self._address.parent.mkdir(parents=True, exist_ok=True)
        self._address.unlink(missing_ok=True)
        try:
            self._socket.bind(str(self._address))
        except OSError as error:
            # The address of a socket is short (107 bytes on Linux), a folder's path may be long.
            logger.warning("Goes on without the bell %s: %s", self._address, error)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()
        self._address.unlink(missing_ok=True)

    def wait(self, *, seconds: float) -> bool:
        """Sleep until rung or until ``seconds`` have passed; returns whether it rang."""
        self._socket.settimeout(seconds)
        try:
            self._socket.recv(16)
        except TimeoutError:
            return False
        self._swallow_further_rings()
        return True

    def _swallow_further_rings(self) -> None:
        self._socket.settimeout(0)
        with contextlib.suppress(BlockingIOError):
            while self._socket.recv(16):
                pass
