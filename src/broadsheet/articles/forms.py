"""Forms of the desk for articles."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.coreutils import find_available_slug

__all__ = ["ArticleCopyForm", "ArticleForm"]


class ArticleForm(WagtailAdminPageForm):
    """The article's form: the words in its address may be left out.

    A headline of emoji or punctuation has none to offer, and the News ID alone
    is an address.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        # Newspapers repeat their headlines (“Tide tables”). Readers tell stories
        # apart by their numbers; only Wagtail's tree wants another word.
        slug: str = self.cleaned_data["slug"]
        if not slug:
            return slug
        return str(find_available_slug(self.parent_page, slug, ignore_page_id=self.instance.pk))

    def is_valid(self) -> bool:
        # Wagtail asks for the fields it had put off once the form is refused;
        # this one was never asked for.
        self.fields["slug"].required = False
        return bool(super().is_valid())


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
