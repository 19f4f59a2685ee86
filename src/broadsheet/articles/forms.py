"""Forms of the desk for articles and pictures."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.images.forms import BaseImageForm

__all__ = ["ArticleCopyForm", "PictureForm"]


class ArticleCopyForm(CopyForm):
    """A copy is a new story: a draft with a News ID of its own.

    Wagtail also offers aliases (one story in two places) and copies that are
    public at once. A story stands in one section and goes out by an act.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for unwanted in ("alias", "publish_copies"):
            self.fields.pop(unwanted, None)
        self.fields["new_title"].label = _("Headline of the copy")
        self.fields["new_slug"].label = _("Words in its address")
        self.fields["new_parent_page"].label = _("Section")
        self.fields["new_parent_page"].help_text = _(
            "The copy is a draft with a News ID of its own; readers don't see it."
        )


class PictureForm(BaseImageForm):
    """A picture's file is chosen once: public versions that show it rely on that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "file" in self.fields:
            # Left out, not disabled: a posted file then is ignored, and the
            # form does not offer what it would not do.
            del self.fields["file"]
