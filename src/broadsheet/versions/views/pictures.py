"""Deleting pictures: one that readers see, or that a draft leads with, stays."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.images.views.bulk_actions import DeleteBulkAction
from wagtail.images.views.images import DeleteView

from broadsheet.articles.models import Article, Picture
from broadsheet.versions.errors import MustStay
from broadsheet.versions.models import PictureUse

from .refusals import tell

__all__ = ["DeletePictures", "PictureDeleteView"]


def check_may_be_deleted(pictures: Sequence[Picture]) -> None:
    """Raises MustStay, naming the first picture that a version or a draft shows, and where.

    Wagtail's own index of references cannot tell: it is written later, by a task.
    """
    uses = PictureUse.objects.filter(picture__in=pictures).select_related("picture", "version")
    first = uses.order_by("pk").first()
    if first is None:
        _check_no_draft_leads_with(pictures)
        return
    numbers = uses.filter(picture=first.picture_id).values_list("version__news_id", flat=True)
    raise MustStay(
        _(
            "“%(title)s” went out with the story with News ID %(numbers)s. What readers saw is "
            "kept, so the picture stays; take it out of the story if it should not be seen."
        )
        % {
            "title": first.picture.title,
            "numbers": ", ".join(str(number) for number in sorted(set(numbers))),
        }
    )


def _check_no_draft_leads_with(pictures: Sequence[Picture]) -> None:
    draft = Article.objects.filter(lead_picture__in=pictures).first()
    if draft is not None:
        raise MustStay(
            _(
                "The draft “%(headline)s” (News ID %(number)s) has it as its lead picture. Put "
                "another in its place there, and then delete it."
            )
            % {"headline": draft.get_admin_display_title(), "number": draft.news_id}
        )


class PictureDeleteView(DeleteView):
    """Delete one picture."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                check_may_be_deleted([self.object])
                return super().dispatch(request, *args, **kwargs)
        except MustStay as refusal:
            tell(request, _("The picture was not deleted."), refusal)
            return redirect("wagtailimages:edit", self.object.pk)


class DeletePictures(DeleteBulkAction):
    """Delete the chosen pictures: all of them, or none."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        pictures, _without_access = self.get_actionable_objects()
        try:
            check_may_be_deleted(pictures)
        except MustStay as refusal:
            tell(self.request, _("No picture was deleted."), refusal)
            return redirect(self.next_url)
        response: HttpResponse = super().form_valid(form)
        return response
