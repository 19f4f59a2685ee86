from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from broadsheet.articles import acts as article_acts
from broadsheet.articles.models import Article
from broadsheet.paper.models import User
from broadsheet.versions.errors import AlreadyPublic
from broadsheet.versions.models import Version

from . import steps


@transaction.atomic
def publish(
    *, article: Article, revision: Revision, by: User, at: datetime, note: str = ""
) -> Version:
    """Make a draft public that readers don't see: for the first time, or again.

    ``article`` is the draft as it stands in ``revision``; ``at`` is aware. The
    publication instant is ``at``, but for a story that was public before (here
    or elsewhere), which keeps its own. ``note`` tells readers what was wrong when
    it was public before. Raises NotReady, AlreadyPublic, AddressTaken.
    """
    before = steps.public_state(article)
    if before is not None and before.is_public:
        raise AlreadyPublic(_("“%(headline)s” is public already.") % {"headline": article.title})
    story = steps.check_may_go_out(article)
    published_at = before.published_at if before else article.earlier_publication or at
    version = steps.issue(
        article=article,
        story=story,
        act=Version.Act.PUBLISH,
        published_at=published_at,
        revision=revision,
        by=by,
        at=at,
        note=note,
    )
    steps.claim_address(version)
    steps.point_to(version)
    steps.mirror_in_wagtail(article, revision, version)
    article_acts.unarchive_article(article=article)
    steps.place_order(before, version)
    return version
