"""Refusals of this part.

Refused (paper.errors)
└── ImportRefused
    ├── UnreadableCapture    the file is no captured page; says on which line and what to do
    │   ├── NotText          bytes that are no UTF-8 text
    │   ├── NewsIdUnclear    no News ID, a strange one, or two
    │   ├── InstantUnclear   no publication instant, or one that can mean several
    │   ├── HeadlineUnclear  no headline, or one too long to be one
    │   └── CopyUnclear      no copy, or text in a place where none should be
    └── FromTheFuture        the page says that it was published later than now
"""

from django.utils.translation import gettext as _

from broadsheet.paper.errors import Refused

__all__ = [
    "CopyUnclear",
    "FromTheFuture",
    "HeadlineUnclear",
    "ImportRefused",
    "InstantUnclear",
    "NewsIdUnclear",
    "NotText",
    "UnreadableCapture",
]


class ImportRefused(Refused):
    """Base of refusals by imports; nothing of what was to come in is kept."""


class UnreadableCapture(ImportRefused):
    """Raised when a captured page lacks something, or has it twice; ``line`` counts from 1.

    Usually a page saved in another form than text, or a file with more or
    less than one article in it.
    """

    def __init__(self, problem: str, remedy: str, *, line: int | None = None) -> None:
        self.problem, self.remedy, self.line = problem, remedy, line
        where = _("Line %(line)s: ") % {"line": line} if line else ""
        super().__init__(f"{where}{problem} {remedy}")


class NotText(UnreadableCapture):
    """Raised for a file that is no UTF-8 text: a PDF, a picture, an older encoding."""


class NewsIdUnclear(UnreadableCapture):
    """Raised when a page has no News ID, one that is no number, or two that differ."""


class InstantUnclear(UnreadableCapture):
    """Raised when it can't be said for certain at which instant a page was published."""


class HeadlineUnclear(UnreadableCapture):
    """Raised when nothing stands where the headline should, or far too much."""


class CopyUnclear(UnreadableCapture):
    """Raised when there is no copy, or text below the page's own form."""


class FromTheFuture(ImportRefused):
    """Raised when a page claims a publication later than now: a wrong zone or clock."""
