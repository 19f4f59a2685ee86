from django.db import models
from django.utils.translation import gettext_lazy as _


class Agency(models.Model):
    """A news agency whose copy the paper uses, such as AFP."""

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("As it is printed in credits.")
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
