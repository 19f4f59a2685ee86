"""Panels of the article's form."""

from wagtail.admin.panels import FieldPanel

__all__ = ["PublicOnlyPanel"]


class PublicOnlyPanel(FieldPanel):
    """A field that means something only while readers see the article."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            # A page that was never saved says that it is live.
            return bool(super().is_shown() and self.instance.pk and self.instance.live)
