import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_OF_A_CAUSE = 120
"""Characters; names that stand in a cause may be longer."""


class Order(models.Model):
    """One line of the outbox: these tags changed, for this cause. Never changed later."""

    paper = models.PositiveBigIntegerField(
        help_text=_("Key of the paper whose pages the change concerns.")
    )
    tags = models.JSONField(help_text=_("What changed, as a list of tags."))
    cause = models.CharField(
        max_length=MOST_OF_A_CAUSE,
        help_text=_("What made the change, for people: “correct 239617/3”."),
    )
    placed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("press order")
        verbose_name_plural = _("press orders")

    def __str__(self) -> str:
        return f"{self.pk}: {self.cause}"


class DatabaseIdentity(models.Model):
    """One row that tells this database from every other.

    A store that was filled from another database (a restored backup, a copied
    folder) must not be trusted; its followers compare this.
    """

    identity = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="broadsheet_one_database_identity"
            )
        ]

    def __str__(self) -> str:
        return str(self.identity)
