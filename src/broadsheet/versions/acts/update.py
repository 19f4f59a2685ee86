from datetime import datetime

from django.db import transaction
from wagtail.models import Revision

from broadsheet.articles.models import Article
from broadsheet.paper.models import User
from broadsheet.versions.models import Version

from . import steps


@transaction.atomic
def update(*, article: Article, revision: Revision, by: User, at: datetime) -> Version:
    """Put a newer draft in the place of what readers see, where nothing was wrong.

    Raises NotReady, NotPublic, AddressTaken.
    """
    return steps.replace(
        article=article, revision=revision, act=Version.Act.UPDATE, note="", by=by, at=at
    )
