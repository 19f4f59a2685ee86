"""The tests' cast: one paper, its editor, its sections, its stories.

Each builder goes the way that real code goes (the acts), so that a test starts
from what a paper would hold. All need a database. Called twice, ``a_paper``,
``an_editor`` and ``a_section`` answer with what they made the first time.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image, ImageDraw
from wagtail.log_actions import LogContext

from broadsheet.articles.acts import Copy, draft_article, revise_article
from broadsheet.articles.models import Article, Picture
from broadsheet.paper import acts as paper_acts
from broadsheet.paper.models import Paper, Section, User
from broadsheet.versions import acts
from broadsheet.versions.models import Version

__all__ = [
    "BODY",
    "FIRST_OF_MARCH",
    "PASSWORD",
    "a_paper",
    "a_picture",
    "a_picture_file",
    "a_public_article",
    "a_section",
    "an_article",
    "an_editor",
    "revised",
    "versions_of",
]

FIRST_OF_MARCH = datetime(2019, 3, 1, 3, 37, tzinfo=UTC)
"""The instant on the captured page."""

PASSWORD = "correct horse battery staple"

BODY: Sequence[dict[str, Any]] = (
    {"type": "paragraph", "value": "<p>The ferry will sail at <b>eight</b> from Monday.</p>"},
    {"type": "crosshead", "value": "Later in winter"},
    {"type": "paragraph", "value": "<p>In winter it leaves at nine, the harbour office said.</p>"},
)


def an_editor(name: str = "ada", **details: Any) -> User:
    """Somebody who may do everything on the desk and signs in with ``PASSWORD``."""
    found = User.objects.filter(username=name).first()
    if found is not None:
        return found
    editor: User = User.objects.create_superuser(
        name, f"{name}@example.org", PASSWORD, **{"first_name": name.title(), **details}
    )
    return editor


def a_paper(
    *,
    name: str = "The Harbour Post",
    language: str = "en",
    time_zone: str = "Europe/Berlin",
    **details: Any,
) -> Paper:
    """The paper, founded and public."""
    found = Paper.objects.first()
    if found is not None:
        return found
    return paper_acts.found_paper(
        name=name,
        language=language,
        time_zone=time_zone,
        by=an_editor(),
        at=timezone.now(),
        **details,
    )


def a_section(name: str = "World", *, slug: str = "", is_open: bool = True) -> Section:
    """A section of the paper; open to readers, or a draft that never was."""
    paper = a_paper()
    slug = slug or slugify(name, allow_unicode=True)
    found = Section.objects.child_of(paper).filter(slug=slug).first()
    if found is not None:
        return found
    section: Section = paper.add_child(instance=Section(title=name, slug=slug, live=False))
    with LogContext(user=an_editor()):
        revision = section.save_revision(user=an_editor())
        if is_open:
            revision.publish(user=an_editor())
    return Section.objects.get(pk=section.pk)


def an_article(
    headline: str = "Ferry to sail earlier",
    *,
    section: Section | None = None,
    body: Sequence[dict[str, Any]] = BODY,
    news_id: int | None = None,
    earlier_publication: datetime | None = None,
    by: User | None = None,
    **copy: Any,
) -> Article:
    """A draft that never was public; ``copy`` are further fields of ``articles.acts.Copy``."""
    _article, revision = draft_article(
        section=section or a_section(),
        copy=Copy(headline=headline, body=body, **copy),
        by=by or an_editor(),
        news_id=news_id,
        earlier_publication=earlier_publication,
    )
    # The draft is the revision: the page's row knows no agencies yet.
    draft: Article = revision.as_object()
    return draft


def a_public_article(
    headline: str = "Ferry to sail earlier", *, at: datetime = FIRST_OF_MARCH, **details: Any
) -> Article:
    """An article that readers see since ``at``."""
    article = an_article(headline, **details)
    acts.publish(article=article, revision=article.latest_revision, by=an_editor(), at=at)
    return Article.objects.get(pk=article.pk)


def revised(article: Article, headline: str, **copy: Any) -> Article:
    """A newer draft of the article, as an object to hand to an act; readers see no change."""
    copy.setdefault("body", BODY)
    draft, _revision = revise_article(
        article=article, copy=Copy(headline=headline, **copy), by=an_editor()
    )
    return draft


def versions_of(article: Article) -> list[tuple[int, str]]:
    """Numbers and acts of all versions of an article, oldest first."""
    rows = Version.objects.filter(news_id=article.news_id).order_by("number")
    return [(row.number, row.act) for row in rows]


def a_picture_file(*, width: int = 640, height: int = 400, kind: str = "PNG") -> bytes:
    """A drawn picture: a flat sky over a flat sea."""
    image = Image.new("RGB", (width, height), "#a9c6d8")
    ImageDraw.Draw(image).rectangle((0, height * 2 // 3, width, height), fill="#1f4e5f")
    file = BytesIO()
    image.save(file, kind)
    return file.getvalue()


def a_picture(
    title: str = "The harbour", *, width: int = 640, height: int = 400, **details: Any
) -> Picture:
    """A picture in the paper's collection, not yet used anywhere."""
    picture = Picture(title=title, **details)
    file = ContentFile(a_picture_file(width=width, height=height), name=f"{slugify(title)}.png")
    picture.file.save(file.name, file, save=False)
    picture.save()
    return picture
