from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.articles.models import Article
from broadsheet.paper.models import User
from broadsheet.versions.errors import NotPublic
from broadsheet.versions.models import Version

from . import steps


@transaction.atomic
def withdraw(*, article: Article, by: User, at: datetime, note: str = "") -> Version:
    """Take an article away from readers: its addresses answer 410, with ``note`` as the reason.

    The draft, the versions and the News ID stay. Raises NotPublic.
    """
    before = steps.public_state(article)
    if before is None or not before.is_public:
        raise NotPublic(_("“%(headline)s” is not public.") % {"headline": article.title})
    version = steps.issue_withdrawal(before=before, note=note.strip(), by=by, at=at)
    steps.point_to(version)
    steps.mirror_withdrawal_in_wagtail(article)
    steps.place_order(before, version, urgent=True)
    return version
