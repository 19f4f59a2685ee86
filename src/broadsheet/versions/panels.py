"""What the editor's buttons say: the act that they do, in the paper's words."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    PublishMenuItem,
    UnpublishMenuItem,
)

from broadsheet.articles.models import Article
from broadsheet.paper.models import Section

__all__ = ["name_the_act"]


class PublishUpdateItem(PublishMenuItem):
    """The publish button of what readers see already."""

    label = _("Publish update")


class WithdrawItem(UnpublishMenuItem):
    label = _("Withdraw …")


class CloseSectionItem(UnpublishMenuItem):
    label = _("Close section …")


def name_the_act(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Wagtail's hook ``construct_page_action_menu``: put our names in place of “publish”."""
    page = context.get("page")
    if not isinstance(page, Article | Section) or not page.live:
        return
    for place, item in enumerate(menu_items):
        if isinstance(item, PublishMenuItem):
            menu_items[place] = PublishUpdateItem(order=item.order)
        elif isinstance(item, UnpublishMenuItem):
            kind = WithdrawItem if isinstance(page, Article) else CloseSectionItem
            menu_items[place] = kind(order=item.order)
