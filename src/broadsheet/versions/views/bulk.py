"""Acts on many pages at once, from the lists: all of them, or none."""

from collections.abc import Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.models import Page

from broadsheet.changes import orders
from broadsheet.paper.errors import Refused
from broadsheet.versions import removal

from .refusals import reasons, tell

__all__ = ["ACTIONS"]


class _WholeOrRefused(BulkAction):
    """Wagtail wraps the whole in a transaction; we name the page that stood in the way."""

    refused_opening: Any = ""

    @classmethod
    def execute_action(cls, objects: Sequence[Page], **kwargs: Any) -> tuple[int, int]:
        orders.take_turn()  # the transaction has only read so far
        chosen = below = 0
        for page in objects:
            try:
                counts = super().execute_action([page], **kwargs)
            except Refused as refusal:
                told = " ".join(reasons(refusal))
                raise Refused(f"{page.get_admin_display_title()}: {told}") from refusal
            chosen, below = chosen + counts[0], below + counts[1]
        return chosen, below

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except Refused as refusal:
            tell(self.request, str(self.refused_opening), refusal)
            return redirect(self.next_url)
        return response


class PublishMany(_WholeOrRefused, PublishBulkAction):
    """Publish, update or correct the chosen pages."""

    refused_opening = gettext_lazy("Nothing was published.")


class WithdrawMany(_WholeOrRefused, UnpublishBulkAction):
    """Withdraw the chosen articles, close the chosen sections."""

    display_name = gettext_lazy("Withdraw")
    aria_label = gettext_lazy("Withdraw the selected pages")
    refused_opening = gettext_lazy("Nothing was withdrawn.")


class MoveMany(_WholeOrRefused, MoveBulkAction):
    """Move the chosen pages in the desk."""

    refused_opening = gettext_lazy("Nothing was moved.")


class _RemovesWhatItMay(DeleteBulkAction):
    """Delete drafts; withdraw and archive what was public."""

    @classmethod
    def execute_action(cls, objects: Sequence[Page], **kwargs: Any) -> tuple[int, int]:
        below = 0
        for page in objects:
            below += page.get_descendant_count()
            removal.remove(page=page, by=kwargs["user"], at=timezone.now())
        return len(objects), below

    def prepare_action(self, objects: Any, objects_without_access: Any) -> None:
        """Let every page through: what Wagtail calls protected is archived, or refused in words."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for item in context["items"]:
            item["is_protected"] = False
        return context | {"is_protected": False}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d page was deleted, or archived where it had been public.",
            "%(count)d pages were deleted, or archived where they had been public.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


class RemoveMany(_WholeOrRefused, _RemovesWhatItMay):
    """Delete or archive the chosen pages."""

    refused_opening = gettext_lazy("Nothing was deleted.")
    aria_label = gettext_lazy("Delete the selected pages, or archive what was public")


ACTIONS = (PublishMany, WithdrawMany, MoveMany, RemoveMany)
