from django.db import models
from django.utils.translation import gettext_lazy as _


class Address(models.Model):
    """A path that was served once, and so must answer for ever."""

    wagtail_reference_index_ignore = True

    paper = models.ForeignKey("broadsheet_paper.Paper", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=700)
    news_id = models.PositiveBigIntegerField(db_index=True)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.UniqueConstraint(fields=["paper", "path"], name="broadsheet_address_once")
        ]

    def __str__(self) -> str:
        return self.path
