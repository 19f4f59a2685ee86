from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PublicArticle(models.Model):
    """The public pointer: which version of an article readers see now.

    The one table that answers every list; its partial indexes hold public
    articles only, newest first.
    """

    wagtail_reference_index_ignore = True

    news_id = models.PositiveBigIntegerField(primary_key=True)
    paper = models.ForeignKey("broadsheet_paper.Paper", on_delete=models.PROTECT, related_name="+")
    article = models.OneToOneField(
        "broadsheet_articles.Article", on_delete=models.PROTECT, related_name="public"
    )
    version = models.ForeignKey(
        "broadsheet_versions.Version", on_delete=models.PROTECT, related_name="+"
    )
    is_public = models.BooleanField(help_text=_("False once withdrawn."))
    section = models.ForeignKey(
        "broadsheet_paper.Section", on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text=_("When the last act on the article took place."))

    class Meta:
        verbose_name = _("public article")
        verbose_name_plural = _("public articles")
        indexes = [
            models.Index(
                fields=["paper", "-published_at", "-news_id"],
                condition=Q(is_public=True),
                name="broadsheet_newest",
            ),
            models.Index(
                fields=["paper", "section", "-published_at", "-news_id"],
                condition=Q(is_public=True),
                name="broadsheet_newest_in_section",
            ),
        ]

    def __str__(self) -> str:
        return str(self.news_id)
