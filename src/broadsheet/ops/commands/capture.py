"""Take in an article from a page that was saved as text, under its own News ID and instant.

  broadsheet capture page.txt --section world

What can't be read for certain is refused, with the line and what to do about it;
then nothing has been taken in.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadsheet.ops.errors import AnswerNeeded
from broadsheet.ops.folders import paper_folder
from broadsheet.ops.starting import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the page, saved as text (UTF-8)")
    parser.add_argument("--section", metavar="SLUG", help="the section that it goes into")
    parser.add_argument(
        "--news-id", type=int, metavar="N", help="its News ID, where the page has none"
    )
    parser.add_argument(
        "--zone",
        metavar="ZONE",
        help="what the page's own zone means, such as Europe/Berlin; GMT needs no word",
    )
    parser.add_argument(
        "--editor", metavar="NAME", help="who takes it in; needed where several may"
    )


def run(options: argparse.Namespace) -> int:
    start_django(paper_folder(getattr(options, "paper", None)))
    from broadsheet.ops import taking_in

    print(
        taking_in.take_in(
            file=options.file,
            section=options.section,
            news_id=options.news_id,
            zone=_zone(options.zone),
            editor=options.editor,
            at=datetime.now(UTC),
        )
    )
    return 0


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise AnswerNeeded(
            f"There is no time zone “{name}”. Name one as Europe/Berlin or Asia/Kolkata."
        ) from error
