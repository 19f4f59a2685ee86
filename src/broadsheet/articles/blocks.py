"""The body of an article: the kinds of block that newspaper copy is made of."""

import threading
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

__all__ = ["COPY_FEATURES", "BodyBlock"]

COPY_FEATURES = ["bold", "italic", "link", "superscript", "subscript"]
"""What running copy needs, and no more: no headings, colours, sizes or pictures in a paragraph."""


# Wagtail lets a draft pass with less by switching "required" off in the blocks, which all
# threads share, and on again after. Two saves at a time would fail, or leave it off.
_one_at_a_time = threading.RLock()


class QuoteBlock(blocks.StructBlock):
    """A quotation set apart, with who said it."""

    text = blocks.TextBlock(label=_("Quotation"), help_text=_("Without quotation marks."))
    speaker = blocks.CharBlock(label=_("Speaker"), required=False, max_length=120)
    role = blocks.CharBlock(label=_("Role"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Quote")


class PictureBlock(blocks.StructBlock):
    """A picture with its caption and credit; the alternative text says what is seen."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=255,
        help_text=_(
            "What can be seen, for those who cannot. Empty: the picture's own description."
        ),
    )
    caption = blocks.TextBlock(label=_("Caption"), required=False, max_length=600)
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, max_length=200, help_text=_("Empty: the picture's own.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class ListBlock(blocks.StructBlock):
    """A list, with points or numbers."""

    ordered = blocks.BooleanBlock(label=_("Numbered"), required=False)
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=COPY_FEATURES), label=_("Items"), min_num=1
    )

    class Meta:
        icon = "list-ul"
        label = _("List")


class FactBoxBlock(blocks.StructBlock):
    """Background set in a box beside the story."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=[*COPY_FEATURES, "ul", "ol"])

    class Meta:
        icon = "info-circle"
        label = _("Fact box")


class EmbedBlock(blocks.StructBlock):
    """Something outside the paper, as a card with a link: no foreign frame, no foreign request."""

    address = blocks.URLBlock(label=_("Address"), max_length=1000)
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=300)

    class Meta:
        icon = "link-external"
        label = _("Outside address")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["address"].lower().startswith(("https://", "http://")):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "address": ValidationError(_("Use an address that begins with https://."))
                }
            )
        return cleaned


class BodyBlock(blocks.StreamBlock):
    """The body. A change of its shape needs a new ``versions.models.BODY_SCHEMA``."""

    # Not required: a new story begins with an empty one, and a flash is a headline alone.
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), icon="pilcrow", features=COPY_FEATURES, required=False
    )
    crosshead = blocks.CharBlock(
        label=_("Crosshead"), icon="title", max_length=120, form_classname="title"
    )
    quote = QuoteBlock()
    picture = PictureBlock()
    list = ListBlock()
    table = TypedTableBlock(
        [("text", blocks.CharBlock(required=False, label=_("Text")))],
        label=_("Table"),
        icon="table",
    )
    fact_box = FactBoxBlock()
    related = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="broadsheet_articles.Article"),
        label=_("Related stories"),
        icon="doc-full-inverse",
        min_num=1,
    )
    embed = EmbedBlock()

    def clean(self, value: Any) -> Any:
        with _one_at_a_time:
            return super().clean(value)

    def clean_deferred(self, value: Any) -> Any:
        with _one_at_a_time:
            return super().clean_deferred(value)
