"""Placing: copying and moving pages, and approving them from a list."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from broadsheet.articles.forms import ArticleCopyForm

from .refusals import WholeOrRefused

__all__ = [
    "ArticleCopyView",
    "PublicCopyView",
    "PublicMoveConfirmView",
    "PublicWorkflowActionView",
]


class PublicCopyView(WholeOrRefused, CopyView):
    """Copy a page; what cannot stand at its new place is told in the form."""

    refused_opening = gettext_lazy("Nothing was copied.")

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)


class ArticleCopyView(PublicCopyView):
    """Copy a story into a new draft."""

    def get_form_class(self) -> type[ArticleCopyForm]:
        return ArticleCopyForm


class PublicMoveConfirmView(WholeOrRefused, MoveConfirmView):
    """Move a page in the desk; readers see it there after the next update."""

    refused_opening = gettext_lazy("Nothing was moved.")

    def page_at_hand(self) -> Page:
        page: Page = self.page_to_move
        return page


class PublicWorkflowActionView(WholeOrRefused, WorkflowActionView):
    """Approve or reject a page without opening it."""

    refused_opening = gettext_lazy("This was not approved.")

    def after_refusal(self) -> HttpResponse:
        # The home page's list asks by script, and follows where it is told.
        if self.request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(
                self.request, {"step": "success", "redirect": self.back_to()}
            )
        return super().after_refusal()

    def page_at_hand(self) -> Page:
        page: Page = self.object
        return page
