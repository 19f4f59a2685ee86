"""Acts on drafts by code: importers, the demo. The desk writes its own through Wagtail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import LogContext, log
from wagtail.models import Revision

from broadsheet.paper.models import Section, User

from . import news_ids
from .models import Agency, Article, Picture

__all__ = ["Copy", "archive_article", "draft_article", "revise_article", "unarchive_article"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The words of a draft. ``body`` is a list of raw blocks, as StreamField stores them."""

    headline: str
    body: Sequence[dict[str, Any]]
    slug: str = ""
    short_headline: str = ""
    kicker: str = ""
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    language: str = ""
    lead_picture: Picture | None = None
    lead_alt_text: str = ""
    lead_caption: str = ""
    lead_credit: str = ""
    agencies: Sequence[str] = field(default=())


@transaction.atomic
def draft_article(
    *,
    section: Section,
    copy: Copy,
    by: User,
    news_id: int | None = None,
    earlier_publication: datetime | None = None,
) -> tuple[Article, Revision]:
    """Write a new draft below a section; nothing of it is public.

    ``news_id`` claims a number the article had elsewhere, ``earlier_publication``
    (aware) the instant. Raises NewsIdTaken, and ValidationError for bad copy.
    """
    article = Article(
        news_id=news_ids.claim(news_id) if news_id is not None else news_ids.take(),
        earlier_publication=earlier_publication,
        owner=by,
        live=False,
        slug=copy.slug,
    )
    _write(article, copy)
    with LogContext(user=by):
        section.add_child(instance=article)
        _credit(article, copy.agencies)
        return article, article.save_revision(user=by)


@transaction.atomic
def revise_article(*, article: Article, copy: Copy, by: User) -> tuple[Article, Revision]:
    """Replace the words of a draft; readers go on seeing what is public."""
    draft = article.get_latest_revision_as_object()
    _write(draft, copy)
    _credit(draft, copy.agencies)
    with LogContext(user=by):
        return draft, draft.save_revision(user=by)


def _write(article: Article, copy: Copy) -> None:
    article.title = copy.headline
    article.draft_title = copy.headline
    for name in (
        "short_headline", "kicker", "standfirst", "byline", "dateline", "language",
        "lead_picture", "lead_alt_text", "lead_caption", "lead_credit",
    ):  # fmt: skip
        setattr(article, name, getattr(copy, name))
    article.body = list(copy.body)


def _credit(article: Article, names: Sequence[str]) -> None:
    article.agencies.set([Agency.objects.get_or_create(name=name)[0] for name in names])


@transaction.atomic
def archive_article(*, article: Article, by: User, at: datetime) -> None:
    """Put a story away: it vanishes from the desk's lists, but its words and number stay."""
    Article.objects.filter(pk=article.pk).update(archived_at=at)
    article.archived_at = at
    log(instance=article, action="broadsheet.archive", user=by)


@transaction.atomic
def unarchive_article(*, article: Article) -> None:
    """Bring a story back among the others. Does nothing where it was not put away."""
    if article.archived_at is not None:
        Article.objects.filter(pk=article.pk).update(archived_at=None)
        article.archived_at = None
