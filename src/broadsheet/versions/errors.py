"""Refusals of the public acts.

Refused (paper.errors)
└── VersionRefused
    ├── NotReady             the draft may not go out; holds every reason
    ├── NotPublic            update, correct or withdraw of what readers don't see
    ├── AlreadyPublic        publish of what readers see already
    ├── NoteNeeded           a correction or withdrawal without a word to readers
    ├── AddressTaken         the address belongs to another article
    ├── NobodyNamed          no person stands behind the act
    ├── MustStay             what readers saw was to be deleted
    └── ChangedSinceApproval the draft is not the one that was approved
VersionsNeverChange          code tried to rewrite public history
"""

from collections.abc import Sequence

from broadsheet.paper.errors import Refused

__all__ = [
    "AddressTaken",
    "AlreadyPublic",
    "ChangedSinceApproval",
    "MustStay",
    "NobodyNamed",
    "NotPublic",
    "NotReady",
    "NoteNeeded",
    "VersionRefused",
    "VersionsNeverChange",
]


class VersionRefused(Refused):
    """Base of refusals by the public acts."""


class NotReady(VersionRefused):
    """Raised when a draft may not go out; ``problems`` are the reasons, for the editor."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


class NotPublic(VersionRefused):
    """Raised when an act needs a public article and readers see none."""


class AlreadyPublic(VersionRefused):
    """Raised when publish meets an article that is public: update or correct is meant."""


class NoteNeeded(VersionRefused):
    """Raised when an act that owes readers an explanation came without one."""


class AddressTaken(VersionRefused):
    """Raised when the address of a version belongs to another article for ever."""


class NobodyNamed(VersionRefused):
    """Raised when nobody signed in, and no cause was named, stands behind an act.

    Usually code that publishes without ``LogContext`` or ``by=``.
    """


class MustStay(VersionRefused):
    """Raised when something that readers saw was to be deleted; its history must stay."""


class ChangedSinceApproval(VersionRefused):
    """Raised when a draft was changed after it was sent for approval, or while it was read.

    Usually a second person, or a forgotten browser tab, that saved meanwhile.
    """


class VersionsNeverChange(Exception):
    """Raised when code tries to change or delete a version. Never caught: it is a mistake."""
