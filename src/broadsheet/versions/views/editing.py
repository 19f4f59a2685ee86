"""Writing: the forms in which a page is made, edited and put back to an earlier state."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.rich_text import RichText

from broadsheet.articles.models import Article
from broadsheet.changes import orders
from broadsheet.paper.errors import Refused
from broadsheet.versions import approval, gateway
from broadsheet.versions.errors import ChangedSinceApproval
from broadsheet.versions.standing import Standing, standing_of

from .refusals import tell

__all__ = ["ArticleCreateView", "ArticleEditView", "ArticleRevertView"]
__all__ += ["PublicCreateView", "PublicEditView", "PublicRevertView"]

# The buttons that ask for more than saving, as Wagtail names them.
_ACTIONS = (
    "action-publish",
    "action-submit",
    "action-restart-workflow",
    "action-workflow-action",
    "action-cancel-workflow",
)


class SavesWhenRefused:
    """A form whose act happens as a whole; refused, its words are saved as a draft.

    The second attempt is a new request in all but name: the same words, posted
    with “Save draft”. So nothing of the act that was undone can linger in it.
    """

    action_name: str
    request: HttpRequest
    is_second_attempt = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._address = (args, kwargs)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc] # a mixin before a View
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        if self.is_whole_anyway():
            return super().form_valid(form)  # type: ignore[misc] # a mixin before a View
        try:
            with transaction.atomic():
                if self.action_name != "save":
                    orders.take_turn()
                return super().form_valid(form)  # type: ignore[misc] # a mixin before a View
        except Refused as refusal:
            tell(self.request, _("This was not done, but your draft is saved."), refusal)
            return self._save_as_draft()

    def is_whole_anyway(self) -> bool:
        """Whether Wagtail itself does this action in one transaction."""
        return False

    def _save_as_draft(self) -> HttpResponse:
        words = self.request.POST.copy()
        for action in _ACTIONS:
            words.pop(action, None)
        self.request.POST = words  # type: ignore[assignment] # Django itself puts a mutable one here
        args, kwargs = self._address
        again = type(self)()
        again.is_second_attempt = True
        again.setup(self.request, *args, **kwargs)  # type: ignore[attr-defined] # a mixin before a View
        return again.dispatch(self.request, *args, **kwargs)


class PublicCreateView(SavesWhenRefused, CreateView):
    """A new page: made and published, or made as a draft."""


class PublicEditView(SavesWhenRefused, EditView):
    """The editor of a page that readers see."""

    def is_whole_anyway(self) -> bool:
        # Wagtail saves drafts in a transaction of its own, a narrower one: the
        # reply to an autosave takes long to draw, and nobody should wait for it.
        return self.action_name == "save"

    def add_save_confirmation_message(self) -> None:
        if not self.is_second_attempt:  # the refusal has told it already
            super().add_save_confirmation_message()

    def perform_workflow_action(self) -> HttpResponse:
        """What the approver has in the form is what they approve."""
        if self.is_out_of_date:
            raise ChangedSinceApproval(
                _("%(name)s changed the story while you read it. Read it again before you decide.")
                % {"name": self.latest_revision.user or _("Somebody")}
            )
        if not self.has_content_changes:
            approval.approve_as_read(
                task=self.page.current_workflow_task_state, revision=self.latest_revision
            )
        return super().perform_workflow_action()


class PublicRevertView(SavesWhenRefused, RevisionsRevertView):
    """The editor, filled with an earlier revision."""


class ArticleCreateView(PublicCreateView):
    """A new story: an empty paragraph waits for its words."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.page.body = [("paragraph", RichText(""))]
        return super().get(request)


class ShowsStanding:
    """An article's editor says what readers see now, against the draft."""

    template_name = "broadsheet/versions/edit_article.html"
    partials_template_name = "broadsheet/versions/edit_article_partials.html"
    page: Article

    def get_template_names(self) -> list[str]:
        names: list[str] = super().get_template_names()  # type: ignore[misc] # a mixin before a View
        return [
            self.template_name if name == "wagtailadmin/pages/edit.html" else name for name in names
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc] # a mixin before a View
        return context | {"standing": self.standing}

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.page)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A note that readers have seen must not be sent a second time; the
        # field is empty for the next one.
        self.page.correction_note = gateway.new_correction_note(self.page)
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc] # a mixin before a View
        return response


class ArticleEditView(ShowsStanding, PublicEditView):
    """The editor of a story."""


class ArticleRevertView(ShowsStanding, PublicRevertView):
    """The editor of a story, filled with an earlier revision."""
