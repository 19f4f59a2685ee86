from django.db import models


class NewsIdCounter(models.Model):
    """One row: the News ID that the next article gets."""

    next = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="broadsheet_one_news_id_counter")
        ]

    def __str__(self) -> str:
        return str(self.next)


class GivenNewsId(models.Model):
    """A number that was given once, and so is spent for ever."""

    number = models.PositiveBigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.number)
