"""Where an article stands: what readers see of it now, against its draft. For the desk only."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Length, Substr
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from broadsheet.articles.models import Article
from broadsheet.paper import reading as paper_reading
from broadsheet.paper.models import Section

from .models import Version

__all__ = ["Standing", "State", "standing_of", "with_state"]


class State(TextChoices):
    """A story's state, as the desk speaks of it."""

    DRAFT = "draft", _("Draft")
    PUBLIC = "public", _("Public")
    CHANGED = "changed", _("Changed since public")
    SCHEDULED = "scheduled", _("Scheduled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ARCHIVED = "archived", _("Archived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What readers see of one article, and how its draft differs. Instants are aware UTC.

    ``version`` is the last public act, None before the first. ``moved_to`` names
    the draft's section where it is not the public one; ``zone`` is the paper's.
    """

    state: State
    is_public: bool
    version: Version | None
    address: str
    has_changes: bool
    moved_to: str
    scheduled_for: datetime | None
    archived_at: datetime | None
    zone: ZoneInfo


def with_state(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """The articles with their ``state``, ``moved``, ``scheduled_for``; no query of its own."""
    schedules = Revision.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    )
    earliest = (
        schedules.order_by()
        .values("object_id")
        .annotate(earliest=Min("approved_go_live_at"))
        .values("earliest")
    )
    # A page's path is its parent's with one more step; a move changes it at
    # once, while the public version stays in the section it went out in.
    parent_path = Substr("path", 1, Length("path") - Article.steplen)
    is_elsewhere = Q(public__is_public=True) & ~Q(public__section__path=parent_path)
    return articles.annotate(
        scheduled_for=Subquery(earliest),
        moved=ExpressionWrapper(is_elsewhere, output_field=BooleanField()),
        state=Case(
            When(archived_at__isnull=False, then=Value(State.ARCHIVED)),
            When(Exists(schedules), then=Value(State.SCHEDULED)),
            When(
                (Q(public__is_public=True) & Q(has_unpublished_changes=True)) | is_elsewhere,
                then=Value(State.CHANGED),
            ),
            When(public__is_public=True, then=Value(State.PUBLIC)),
            When(public__is_public=False, then=Value(State.WITHDRAWN)),
            default=Value(State.DRAFT),
            output_field=CharField(),
        ),
    )


def standing_of(article: Article) -> Standing:
    """Where one article stands now, whatever its object in memory says."""
    row = (
        with_state(Article.objects.filter(pk=article.pk))
        .annotate(is_public=F("public__is_public"), public_version=F("public__version_id"))
        .get()
    )
    version = Version.objects.filter(pk=row.public_version).select_related("section").first()
    section = Section.objects.parent_of(row).first()
    return Standing(
        state=State(row.state),
        is_public=bool(row.is_public),
        version=version,
        address=f"/news/{version.news_id}/{version.slug}".rstrip("/") if version else "",
        has_changes=row.has_unpublished_changes,
        moved_to=section.title if row.moved and section else "",
        scheduled_for=row.scheduled_for,
        archived_at=row.archived_at,
        zone=paper_reading.paper().zone,
    )
