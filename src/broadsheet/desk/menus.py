"""The desk's menus: what a newsroom needs, in its words."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem

__all__ = ["help_menu", "main_menu", "reports_menu", "settings_menu", "summary"]

# What Wagtail calls things, by the names of its menu items, and what a paper does.
_LABELS = {"explorer": _("Sections"), "images": _("Pictures"), "documents": _("Files")}

# One paper has one site, founded with it; its address is the paper's own setting.
_NOT_IN_SETTINGS = {"sites", "locales", "redirects"}

# These report on pages of many types; “Stories” says the same and more.
_NOT_IN_REPORTS = {"page-types-usage", "aging-pages"}


def main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's hook ``construct_main_menu``."""
    for item in items:
        item.label = _LABELS.get(item.name, item.label)


def settings_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's hook ``construct_settings_menu``."""
    items[:] = [item for item in items if item.name not in _NOT_IN_SETTINGS]


def reports_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's hook ``construct_reports_menu``."""
    items[:] = [item for item in items if item.name not in _NOT_IN_REPORTS]


def help_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's hook ``construct_help_menu``: no news of Wagtail's releases for a newsroom."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


def summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Wagtail's hook ``construct_homepage_summary_items``: no counting of pages and files."""
    items.clear()
