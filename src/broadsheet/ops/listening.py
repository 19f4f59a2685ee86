"""The port that the paper listens at: free before the start, and answering after it."""

import argparse
import errno
import http.client
import socket
import sys
import threading
import time

from .errors import PortTaken

__all__ = ["announce_when_ready", "check_port", "port_number"]

_GIVE_UP = 60.0  # seconds; by then the log says why nothing answers
_LOOK_EVERY = 0.05  # seconds


def port_number(said: str) -> int:
    """A port as an option gives it. For argparse."""
    number = int(said)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{said} is no port; ports are numbers from 1 to 65535")
    return number


def check_port(host: str, port: int) -> None:
    """Raise PortTaken, in words, unless the paper can listen there.

    The web workers share the port among them (SO_REUSEPORT), so the kernel
    would let a second paper in without a word; this bind, which shares with
    nobody, is what finds out.
    """
    try:
        family, kind, _proto, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind(address)
    except OSError as error:
        raise PortTaken(_in_words(host, port, error)) from error


def _in_words(host: str, port: int, error: OSError) -> str:
    code = error.errno
    if code == errno.EADDRINUSE:
        return (
            f"Port {port} is in use by another program. Take another one with --port {port + 1}, "
            f"or find the program with: ss -ltnp 'sport = :{port}'"
        )
    if code == errno.EACCES:
        return (
            f"Port {port} is only for the administrator. Take one above 1023 with --port, and put "
            "nginx or another server in front for 80 and 443."
        )
    return f"This machine cannot listen at {host}, port {port} ({error}). Mend --host or --port."


def announce_when_ready(host: str, port: int) -> None:
    """Say on standard error when the first page is served, and where; does not wait for it."""
    started = time.monotonic()
    threading.Thread(target=_watch, args=(host, port, started), daemon=True).start()


def _watch(host: str, port: int, started: float) -> None:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- read, not bound
    reached_at = everywhere.get(host, host)
    while time.monotonic() - started < _GIVE_UP:
        if _answers(reached_at, port):
            seconds = time.monotonic() - started
            shown = f"[{reached_at}]" if ":" in reached_at else reached_at
            print(
                f"serve     | ready after {seconds:.1f} s: http://{shown}:{port}/",
                file=sys.stderr,
                flush=True,
            )
            return
        time.sleep(_LOOK_EVERY)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
