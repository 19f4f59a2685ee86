import zoneinfo

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from .public_page import PublicPage


def time_zones() -> list[tuple[str, str]]:
    """Choices of IANA time zones, by name."""
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


is_a_language = RegexValidator(
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", _("Use a BCP 47 tag such as “en”, “pt-BR” or “ar”.")
)
"""Validates a BCP 47 tag, as far as its form goes."""


class PaperFields(models.Model):
    """What a paper says of itself, in the draft and in each public version alike."""

    motto = models.CharField(
        _("motto"), max_length=120, blank=True, help_text=_("A line under the name, if you like.")
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        default="en",
        validators=[is_a_language],
        help_text=_("As a BCP 47 tag, such as “en”, “pt-BR” or “ar”."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        choices=time_zones,
        help_text=_("Readers see times in this zone, with its name."),
    )
    base_address = models.CharField(
        _("address of the paper"),
        max_length=200,
        default="http://localhost:8000",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_(
            "Where readers find the paper, such as https://example.org. Feeds, search "
            "engines and shared links use it."
        ),
    )
    contact = models.EmailField(
        _("contact"), blank=True, help_text=_("Printed on error pages and in the imprint.")
    )
    imprint = models.TextField(
        _("imprint"), blank=True, help_text=_("Publisher, address, person responsible.")
    )

    class Meta:
        abstract = True


class Paper(PaperFields, PublicPage):  # type: ignore[django-manager-missing] # Wagtail has no types
    """The newspaper, as the desk edits it. Its name is the page's title."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["broadsheet_paper.Section"]
    max_count = 1

    content_panels = [
        FieldPanel("title", heading=_("Name of the paper")),
        FieldPanel("motto"),
        MultiFieldPanel(
            [FieldPanel("language"), FieldPanel("time_zone"), FieldPanel("base_address")],
            heading=_("Place"),
        ),
        MultiFieldPanel([FieldPanel("contact"), FieldPanel("imprint")], heading=_("Imprint")),
    ]
    promote_panels: list[FieldPanel] = []
    settings_panels: list[FieldPanel] = []

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def __str__(self) -> str:
        return str(self.title)

    def public_address(self) -> str:
        return "/"


class PaperVersion(PaperFields):
    """What the paper said of itself from an instant on. Never changed later."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "broadsheet_paper.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("paper's version")
        verbose_name_plural = _("paper's versions")
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="broadsheet_paper_version")
        ]

    def __str__(self) -> str:
        return f"{self.name}/{self.number}"
