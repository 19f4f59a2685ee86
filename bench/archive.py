"""Fills a paper with an archive of invented articles, as many as asked for.

Rows are written in bulk: going through the acts would take hours for 200,000
articles. What the acts would have written is what stands there afterwards, but
for Wagtail's revisions and its log.
"""

import random
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils.text import slugify
from wagtail.models import Locale, Page

from broadsheet.articles.models import Article, GivenNewsId, NewsIdCounter
from broadsheet.changes import orders
from broadsheet.changes.tags import EVERYTHING
from broadsheet.paper.models import Paper, Section, User
from broadsheet.versions.models import Address, PublicArticle, Version

__all__ = ["fill"]

_WORDS = (  # noqa: SIM905 -- words read better than a column of quotes
    "harbour council ferry bridge market school winter river rate meeting budget report "
    "mayor storm line season engine library street plan vote house tide museum election "
    "train station union court tax price field team coach goal concert choir theatre"
).split()
_PER_BATCH = 2_000


def fill(count: int, *, years: int = 20, seed: int = 1) -> None:
    """Write ``count`` public articles, spread over ``years`` and over all sections.

    Needs a founded paper with sections and one user. Prints its progress.
    """
    archive = _Archive(count, years=years, seed=seed)
    with transaction.atomic():
        for start in range(0, count, _PER_BATCH):
            archive.write(range(start, min(start + _PER_BATCH, count)))
            print(f"\r{min(start + _PER_BATCH, count):>9,} articles", end="", flush=True)
        print()
        archive.finish()


class _Archive:
    """Makes the rows; every article has one version, its first."""

    def __init__(self, count: int, *, years: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.count = count
        self.span = timedelta(days=365 * years)
        self.now = datetime.now(UTC)
        self.paper = Paper.objects.get()
        self.editor = User.objects.order_by("pk").first()
        self.sections = list(Section.objects.order_by("path"))
        self.children = {section.pk: section.numchild for section in self.sections}
        self.kind = ContentType.objects.get_for_model(Article)
        self.locale = Locale.get_default()
        self.first_news_id = NewsIdCounter.objects.get(pk=1).next
        self.first_page_id = (Page.objects.order_by("-pk").values_list("pk", flat=True)[0]) + 1

    def write(self, numbers: range) -> None:
        stories = [self._story(number) for number in numbers]
        Page.objects.bulk_create(self._page(story) for story in stories)
        _insert_articles(Article(page_ptr_id=s["page"], news_id=s["news_id"]) for s in stories)
        GivenNewsId.objects.bulk_create(GivenNewsId(number=s["news_id"]) for s in stories)
        versions = Version.objects.bulk_create(self._version(story) for story in stories)
        PublicArticle.objects.bulk_create(map(self._pointer, versions))
        Address.objects.bulk_create(map(self._address, versions))

    def finish(self) -> None:
        for section in self.sections:
            Section.objects.filter(pk=section.pk).update(numchild=self.children[section.pk])
        NewsIdCounter.objects.update(next=F("next") + self.count)
        orders.place(paper=self.paper.pk, tags={EVERYTHING}, cause="archive filled")

    def _story(self, number: int) -> dict[str, Any]:
        section = self.chance.choice(self.sections)
        self.children[section.pk] += 1
        headline = self._words(6).capitalize()
        return {
            "page": self.first_page_id + number,
            "news_id": self.first_news_id + number,
            "section": section,
            "path": Page._get_path(  # noqa: SLF001 -- treebeard has no public way in bulk
                section.path, section.depth + 1, self.children[section.pk]
            ),
            "headline": headline,
            "slug": f"{slugify(headline)}-{number}",
            "at": self.now - self.span * ((self.count - number) / self.count),
        }

    def _words(self, count: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=count))

    def _page(self, story: dict[str, Any]) -> Page:
        section = story["section"]
        return Page(
            pk=story["page"],
            path=story["path"],
            depth=section.depth + 1,
            translation_key=uuid.uuid4(),
            locale=self.locale,
            content_type=self.kind,
            title=story["headline"],
            draft_title=story["headline"],
            slug=story["slug"],
            url_path=f"{section.url_path}{story['slug']}/",
            owner=self.editor,
            live=True,
            first_published_at=story["at"],
            last_published_at=story["at"],
            latest_revision_created_at=story["at"],
        )

    def _version(self, story: dict[str, Any]) -> Version:
        body = [{"kind": "paragraph", "html": f"{self._words(45).capitalize()}."} for _ in range(4)]
        return Version(
            paper=self.paper,
            article_id=story["page"],
            news_id=story["news_id"],
            number=1,
            act=Version.Act.PUBLISH,
            at=story["at"],
            by=self.editor,
            by_name=str(self.editor),
            published_at=story["at"],
            section=story["section"],
            section_name=story["section"].title,
            language="en",
            slug=story["slug"],
            headline=story["headline"],
            standfirst=f"{self._words(20).capitalize()}.",
            byline="The Archive",
            body=body,
        )

    def _pointer(self, version: Version) -> PublicArticle:
        return PublicArticle(
            news_id=version.news_id,
            paper=self.paper,
            article_id=version.article_id,
            version=version,
            is_public=True,
            section_id=version.section_id,
            published_at=version.published_at,
            changed_at=version.at,
        )

    def _address(self, version: Version) -> Address:
        return Address(
            paper=self.paper,
            path=f"/news/{version.news_id}/{version.slug}",
            news_id=version.news_id,
            since=version.at,
        )


def _insert_articles(articles: Iterable[Article]) -> None:
    """Insert into the articles' own table; Django has no bulk way where a parent table is."""
    fields = Article._meta.local_concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    rows = [
        [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        for row in articles
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Article._meta.db_table} ({columns}) VALUES ({places})",  # noqa: S608
            rows,
        )
