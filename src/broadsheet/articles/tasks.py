"""What is done after a picture came in, by the scheduler, so that nobody waits for it."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from . import renditions
from .models import Picture

__all__ = ["make_renditions", "picture_saved"]


@task()
def make_renditions(picture: int) -> None:
    """Make a picture (by its key) in every format that readers get.

    Scaling a large one takes seconds, for which SQLite would let nobody else
    write if an act did it. Raises ``SourceImageIOError`` for a damaged one.
    """
    found = Picture.objects.filter(pk=picture).first()
    if found is not None:  # it may have been deleted since
        renditions.make_all(found)


def picture_saved(*, instance: Picture, created: bool, **_kwargs: Any) -> None:
    """Django's signal ``post_save``: the upload, the chooser and code all come through it."""
    if created:
        # Robust: a picture is in without its formats, which the act then makes.
        transaction.on_commit(partial(make_renditions.enqueue, instance.pk), robust=True)
