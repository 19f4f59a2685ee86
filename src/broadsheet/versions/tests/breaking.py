"""Acts that break after all that they write, and what to compare then."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page, Revision

from broadsheet.articles.models import Article
from broadsheet.changes.models import Order
from broadsheet.versions.models import Address, Correction, PublicArticle, Version


class Broken(Exception):
    """What the acts are made to raise, after all that they write."""


@contextmanager
def acts_that_break() -> Iterator[None]:
    def break_down(**_kwargs: Any) -> None:
        raise Broken

    post_save.connect(break_down, sender=Order)
    try:
        yield
    finally:
        post_save.disconnect(break_down, sender=Order)


def everything(article: Article) -> dict[str, Any]:
    """Whatever an act could have changed."""
    page = Page.objects.filter(pk=article.pk).values(
        "live", "live_revision_id", "first_published_at", "last_published_at", "expired"
    )
    return {
        "page": page.first(),
        "versions": list(Version.objects.order_by("pk").values()),
        "corrections": list(Correction.objects.order_by("pk").values()),
        "public": list(PublicArticle.objects.order_by("pk").values()),
        "addresses": list(Address.objects.order_by("pk").values()),
        "orders": list(Order.objects.order_by("pk").values()),
        "schedules": list(
            Revision.objects.filter(approved_go_live_at__isnull=False).values_list(
                "pk", "approved_go_live_at"
            )
        ),
    }
