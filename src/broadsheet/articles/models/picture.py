from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter


class Picture(AbstractImage):
    """A picture with what must be printed beside it.

    Its file never changes once saved (see ``picture_form``): a public
    version that shows it must go on showing the same picture.
    """

    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it: “Photo: Ada Brook”.")
    )

    admin_form_fields = ("title", "file", "description", "credit", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose picture")]

    @property
    def default_alt_text(self) -> str:
        # Wagtail falls back to the title, which is usually a file's name.
        return str(self.description)

    def generate_rendition_file(
        self,
        filter: Filter,  # noqa: A002 -- Wagtail's name
        *,
        source: File[bytes] | None = None,
    ) -> File[bytes]:
        # Wagtail never closes the temporary file that it made.
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class Rendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="broadsheet_rendition_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.image_id} {self.filter_spec}"


class Attachment(AbstractDocument):
    """A file that staff keep with the paper."""

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
