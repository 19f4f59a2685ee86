"""Removing a page: what “delete” means for what readers may have seen.

A draft that never was public is deleted. An article that ever was public is
withdrawn and archived: its versions, its number and its addresses stay for
ever. A section that ever was open, and the paper, stay too.
"""

from datetime import datetime
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext
from wagtail.models import Page

from broadsheet.articles import acts as article_acts
from broadsheet.articles.models import Article
from broadsheet.changes import orders
from broadsheet.paper.models import Paper, Section, User

from . import acts
from .errors import MustStay
from .models import PublicArticle, Version

__all__ = ["Removal", "check_may_be_removed", "remove", "what_removal_means"]


class Removal(Enum):
    """What became, or would become, of a page."""

    DELETED = "deleted"
    ARCHIVED = "archived"
    WITHDRAWN_AND_ARCHIVED = "withdrawn and archived"


@transaction.atomic
def remove(*, page: Page, by: User, at: datetime, note: str = "") -> Removal:
    """Delete the page, or archive it where it was public; ``note`` tells readers why it went.

    Returns which it was. Raises MustStay for sections that were open, what
    holds public articles, and the paper.
    """
    orders.take_turn()
    page = page.specific
    meaning = what_removal_means(page)
    if meaning is Removal.DELETED:
        with LogContext(user=by):
            page.delete(user=by)
        return meaning
    if meaning is Removal.WITHDRAWN_AND_ARCHIVED:
        acts.withdraw(article=page, by=by, at=at, note=note)
    article_acts.archive_article(article=page, by=by, at=at)
    return meaning


def what_removal_means(page: Page) -> Removal:
    """What ``remove`` would do with a page. Raises MustStay."""
    page = page.specific
    if not isinstance(page, Article):
        check_may_be_removed(page)
        return Removal.DELETED
    if PublicArticle.objects.filter(news_id=page.news_id, is_public=True).exists():
        return Removal.WITHDRAWN_AND_ARCHIVED
    if Version.objects.filter(news_id=page.news_id).exists():
        return Removal.ARCHIVED
    return Removal.DELETED


def check_may_be_removed(page: Page) -> None:
    """Raises MustStay if a page other than an article, or what lies below it, was ever public."""
    name = {"name": page.title}
    if isinstance(page, Paper):
        raise MustStay(_("“%(name)s” is the paper itself and cannot be deleted.") % name)
    below = Section.objects.descendant_of(page, inclusive=True)
    if below.filter(versions__isnull=False).exists():
        raise MustStay(
            _(
                "“%(name)s” was open to readers, so its address and its history must stay. "
                "Close the section instead; it then vanishes from the menu."
            )
            % name
        )
    if Article.objects.descendant_of(page).filter(versions__isnull=False).exists():
        raise MustStay(
            _("“%(name)s” holds stories that were public. Move them to another section first.")
            % name
        )
