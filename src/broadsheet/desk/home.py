"""The desk's first page: what is in work, what went out today, what was put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel

from broadsheet.articles.models import Article
from broadsheet.changes import orders
from broadsheet.paper import reading as paper_reading
from broadsheet.paper.errors import NoPublicPaper
from broadsheet.paper.models import Section
from broadsheet.press import reading as press_reading
from broadsheet.versions import public_acts
from broadsheet.versions.public_acts import PublicAct
from broadsheet.versions.standing import State, with_state

__all__ = ["arrange"]

_IN_WORK = 12
_ACTS_SHOWN = 20
# An act's order is among the newest few hundred, or the act is not of today.
_ORDERS_LOOKED_AT = 500


def arrange(request: HttpRequest, panels: list[Component]) -> None:
    """Wagtail's hook ``construct_homepage_panels``: the newsroom's panels first."""
    panels[:] = [panel for panel in panels if not isinstance(panel, RecentEditsPanel)]
    panels += [InWorkPanel(), OutTodayPanel(), PutRightPanel()]


def _zone() -> ZoneInfo:
    try:
        return paper_reading.paper().zone
    except NoPublicPaper:
        return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryInWork:
    """A draft, and the section it stands in."""

    draft: Article
    section: str


class InWorkPanel(Component):
    """Drafts with changes that readers don't see, the last touched first."""

    name = "in_work"
    template_name = "broadsheet/desk/in_work.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"stories": self.stories(), "zone": _zone()}

    def stories(self) -> list[StoryInWork]:
        drafts = with_state(
            Article.objects.filter(has_unpublished_changes=True, archived_at__isnull=True)
        )
        found = list(
            drafts.exclude(state=State.WITHDRAWN)
            .select_related("latest_revision__user", "owner")
            .defer("body")
            .order_by("-latest_revision_created_at")[:_IN_WORK]
        )
        sections = {
            section.path: section.title
            for section in Section.objects.filter(
                path__in={draft.path[: -Article.steplen] for draft in found}
            )
        }
        return [
            StoryInWork(draft=draft, section=sections.get(draft.path[: -Article.steplen], ""))
            for draft in found
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActToday:
    """A public act, and how long the press took until readers had it (seconds, or None)."""

    act: PublicAct
    pressed_in: float | None


class OutTodayPanel(Component):
    """Today's public acts, in the paper's zone, and when readers had them."""

    name = "out_today"
    template_name = "broadsheet/desk/out_today.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        zone = _zone()
        today = timezone.now().astimezone(zone).date()
        midnight = datetime.combine(today, time.min, tzinfo=zone).astimezone(UTC)
        acts = public_acts.since(midnight)
        return {
            "today": today,
            "zone": zone,
            "acts": with_press_times(acts[:_ACTS_SHOWN]),
            "further": max(0, len(acts) - _ACTS_SHOWN),
        }


def with_press_times(acts: Sequence[PublicAct]) -> list[ActToday]:
    """Each act with the time from its order to the store."""
    recent = orders.pending(after=orders.latest() - _ORDERS_LOOKED_AT, limit=_ORDERS_LOOKED_AT)
    placed = {order.cause: order for order in recent}
    pressed = press_reading.pressed_at(
        placed[act.cause].number for act in acts if act.cause in placed
    )
    found = []
    for act in acts:
        order = placed.get(act.cause)
        done_at = pressed.get(order.number) if order else None
        # The act's own instant is taken before its transaction ends: what is
        # told is the whole wait, from the pressing of the button.
        waited = (done_at - act.at).total_seconds() if done_at else None
        found.append(ActToday(act=act, pressed_in=waited))
    return found


class PutRightPanel(Component):
    """The last corrections and withdrawals."""

    name = "put_right"
    template_name = "broadsheet/desk/put_right.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"acts": public_acts.put_right(limit=6), "zone": _zone()}
