"""Acts that bring in articles which were public elsewhere before."""

from datetime import datetime
from html import escape

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.articles.acts import Copy, draft_article
from broadsheet.changes import orders
from broadsheet.paper.models import Section, User
from broadsheet.versions import acts as public_acts
from broadsheet.versions.models import Version

from .capture import CapturedArticle, CapturedBlock
from .errors import FromTheFuture

__all__ = ["import_capture"]


@transaction.atomic
def import_capture(
    *, capture: CapturedArticle, section: Section, by: User, at: datetime
) -> Version:
    """Make a captured article public under its own News ID and publication instant.

    All of it comes in, or nothing. Raises FromTheFuture, NewsIdTaken,
    NewsIdOutOfRange, NotReady.
    """
    if capture.published_at > at:
        raise FromTheFuture(
            _("The page says that it was published at %(instant)s, which is still to come.")
            % {"instant": capture.published_at.isoformat(timespec="minutes")}
        )
    orders.take_turn()
    article, revision = draft_article(
        section=section,
        copy=Copy(
            headline=capture.headline,
            body=[_as_body_block(block) for block in capture.body],
            agencies=capture.agencies,
        ),
        by=by,
        news_id=capture.news_id,
        earlier_publication=capture.published_at,
    )
    return public_acts.publish(article=article, revision=revision, by=by, at=at)


def _as_body_block(block: CapturedBlock) -> dict[str, str]:
    if block.kind == "crosshead":
        return {"type": "crosshead", "value": block.text}
    return {"type": "paragraph", "value": f"<p>{escape(block.text, quote=False)}</p>"}
