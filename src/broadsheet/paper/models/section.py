from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .public_page import PublicPage


class Section(PublicPage):
    """A section of the paper (World, Sport …), as the desk edits it. Sections nest."""

    description = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("One sentence, for the section's front and for search engines."),
    )
    place = models.PositiveSmallIntegerField(
        _("place in the menu"),
        default=100,
        help_text=_("Sections with lower numbers come first."),
    )

    parent_page_types = ["broadsheet_paper.Paper", "broadsheet_paper.Section"]
    subpage_types = ["broadsheet_paper.Section", "broadsheet_articles.Article"]

    content_panels = [
        FieldPanel("title", heading=_("Name of the section")),
        FieldPanel("description"),
        FieldPanel("place"),
    ]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list[FieldPanel] = []

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def public_address(self) -> str:
        return f"/section/{self.slug}"

    def clean(self) -> None:
        super().clean()
        twin = Section.objects.filter(slug=self.slug).exclude(pk=self.pk).first()
        if twin is not None:
            raise ValidationError(
                {
                    "slug": _("The section “%(name)s” has this address already.")
                    % {"name": twin.title}
                }
            )


class SectionVersion(models.Model):
    """What readers see of a section from an instant on. Only ``current`` ever changes."""

    class Act(models.TextChoices):
        OPEN = "open", _("opened")
        CHANGE = "change", _("changed")
        CLOSE = "close", _("closed")

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="versions")
    paper = models.ForeignKey("broadsheet_paper.Paper", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    act = models.CharField(max_length=8, choices=Act.choices)
    slug = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    description = models.CharField(max_length=300, blank=True)
    place = models.PositiveSmallIntegerField()
    above = models.ForeignKey(
        Section,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The section that holds this one."),
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        "broadsheet_paper.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("section's version")
        verbose_name_plural = _("sections' versions")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "number"], name="broadsheet_section_version"
            ),
            models.UniqueConstraint(
                fields=["section"], condition=Q(current=True), name="broadsheet_section_current"
            ),
        ]
        indexes = [models.Index(fields=["slug", "-at"], name="broadsheet_section_slug")]

    def __str__(self) -> str:
        return f"{self.name}/{self.number}"
