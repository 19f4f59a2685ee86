"""Taking away: withdrawing an article, closing a section, deleting a page."""

from typing import Any, cast

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.log_actions import log

from broadsheet.changes import orders
from broadsheet.paper.errors import Refused
from broadsheet.paper.models import User
from broadsheet.versions import acts, removal
from broadsheet.versions.removal import Removal
from broadsheet.versions.standing import standing_of

from .refusals import WholeOrRefused, tell

__all__ = ["ArticleDeleteView", "CloseSectionView", "NoteForm", "PublicDeleteView", "WithdrawView"]


class NoteForm(forms.Form):
    """A word to readers who come to the address later."""

    note = forms.CharField(
        label=gettext_lazy("Note to readers"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "If you like: why it was withdrawn. The story's address shows it from now on."
        ),
    )


class WithdrawView(UnpublishView):
    """Withdraw an article, with a note to readers if there is one to give."""

    page_title = gettext_lazy("Withdraw")
    template_name = "broadsheet/versions/withdraw.html"
    success_message = gettext_lazy("“%(page_title)s” is withdrawn; readers no longer see it.")
    header_icon = "download"

    @cached_property
    def form(self) -> NoteForm:
        return NoteForm(self.request.POST if self.request.method == "POST" else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except Refused as refusal:
            tell(request, _("The story was not withdrawn."), refusal)
            return redirect(self.edit_url_name, self.object.pk)
        return response

    @transaction.atomic
    def unpublish(self) -> HttpResponse | None:
        orders.take_turn()
        early = self.run_hook("before_unpublish_page", self.request, self.object)
        if early is not None:
            return early
        acts.withdraw(
            article=self.object,
            by=self.request.user,
            at=timezone.now(),
            note=self.form.cleaned_data["note"],
        )
        log(instance=self.object, action="wagtail.unpublish", user=self.request.user)
        return self.run_hook("after_unpublish_page", self.request, self.object)

    def get_next_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "standing": standing_of(self.object),
        }


class CloseSectionView(WholeOrRefused, UnpublishView):
    """Close a section; its stories stay public unless they are to go with it."""

    page_title = gettext_lazy("Close")
    template_name = "broadsheet/versions/close_section.html"
    refused_opening = gettext_lazy("The section was not closed.")
    success_message = gettext_lazy("“%(page_title)s” is closed; it is off the menu.")


class PublicDeleteView(DeleteView):
    """Delete a page; what readers ever saw is refused, in words."""

    template_name = "broadsheet/versions/delete.html"
    refused_opening = gettext_lazy("This cannot be deleted.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.refusal is not None:
            tell(request, str(self.refused_opening), self.refusal)
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().post(request, *args, **kwargs)

    @cached_property
    def refusal(self) -> Refused | None:
        try:
            removal.check_may_be_removed(self.page)
        except Refused as refusal:
            return refusal
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"refusal": self.refusal}


class _ArchivesWhatWasPublic(DeleteView):
    template_name = "broadsheet/versions/delete_article.html"

    @cached_property
    def meaning(self) -> Removal:
        return removal.what_removal_means(self.page)

    @cached_property
    def form(self) -> NoteForm:
        return NoteForm(self.request.POST if self.request.method == "POST" else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.meaning is Removal.DELETED:
            return super().post(request, *args, **kwargs)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        note = self.form.cleaned_data["note"]
        by = cast("User", request.user)  # the desk lets nobody else in
        removal.remove(page=self.page, by=by, at=timezone.now(), note=note)
        messages.success(
            request,
            _("“%(headline)s” is put away in the archive; readers don't see it.")
            % {"headline": self.page.title},
        )
        section = self.page.get_parent()
        return redirect(self.next_url or reverse("wagtailadmin_explore", args=[section.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "standing": standing_of(self.page),
            "is_archived_instead": self.meaning is not Removal.DELETED,
            "is_withdrawn_first": self.meaning is Removal.WITHDRAWN_AND_ARCHIVED,
        }


class ArticleDeleteView(WholeOrRefused, _ArchivesWhatWasPublic):
    """Delete a draft; withdraw and archive a story that was public."""

    refused_opening = gettext_lazy("The story was not deleted.")
