from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from broadsheet.articles.models import Article
from broadsheet.paper.models import User
from broadsheet.versions.errors import NoteNeeded
from broadsheet.versions.models import Version

from . import steps


@transaction.atomic
def correct(*, article: Article, revision: Revision, by: User, at: datetime, note: str) -> Version:
    """Put right what was wrong in public, and say so: readers see ``note`` with its date.

    Raises NoteNeeded, NotReady, NotPublic, AddressTaken.
    """
    if not note.strip():
        raise NoteNeeded(_("A correction needs a note that tells readers what was wrong."))
    return steps.replace(
        article=article, revision=revision, act=Version.Act.CORRECT, note=note, by=by, at=at
    )
