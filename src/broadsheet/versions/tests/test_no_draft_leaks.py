"""No word of a draft comes out by way of another story, nor what no reader could use."""

from datetime import UTC, datetime

import pytest

from broadsheet.articles.models import Article
from broadsheet.versions import acts, reading
from broadsheet.versions.body import Paragraph, Related
from broadsheet.versions.errors import NotReady
from broadsheet.versions.reading import ArticleFacts
from tests.builders import a_public_article, an_article, an_editor, revised

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(databases=["default", "readers"]),
]

SECRET = "Minister to resign tonight"


def as_readers_see(article: Article) -> ArticleFacts:
    found = reading.article(article.news_id)
    assert isinstance(found, ArticleFacts)
    return found


def headlines_related_to(article: Article) -> list[str]:
    blocks = as_readers_see(article).body
    return [s.headline for block in blocks if isinstance(block, Related) for s in block.stories]


def relating_to(other: Article) -> Article:
    return a_public_article("Cabinet meets", body=[{"type": "related", "value": [other.pk]}])


def publish(draft: Article) -> None:
    acts.publish(
        article=draft, revision=draft.latest_revision, by=an_editor(), at=datetime.now(UTC)
    )


def test_a_related_draft_is_listed_once_it_is_public_by_its_public_headline() -> None:
    draft = an_article(SECRET, slug="minister-to-resign-tonight")
    cabinet = relating_to(draft)
    assert headlines_related_to(cabinet) == []
    publish(revised(draft, "Minister denies rumours"))
    assert headlines_related_to(cabinet) == ["Minister denies rumours"]


def test_a_related_public_story_is_listed_by_what_is_public_not_by_its_newer_draft() -> None:
    public = a_public_article("Minister denies rumours")
    revised(public, SECRET)
    assert headlines_related_to(relating_to(public)) == ["Minister denies rumours"]


def test_a_link_in_copy_does_not_tell_the_slug_of_a_draft() -> None:
    draft = an_article(SECRET, slug="minister-to-resign-tonight")
    linking = a_public_article(
        "Cabinet meets",
        body=[
            {
                "type": "paragraph",
                "value": f'<p>It <a linktype="page" id="{draft.pk}">met</a>.</p>',
            }
        ],
    )
    assert as_readers_see(linking).body == (
        Paragraph(html=f'It <a href="/news/{draft.news_id}">met</a>.'),
    )


def test_an_outside_address_that_is_a_script_is_refused_whoever_wrote_it() -> None:
    embed = {"address": "javascript:alert(1)", "title": "Click", "note": ""}
    draft = an_article("Trap", body=[{"type": "embed", "value": embed}])
    with pytest.raises(NotReady, match="does not begin with https"):
        publish(draft)


def test_a_correction_note_written_before_a_withdrawal_comes_with_the_story_again() -> None:
    article = a_public_article("46 million for the baths")
    acts.withdraw(article=article, by=an_editor(), at=datetime.now(UTC))
    draft = revised(article, "4.6 million for the baths")
    acts.publish(
        article=draft,
        revision=draft.latest_revision,
        by=an_editor(),
        at=datetime.now(UTC),
        note="It was 4.6 million, not 46.",
    )
    notes = [correction.note for correction in as_readers_see(draft).corrections]
    assert notes == ["It was 4.6 million, not 46."]
