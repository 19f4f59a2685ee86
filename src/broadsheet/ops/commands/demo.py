"""Show an invented newspaper: make it the first time, then serve it.

Its folder is found again by the next start. The desk's login is known to the
whole world, so the demo answers this machine only: it is not for the internet.
"""

import argparse
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.config.folder import PaperFolder
from broadsheet.ops.errors import NotADemo
from broadsheet.ops.folders import is_unfinished, new_folder
from broadsheet.ops.listening import port_number
from broadsheet.ops.starting import start_django

# Only a folder with this file in it is ever thrown away by --fresh.
_MARK = "demo.txt"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port_number, default=8000, metavar="N", help="default: 8000")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("demo-paper"),
        metavar="DIR",
        help="where the demo paper lies; default: demo-paper in the current folder",
    )
    parser.add_argument("--fresh", action="store_true", help="throw it away and make it anew")
    parser.add_argument("--no-serve", action="store_true", help="make it, but don't serve it")


def run(options: argparse.Namespace) -> int:
    root: Path = options.folder.expanduser().resolve()
    address = f"http://localhost:{options.port}"
    if _stands(root, fresh=options.fresh):
        folder = PaperFolder(root)
        start_django(folder)
        _greet_again(address)
    else:
        folder = _make(root, address)
    _say_how_to_look(address)
    if options.no_serve:
        return 0
    return _serve(folder, port=options.port)


def _stands(root: Path, *, fresh: bool) -> bool:
    """Whether a demo paper stands there and is to stay."""
    if not root.exists() or is_unfinished(root) or not any(root.iterdir()):
        return False
    if not (root / _MARK).exists():
        raise NotADemo(
            f"{root} holds something that is no demo paper. Name another folder with --folder."
        )
    if fresh:
        shutil.rmtree(root)
    return not fresh


def _make(root: Path, address: str) -> PaperFolder:
    started = datetime.now(UTC)
    print(f"Making the demo paper in {root}", flush=True)
    with new_folder(root, settings={"time_zone": "Europe/Copenhagen"}) as folder:
        start_django(folder)
        from broadsheet.ops.demo import first_edition

        first_edition.make(address=address, at=started)
        (root / _MARK).write_text(
            "A demo paper. “broadsheet demo --fresh” throws this folder away.\n", encoding="utf-8"
        )
    seconds = (datetime.now(UTC) - started).total_seconds()
    print(f"Made in {seconds:.0f} seconds.")
    return folder


def _greet_again(address: str) -> None:
    from broadsheet.ops.demo import first_edition

    print(first_edition.age_in_words(datetime.now(UTC)))
    first_edition.move_to(address)


def _say_how_to_look(address: str) -> None:
    from broadsheet.ops.demo.loader import EDITOR

    print(
        f"\n  The paper   {address}/\n"
        f"  The desk    {address}/desk/   sign in as {EDITOR.username}"
        f" with {EDITOR.password}\n\n"
        "This login is known to the whole world: the demo is not for the internet.\n",
        flush=True,
    )


def _serve(folder: PaperFolder, *, port: int) -> int:
    # A new program in this process's place: the supervisor has no need of Django.
    os.execv(  # noqa: S606 -- our own command, without a shell
        sys.executable,
        [
            sys.executable, "-m", "broadsheet.ops.cli", "--paper", str(folder.root),
            "serve", "--host", "127.0.0.1", "--port", str(port),
        ],
    )  # fmt: skip
