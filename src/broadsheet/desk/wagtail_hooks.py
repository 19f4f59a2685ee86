"""What the desk as a whole adds to Wagtail's admin: registration lines only."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from . import home, menus
from .stories import StoriesViewSet

hooks.register("construct_homepage_panels", home.arrange)
hooks.register("construct_main_menu", menus.main_menu)
hooks.register("construct_settings_menu", menus.settings_menu)
hooks.register("construct_reports_menu", menus.reports_menu)
hooks.register("construct_help_menu", menus.help_menu)
# After every part has added its count of pages and files.
hooks.register("construct_homepage_summary_items", menus.summary, order=1000)


@hooks.register("register_admin_viewset")
def register_stories() -> StoriesViewSet:
    return StoriesViewSet()


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("broadsheet/desk/desk.css"))
