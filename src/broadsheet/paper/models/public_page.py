from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from broadsheet.changes import orders


class PublicPage(Page):
    """A Wagtail page whose publishing is a public act: all of it happens, or nothing.

    Wagtail's own publishing opens no transaction: a refusal by the act (which
    runs in ``page_published``) would leave the page marked live. Create-and-
    publish, bulk actions, schedules, workflow approval and code all come
    through these two methods; the views that don't are wrapped in
    ``versions.viewsets``.

    They take their turn before Wagtail writes the first row (see ``changes.orders``).
    """

    # No preview but for those pages that say how: Wagtail would look for templates.
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        abstract = True

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            orders.take_turn()
            return super().publish(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            orders.take_turn()
            return super().unpublish(*args, **kwargs)

    def public_address(self) -> str:
        """The path under which readers find this page, beginning with ``/``."""
        raise NotImplementedError

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Wagtail's links to a page lead to the public address, not through its tree."""
        for site_id, root_path, root_url, _language in Site.get_site_root_paths():
            if self.url_path.startswith(root_path):
                return site_id, root_url, self.public_address()
        return None
