"""The gateway: every one of Wagtail's ways to publish ends in one public act.

Wagtail's buttons, bulk actions, schedules, workflow approvals and code all
send ``page_published`` or ``page_unpublished`` synchronously, inside the
transaction that ``PublicPage`` or our views opened; an act that refuses here
undoes the whole. See docs/decisions/004-gateway.md.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision

from broadsheet.articles.models import Article
from broadsheet.paper import acts as paper_acts
from broadsheet.paper.models import Paper, Section, User
from broadsheet.paper.text import lines

from . import acts
from .errors import MustStay, NobodyNamed
from .models import Correction, PublicArticle


def page_published(*, instance: Page, revision: Revision, **_kwargs: Any) -> None:
    """Wagtail published a page: make it public. Raises Refused."""
    # Wagtail sends this also when a page that was never live is only scheduled.
    if not instance.live:
        return
    at = timezone.now()
    match instance:
        case Article():
            _make_public(instance, revision, by=_person_behind(revision), at=at)
        case Section():
            paper_acts.publish_section(section=instance, by=_person_behind(revision), at=at)
        case Paper():
            paper_acts.publish_paper(paper=instance, by=_person_behind(revision), at=at)


def page_unpublished(*, instance: Page, **_kwargs: Any) -> None:
    """Wagtail unpublished a page: take it from readers. Raises Refused."""
    newest, at = instance.latest_revision, timezone.now()
    match instance:
        case Article():
            acts.withdraw(article=instance, by=_person_behind(newest), at=at)
        case Section():
            paper_acts.close_section(section=instance, by=_person_behind(newest), at=at)
        case Paper():
            raise MustStay(_("The paper itself cannot be unpublished."))


def _make_public(article: Article, revision: Revision, *, by: User, at: datetime) -> None:
    public = PublicArticle.objects.filter(news_id=article.news_id).first()
    # Nobody can have read anything wrong in a story that never was public.
    note = new_correction_note(article) if public else ""
    if public is None or not public.is_public:
        acts.publish(article=article, revision=revision, by=by, at=at, note=note)
    elif note:
        acts.correct(article=article, revision=revision, by=by, at=at, note=note)
    else:
        acts.update(article=article, revision=revision, by=by, at=at)


def new_correction_note(article: Article) -> str:
    """The draft's correction note, or "" where it is empty or was made public before.

    A note stays in the draft after its act; it must not correct a second time.
    """
    note = lines(article.correction_note)
    if Correction.objects.filter(news_id=article.news_id, note=note).exists():
        return ""
    return note


def _person_behind(revision: Revision | None) -> User:
    """Who pressed the button, else (for schedules) who made what goes out."""
    user: User | None = get_active_log_context().user or (revision.user if revision else None)
    if user is None:
        raise NobodyNamed(_("Nobody is named as the person behind this act; sign in again."))
    return user
