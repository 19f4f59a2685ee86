"""Look a paper over: Django's checks and our own, each with what it means and what to do.

Exit code 1 if there is an error, 0 otherwise. Nothing is changed.
"""

import argparse
import textwrap
from collections.abc import Iterator

from broadsheet.config.folder import PaperFolder
from broadsheet.ops.examine_machine import examine_machine
from broadsheet.ops.findings import Finding
from broadsheet.ops.folders import paper_folder
from broadsheet.ops.starting import start_django

_MARKS = {"ok": "ok     ", "warning": "warning", "error": "error  "}
_HANGING = " " * 26


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="leave out what is as it should be")


def run(options: argparse.Namespace) -> int:
    folder = paper_folder(getattr(options, "paper", None))
    counts = {"ok": 0, "warning": 0, "error": 0}
    for finding in _examine(folder):
        counts[finding.level] += 1
        if finding.level != "ok" or not options.quiet:
            print(_line(finding))
    print(f"\n{counts['error']} errors, {counts['warning']} warnings, {counts['ok']} in order.")
    return 1 if counts["error"] else 0


def _examine(folder: PaperFolder) -> Iterator[Finding]:
    has_errors = False
    for finding in examine_machine(folder):
        has_errors = has_errors or (finding.level == "error" and finding.subject != "pictures")
        yield finding
    if has_errors:
        return  # Django would not start, or would leave files of the wrong owner behind
    start_django(folder)
    from broadsheet.ops.examine_paper import examine_paper

    yield from examine_paper()


def _line(finding: Finding) -> str:
    head = f"{_MARKS[finding.level]}  {finding.subject:<15}  "
    text = _filled(finding.says, head, _HANGING)
    if not finding.remedy:
        return text
    return f"{text}\n{_filled(f'→ {finding.remedy}', _HANGING, f'{_HANGING}  ')}"


def _filled(text: str, first: str, others: str) -> str:
    # Paths and commands stay whole, so that they can be copied.
    return textwrap.fill(
        text,
        96,
        initial_indent=first,
        subsequent_indent=others,
        break_on_hyphens=False,
        break_long_words=False,
    )
