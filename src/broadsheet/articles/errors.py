"""Refusals of this part.

Refused (paper.errors)
└── ArticleRefused
    ├── NewsIdTaken      the number was given to another article before
    └── NewsIdOutOfRange the number cannot be a News ID
"""

from broadsheet.paper.errors import Refused

__all__ = ["ArticleRefused", "NewsIdOutOfRange", "NewsIdTaken"]


class ArticleRefused(Refused):
    """Base of refusals by acts on drafts."""


class NewsIdTaken(ArticleRefused):
    """Raised when an importer claims a number that was ever given before.

    Usually the same capture or archive imported twice.
    """


class NewsIdOutOfRange(ArticleRefused):
    """Raised when a claimed number is below 1 or does not fit 63 bits."""
