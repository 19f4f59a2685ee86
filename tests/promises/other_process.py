"""Questions put to a process of its own, started by a test with the paper's folder named.

``known``   every path that the code can make, as a JSON list
``fresh``   reads a JSON list of paths; renders each in this process, which has
            rendered nothing before: path → fingerprint
``stored``  what lies in the press store: path → fingerprint
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from broadsheet.press.pages import Page

__all__ = ["ask", "fingerprint"]


def ask(folder: Path, question: str, paths: Iterable[str] = ()) -> Any:
    """Put one of the questions to a new process that works in a paper's folder."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, question],
        input=json.dumps(sorted(paths)),
        env=os.environ
        | {
            "BROADSHEET_FOLDER": str(folder),
            "DJANGO_SETTINGS_MODULE": "broadsheet.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def fingerprint(page: Page) -> str:
    """A hash of all that a reader would notice of a page, the time of its making aside."""
    start, end = page.stamp or (0, 0)
    told = [
        str(page.status),
        repr(sorted(page.headers)),
        page.file or "",
        hashlib.sha256(page.body[:start] + page.body[end:]).hexdigest(),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _answer(question: str, paths: list[str]) -> Any:
    from broadsheet.changes.readers import reading_as_a_reader
    from broadsheet.press.opening import the_store
    from broadsheet.press.rendering import render
    from broadsheet.site.paths import known_paths

    if question == "known":
        with reading_as_a_reader():
            return list(known_paths())
    if question == "fresh":
        return {path: fingerprint(render(path)) for path in paths}
    store = the_store()
    pages = {path: store.page(path) for path in store.paths()}
    return {path: fingerprint(page) for path, page in pages.items() if page is not None}


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(_answer(sys.argv[1], json.load(sys.stdin)), sys.stdout)
