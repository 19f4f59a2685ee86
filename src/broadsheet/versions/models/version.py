from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.versions.body import BODY_SCHEMA
from broadsheet.versions.errors import VersionsNeverChange


class Version(models.Model):
    """What one public act made public of an article. Never changed, never deleted.

    Names, captions and credits are frozen as text: a later rename reaches a
    version only by an act that makes a new one.
    """

    class Act(models.TextChoices):
        PUBLISH = "publish", _("published")
        UPDATE = "update", _("updated")
        CORRECT = "correct", _("corrected")
        WITHDRAW = "withdraw", _("withdrawn")

    # Wagtail would queue a task for each version, to index what nobody asks there.
    wagtail_reference_index_ignore = True

    paper = models.ForeignKey("broadsheet_paper.Paper", on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey(
        "broadsheet_articles.Article", on_delete=models.PROTECT, related_name="versions"
    )
    news_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField(help_text=_("1 for the first act on the article."))
    act = models.CharField(max_length=8, choices=Act.choices)
    at = models.DateTimeField(help_text=_("When the act made this public."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=300)
    note = models.TextField(
        blank=True, help_text=_("For readers: what was corrected, or why it was withdrawn.")
    )
    revision_id = models.PositiveBigIntegerField(
        null=True, help_text=_("The desk's revision that went out.")
    )

    published_at = models.DateTimeField(help_text=_("When the article first was public."))
    section = models.ForeignKey(
        "broadsheet_paper.Section", on_delete=models.PROTECT, related_name="+"
    )
    section_name = models.CharField(max_length=255)
    language = models.CharField(max_length=35)
    slug = models.CharField(max_length=255, blank=True)
    headline = models.CharField(max_length=255)
    short_headline = models.CharField(max_length=90, blank=True)
    kicker = models.CharField(max_length=60, blank=True)
    standfirst = models.TextField(blank=True)
    byline = models.CharField(max_length=200, blank=True)
    dateline = models.CharField(max_length=80, blank=True)
    credits = models.JSONField(default=list, help_text=_("Names of the agencies credited."))
    lead = models.JSONField(null=True, help_text=_("The lead picture with its words."))
    body = models.JSONField(default=list)
    body_schema = models.PositiveSmallIntegerField(default=BODY_SCHEMA)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["news_id", "number"], name="broadsheet_version_number"),
            models.CheckConstraint(
                condition=~models.Q(act="correct", note=""),
                name="broadsheet_correction_has_note",
                violation_error_message=_("A correction needs a note for readers."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.news_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise VersionsNeverChange(f"Version {self} is public history and cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise VersionsNeverChange(f"Version {self} is public history and cannot be deleted.")


class Correction(models.Model):
    """A dated note to readers, tied to the version that made the correction."""

    wagtail_reference_index_ignore = True

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="correction")
    news_id = models.PositiveBigIntegerField(db_index=True)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.version}: {self.note[:60]}"


class PictureUse(models.Model):
    """A version shows a picture; only so does the picture get a public address."""

    wagtail_reference_index_ignore = True

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="pictures")
    picture = models.ForeignKey(
        "broadsheet_articles.Picture", on_delete=models.PROTECT, related_name="uses"
    )

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = [
            models.UniqueConstraint(fields=["picture", "version"], name="broadsheet_picture_use")
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.version}"
