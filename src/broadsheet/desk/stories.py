"""“Stories”: all articles of the paper in one list."""

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter, DateFromToRangeFilter, ModelMultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, MultipleUserFilter, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from broadsheet.articles.models import Article
from broadsheet.paper.models import Section, User
from broadsheet.versions.standing import State, with_state

__all__ = ["StoriesViewSet"]


class StateColumn(BaseColumn):
    """A story's state, as a chip."""

    cell_template_name = "broadsheet/desk/state_cell.html"


class StateFilter(ChoiceFilter):
    """One state; without one, every story but those in the archive."""

    def filter(self, qs: "QuerySet[Article]", value: str) -> "QuerySet[Article]":
        if value:
            return qs.filter(state=value)
        return qs.filter(archived_at__isnull=True)


class SectionFilter(ModelMultipleChoiceFilter):
    """Stories anywhere below the chosen sections."""

    def filter(self, qs: "QuerySet[Article]", value: Any) -> "QuerySet[Article]":
        below = Q()
        for section in value:
            below |= Q(path__startswith=section.path)
        return qs.filter(below)


class StoryFilterSet(WagtailFilterSet):
    """How the list of stories can be narrowed."""

    section = SectionFilter(
        field_name="path",
        label=_("Section"),
        queryset=Section.objects.order_by("path"),
        widget=CheckboxSelectMultiple,
    )
    state = StateFilter(
        label=_("State"),
        choices=State.choices,
        empty_label=_("All but the archive"),
        widget=RadioSelect,
    )
    owner = MultipleUserFilter(
        label=_("Author"),
        queryset=lambda request: User.objects.filter(
            pk__in=Article.objects.order_by().values("owner")
        ),
        widget=CheckboxSelectMultiple,
    )
    latest_revision_created_at = DateFromToRangeFilter(
        label=_("Last change"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Article
        fields: list[str] = []


class StoriesView(IndexView):
    """The list, searched by News ID, headline and author."""

    page_title = _("Stories")
    table_classname = "listing full-width broadsheet-stories"
    results_template_name = "broadsheet/desk/stories_results.html"

    def annotate_queryset(self, pages: "QuerySet[Article]") -> "QuerySet[Article]":
        annotated: QuerySet[Article] = super().annotate_queryset(with_state(pages))
        return annotated.prefetch_related("owner")

    def search_queryset(self, queryset: "QuerySet[Article]") -> "QuerySet[Article]":
        if not self.is_searching:
            return queryset
        wanted = self.search_query.strip()
        # A number is a News ID, exactly; but a headline may be all digits too.
        if wanted.isdecimal() and (found := queryset.filter(news_id=int(wanted))).exists():
            return found
        for word in wanted.split():
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(draft_title__icontains=word)
                | Q(byline__icontains=word)
                | Q(owner__username__icontains=word)
                | Q(owner__first_name__icontains=word)
                | Q(owner__last_name__icontains=word)
            )
        return queryset


def _author(article: Article) -> str:
    return article.byline or (str(article.owner) if article.owner else "")


class StoriesViewSet(PageListingViewSet):
    """The desk's list of all articles."""

    model = Article
    index_view_class = StoriesView
    filterset_class = StoryFilterSet
    icon = "doc-full"
    menu_label = _("Stories")
    menu_name = "stories"
    menu_order = 90
    add_to_admin_menu = True
    name = "stories"
    list_per_page = 50
    columns = [
        BulkActionsColumn("bulk_actions"),
        Column("news_id", label=_("News ID"), sort_key="news_id", width="8%"),
        PageTitleColumn("title", label=_("Headline"), sort_key="title", classname="title"),
        ParentPageColumn("parent", label=_("Section"), width="12%"),
        StateColumn("state", label=_("State"), sort_key="state", width="13%"),
        Column("author", label=_("Author"), accessor=_author, width="14%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Last change"),
            sort_key="latest_revision_created_at",
            width="11%",
        ),
    ]
    list_export = [
        "news_id",
        "title",
        "section",
        "state",
        "byline",
        "owner",
        "latest_revision_created_at",
    ]
    export_headings = {
        "news_id": _("News ID"),
        "title": _("Headline"),
        "latest_revision_created_at": _("Last change"),
        "owner": _("Author"),
    }
    export_filename = "stories"
