"""Renders paths in a process that has rendered nothing before: run as a module, by a test.

Reads a JSON list of paths, writes a JSON object: path → what a reader would
get, as one hash in which the line about the page's making is left out.
"""

import hashlib
import json
import sys

from broadsheet.press.pages import Page


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


def main() -> None:
    import django

    django.setup()
    from broadsheet.press.rendering import render

    paths = json.load(sys.stdin)
    json.dump({path: fingerprint(render(path)) for path in paths}, sys.stdout)


if __name__ == "__main__":
    main()
