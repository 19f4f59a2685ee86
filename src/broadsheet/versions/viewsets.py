"""Which views the desk uses for pages that readers see."""

from wagtail.admin.viewsets.pages import PageViewSet

from broadsheet.articles.models import Article
from broadsheet.paper.models import Paper, Section

from .views import editing, placing, withdrawing

__all__ = ["ArticleViewSet", "PaperViewSet", "SectionViewSet"]


class PublicPageViewSet(PageViewSet):
    """What all three have in common."""

    add_view_class = editing.PublicCreateView
    edit_view_class = editing.PublicEditView
    revisions_revert_view_class = editing.PublicRevertView
    unpublish_view_class = withdrawing.CloseSectionView
    delete_view_class = withdrawing.PublicDeleteView
    copy_view_class = placing.PublicCopyView
    move_confirm_view_class = placing.PublicMoveConfirmView
    workflow_action_view_class = placing.PublicWorkflowActionView
    # The lists of pages below a page stay Wagtail's.
    parent_models: list[type] = []


class ArticleViewSet(PublicPageViewSet):
    model = Article
    add_view_class = editing.ArticleCreateView
    edit_view_class = editing.ArticleEditView
    revisions_revert_view_class = editing.ArticleRevertView
    unpublish_view_class = withdrawing.WithdrawView
    delete_view_class = withdrawing.ArticleDeleteView
    copy_view_class = placing.ArticleCopyView


class SectionViewSet(PublicPageViewSet):
    model = Section


class PaperViewSet(PublicPageViewSet):
    model = Paper
