"""Refusals of this part.

Refused                  base of every refusal of a public act, in all parts
└── PaperRefused
    ├── NoPaper          the page does not lie below a paper
    └── PaperExists      a second paper was to be founded
NoPublicPaper            readers asked for a paper that was never published
"""

__all__ = ["NoPaper", "NoPublicPaper", "PaperExists", "PaperRefused", "Refused"]


class Refused(Exception):
    """A public act that could not be done; its text is for the person who asked for it.

    Raised by acts before anything is written. The desk shows the text beside
    the form; nothing that was typed is lost.
    """


class PaperRefused(Refused):
    """Base of refusals by acts on the paper and its sections."""


class NoPaper(PaperRefused):
    """Raised when a section lies outside any paper, usually at the root of Wagtail's tree."""


class PaperExists(PaperRefused):
    """Raised when a database that holds a paper is to get another; it holds one for now."""


class NoPublicPaper(LookupError):
    """Raised when readers ask before the paper itself was published.

    Usually a database that was migrated but never filled: “broadsheet init”
    and “broadsheet demo” both publish the paper.
    """
