"""A whole paper, running: its folder, its processes, and an editor signed in to its desk."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

__all__ = ["DeskSession", "Reply", "RunningPaper", "until"]

EDITOR, PASSWORD = "ada@example.org", "correct horse battery staple"


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; ``headers`` have lower-case names."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        return None


def until(holds: Callable[[], bool], *, seconds: float, what: str | Callable[[], str]) -> float:
    """Wait until something holds; returns how long it took. Fails after ``seconds``."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            words = what if isinstance(what, str) else what()
            raise AssertionError(f"After {seconds} s it still is not so: {words}")
        time.sleep(0.02)
    return time.monotonic() - began


@dataclass
class RunningPaper:
    """A paper in a folder of its own, made by ``broadsheet init`` and served by ``serve``."""

    folder: Path
    port: int = 0
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder.with_name(f"{self.folder.name}.log")
        self.port = self.port or _free_port()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def found(self, *, sections: tuple[str, ...] = ("World", "Sport")) -> None:
        """Run ``broadsheet init``."""
        command = [
            "init", str(self.folder), "--no-input", "--name", "The Harbour Post",
            "--time-zone", "Europe/Berlin", "--address", self.address,
            "--editor", "Ada Brook", "--email", EDITOR,
        ]  # fmt: skip
        for section in sections:
            command += ["--section", section]
        self.command(*command, env={"BROADSHEET_PASSWORD": PASSWORD})

    def command(self, *words: str, env: dict[str, str] | None = None) -> str:
        """Run a ``broadsheet`` command on this paper; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "broadsheet.ops.cli", *words],
            env=self._environment() | (env or {}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Serve, and wait until the home page answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "broadsheet.ops.cli", "--paper", str(self.folder),
                    "serve", "--port", str(self.port), *self.options,
                ],
                env=self._environment(),
                stdout=log,
                stderr=log,
            )  # fmt: skip
        until(self._answers, seconds=30, what=f"the paper answers; its log is {self.log}")

    def stop(self) -> None:
        """Stop as systemd would, and wait for it."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise
        self.process = None

    def get(self, path: str, **headers: str) -> Reply:
        """Ask as a reader does; redirects are not followed."""
        return _open(urllib.request.build_opener(_NoRedirects), self.address + path, headers)

    def processes(self, role: str) -> list[int]:
        """Process numbers of one kind of child: ``presser``, ``scheduler`` or ``worker``."""
        assert self.process is not None
        return [pid for pid, kind in _descendants(self.process.pid) if kind == role]

    def ask_database(self, query: str) -> str:
        """The first value that a query of the paper's SQLite database gives."""
        with sqlite3.connect(self.folder / "data" / "broadsheet.sqlite3") as database:
            return str(database.execute(query).fetchone()[0])

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.get("/").status == 200
        except OSError:
            return False

    def _environment(self) -> dict[str, str]:
        environment = os.environ | {"BROADSHEET_FOLDER": str(self.folder)}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        return environment


class DeskSession:
    """An editor's browser without a browser: signs in, saves, presses buttons."""

    def __init__(self, paper: RunningPaper) -> None:
        self.paper = paper
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _NoRedirects
        )
        self.get("/desk/login/")
        answer = self.post("/desk/login/", {"username": EDITOR, "password": PASSWORD})
        assert answer.status == 302, answer.text

    def get(self, path: str) -> Reply:
        return _open(self.opener, self.paper.address + path, {})

    def post(self, path: str, fields: dict[str, str], *, as_json: bool = False) -> Reply:
        """Send a form. An autosave asks for JSON. Raises OSError when the server is gone."""
        headers = {"X-CSRFToken": self._token(), "Referer": self.paper.address + path}
        if as_json:
            headers["Accept"] = "application/json"
        data = urllib.parse.urlencode(fields).encode()
        return _open(self.opener, self.paper.address + path, headers, data)

    def new_article(self, section: int, headline: str, *, slug: str = "a-story") -> int:
        """Save a new draft; returns its page's key."""
        answer = self.post(
            f"/desk/pages/add/broadsheet_articles/article/{section}/", article_form(headline, slug)
        )
        assert answer.status == 302, answer.text[:3000]
        found = re.search(r"/desk/pages/(\d+)/", answer.headers["location"])
        assert found, answer.headers
        return int(found[1])

    def publish(self, page: int, headline: str, *, slug: str = "a-story") -> Reply:
        """Save the headline and press Publish."""
        form = article_form(headline, slug) | {"action-publish": "action-publish"}
        return self.post(f"/desk/pages/{page}/edit/", form)

    def autosave(self, page: int, headline: str) -> dict[str, Any]:
        """Save as the editor's page does by itself; returns the JSON that it gets."""
        answer = self.post(
            f"/desk/pages/{page}/edit/", article_form(headline, "a-story"), as_json=True
        )
        said: dict[str, Any] = json.loads(answer.body)
        return said

    def _token(self) -> str:
        return next((c.value or "" for c in self.cookies if c.name == "csrftoken"), "")


def article_form(headline: str, slug: str) -> dict[str, str]:
    """The article's form as a browser would send it."""
    paragraph = {
        "entityMap": {},
        "blocks": [
            {
                "key": "a1", "type": "unstyled", "depth": 0, "text": "The ferry sails.",
                "inlineStyleRanges": [], "entityRanges": [],
            }
        ],
    }  # fmt: skip
    empty = (
        "slug kicker standfirst byline dateline lead_picture lead_alt_text lead_caption "
        "lead_credit correction_note short_headline language"
    )
    return {
        **dict.fromkeys(empty.split(), ""),
        "title": headline,
        "slug": slug,
        "body-count": "1",
        "body-0-type": "paragraph",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-value": json.dumps(paragraph),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }


def _open(
    opener: urllib.request.OpenerDirector,
    address: str,
    headers: dict[str, str],
    data: bytes | None = None,
) -> Reply:
    request = urllib.request.Request(address, data=data, headers=headers)
    try:
        with opener.open(request, timeout=20) as answer:
            return Reply(answer.status, _lowered(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, _lowered(error.headers), error.read())


def _lowered(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _descendants(root: int) -> Iterator[tuple[int, str]]:
    """Process numbers below ``root``, each with its role as its command line tells it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    for pid in parents:
        above = pid
        while above not in (0, 1, root):
            above = parents.get(above, 0)
        if above == root and pid != root:
            yield pid, _role(pid, has_children=pid in parents.values())


def _role(pid: int, *, has_children: bool) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return "gone"
    for role in ("presser", "scheduler"):
        if role in words:
            return role
    return "master" if has_children else "worker"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
