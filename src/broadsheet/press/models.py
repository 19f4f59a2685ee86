from django.db import models
from django.utils.translation import gettext_lazy as _


class Pressing(models.Model):
    """A note of the presser: orders up to ``through`` were in the store at ``done_at``.

    For the desk and for measuring; the truth about what is pressed is the store.
    """

    through = models.PositiveBigIntegerField(primary_key=True)
    placed_at = models.DateTimeField(help_text=_("When the oldest of its orders was placed."))
    done_at = models.DateTimeField()
    pages = models.PositiveIntegerField(help_text=_("Pages pressed at once."))
    dropped = models.PositiveIntegerField(help_text=_("Pages left to be pressed when asked for."))

    class Meta:
        verbose_name = _("pressing")
        verbose_name_plural = _("pressings")

    def __str__(self) -> str:
        return f"through {self.through}"
