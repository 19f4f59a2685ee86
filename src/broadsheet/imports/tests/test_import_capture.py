"""A captured article comes in whole, under its own number and instant, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from broadsheet.articles import news_ids
from broadsheet.articles.errors import NewsIdTaken
from broadsheet.articles.models import Article, GivenNewsId
from broadsheet.imports.acts import import_capture
from broadsheet.imports.capture import CapturedArticle, read
from broadsheet.imports.errors import FromTheFuture
from broadsheet.paper.models import Section
from broadsheet.versions import reading
from broadsheet.versions.errors import NotReady
from broadsheet.versions.models import Version
from tests.builders import a_section, an_editor
from tests.shared import shared

from .test_capture import PAGE

pytestmark = [
    pytest.mark.django_db(databases=["default", "readers"]),
    pytest.mark.both_databases,
]


def take_in(captured: CapturedArticle) -> Version:
    return import_capture(capture=captured, section=a_section(), by=an_editor(), at=timezone.now())


def test_readers_see_the_captured_page() -> None:
    take_in(read(shared("seed/captured-page.txt").read_text(encoding="utf-8")))
    seen = reading.article(239617)
    assert isinstance(seen, reading.ArticleFacts)
    assert seen.headline == "North Korea, US meeting breaks up without a joint statement"
    assert seen.published_at == datetime(2019, 3, 1, 3, 37, tzinfo=UTC)
    assert seen.credits == ("AFP", "Reuters")
    assert len(seen.body) == 29


def test_markup_in_captured_copy_is_only_text() -> None:
    version = take_in(read(PAGE.replace("soup", "<script>soup</script> & bread")))
    assert "&lt;script&gt;soup&lt;/script&gt; &amp; bread" in str(version.body)


def test_the_sequence_jumps_past_a_captured_number() -> None:
    take_in(read(PAGE))
    assert news_ids.take() == 4712


def test_a_second_import_is_refused_in_words_and_leaves_nothing() -> None:
    take_in(read(PAGE))
    with pytest.raises(NewsIdTaken, match="4711"):
        take_in(read(PAGE))
    assert Article.objects.count() == 1
    assert Version.objects.count() == 1


def test_a_page_from_the_future_is_refused() -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    page = PAGE.replace("0337 GMT March 01, 2019", f"{tomorrow:%H%M} GMT {tomorrow:%B %d, %Y}")
    with pytest.raises(FromTheFuture):
        take_in(read(page))
    assert not GivenNewsId.objects.exists()


def test_a_refused_publication_leaves_no_draft_and_no_spent_number() -> None:
    a_section()
    closed = Section(title="Shut", slug="shut", live=False)
    Section.objects.get().get_parent().add_child(instance=closed)
    with pytest.raises(NotReady):
        import_capture(capture=read(PAGE), section=closed, by=an_editor(), at=timezone.now())
    assert not Article.objects.exists()
    assert not GivenNewsId.objects.exists()
