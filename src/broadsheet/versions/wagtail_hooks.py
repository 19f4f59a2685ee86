"""What the public acts change in the desk: registration lines only."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.rich_text.feature_registry import FeatureRegistry

from . import panels
from .links import PublicLinkHandler
from .views import bulk, pictures
from .views.api import PagesAPIViewSet
from .viewsets import ArticleViewSet, PaperViewSet, SectionViewSet


@hooks.register("register_admin_viewset")
def register_pages() -> list[Any]:
    return [ArticleViewSet(), SectionViewSet(), PaperViewSet()]


# Later than Wagtail's own, whose actions of the same names these replace.
for action in (*bulk.ACTIONS, pictures.DeletePictures):
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("register_admin_urls", order=-100)
def register_picture_deletion() -> list[URLPattern]:
    # Before Wagtail's own address of the same name, which it takes the place of.
    view = pictures.PictureDeleteView.as_view()
    return [path("images/<int:image_id>/delete/", view)]


@hooks.register("construct_admin_api", order=100)
def register_api(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", PagesAPIViewSet)


@hooks.register("register_rich_text_features", order=100)
def register_links(features: FeatureRegistry) -> None:
    features.register_link_type(PublicLinkHandler)


hooks.register("construct_page_action_menu", panels.name_the_act)
