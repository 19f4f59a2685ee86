"""Serve a paper: web workers, the presser and the scheduler, as one group of processes.

Ctrl-C or SIGTERM stops them all. A process that dies is started again.
"""

import argparse
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadsheet.config.folder import FOLDER_VARIABLE, MachineSettings, PaperFolder
from broadsheet.ops.errors import FolderUnusable, PaperRuns
from broadsheet.ops.folders import paper_folder
from broadsheet.ops.listening import announce_when_ready, check_port, port_number
from broadsheet.ops.supervisor import Part, Supervisor
from broadsheet.press.pressed_from import PRESSED_FROM, templates_as_found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen at; default: 127.0.0.1"
    )
    parser.add_argument("--port", type=port_number, default=8000, metavar="N", help="default: 8000")
    parser.add_argument(
        "--workers", type=int, metavar="N", help="web worker processes; default: as in paper.toml"
    )


def run(options: argparse.Namespace) -> int:
    folder = paper_folder(getattr(options, "paper", None))
    machine = folder.machine_settings()
    folder.secret_key()
    with _the_only_group(folder):
        check_port(options.host, options.port)
        announce_when_ready(options.host, options.port)
        group = Supervisor(
            _parts(options, machine),
            environment={
                **os.environ,
                FOLDER_VARIABLE: str(folder.root),
                PRESSED_FROM: templates_as_found(folder.templates),
            },
        )
        group.run()
    print("The paper has stopped.", file=sys.stderr)
    return 0


def _parts(options: argparse.Namespace, machine: MachineSettings) -> list[Part]:
    child = [sys.executable, "-m", "broadsheet.ops.children"]
    listening = ["--host", options.host, "--port", str(options.port)]
    workers = ["--workers", str(options.workers or machine.workers)]
    threads = ["--threads", str(machine.threads)]
    return [
        Part("web", [*child, "web", *listening, *workers, *threads]),
        Part("presser", [*child, "presser"]),
        # No reader waits for it; on a small machine the others start sooner.
        Part("scheduler", [*child, "scheduler"], delay=1.5),
    ]


@contextmanager
def _the_only_group(folder: PaperFolder) -> Iterator[None]:
    """Hold the paper's lock. Raises PaperRuns, FolderUnusable."""
    place = folder.root / "run" / "serve.lock"
    try:
        place.parent.mkdir(exist_ok=True)
        lock = place.open("a+", encoding="ascii")
    except OSError as error:
        raise FolderUnusable(
            f"The folder {place.parent} cannot be written ({error.strerror}). Give it to the user "
            "that runs the paper, or mount the disk for writing."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PaperRuns(_who_runs(folder, place)) from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _who_runs(folder: PaperFolder, place: Path) -> str:
    number = place.read_text(encoding="ascii").strip()
    return (
        f"The paper in {folder.root} is being served already, by process {number}. "
        f"To stop that one: kill {number}"
    )
