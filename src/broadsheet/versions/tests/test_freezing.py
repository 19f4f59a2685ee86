"""Freezing: a draft becomes exactly what a version holds, clean and final."""

import pytest

from broadsheet.articles.models import Article
from broadsheet.versions.body import (
    Block,
    Crosshead,
    Embed,
    FactBox,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Related,
    RelatedStory,
    Table,
    body_from_json,
    body_to_json,
)
from broadsheet.versions.errors import NotReady
from broadsheet.versions.freezing import freeze
from tests.builders import a_picture, an_article

pytestmark = pytest.mark.django_db(databases=["default", "readers"])


def frozen(*blocks: tuple[str, object]) -> tuple[Block, ...]:
    body = [{"type": kind, "value": value} for kind, value in blocks]
    return freeze(an_article(body=body)).body


def test_every_kind_of_block_comes_out_as_what_it_is() -> None:
    other = an_article("Another story")
    body = frozen(
        ("paragraph", "<p>Text.</p>"),
        ("crosshead", "A crosshead"),
        ("quote", {"text": "So be it.", "speaker": "Ada Brook", "role": "Mayor"}),
        ("list", {"ordered": True, "items": ["<p>One</p>"]}),
        ("fact_box", {"title": "The bridge", "text": "<p>Built <b>1883</b>.</p>"}),
        ("related", [other.pk]),
        ("embed", {"address": "https://example.org/film", "title": "A film", "note": "2 min"}),
    )
    assert body == (
        Paragraph(html="Text."),
        Crosshead(text="A crosshead"),
        Quote(text="So be it.", speaker="Ada Brook", role="Mayor"),
        Listing(ordered=True, items=("One",)),
        FactBox(title="The bridge", html="<p>Built <b>1883</b>.</p>"),
        Related(stories=(RelatedStory(news_id=other.news_id, headline=""),)),
        Embed(address="https://example.org/film", title="A film", note="2 min"),
    )


def test_a_table_keeps_its_heads_and_cells() -> None:
    (table,) = frozen(
        (
            "table",
            {
                "columns": [
                    {"type": "text", "heading": "Day"},
                    {"type": "text", "heading": "High water"},
                ],
                "rows": [{"values": ["Mon", "03:37"]}, {"values": ["Tue", ""]}],
                "caption": "Tides",
            },
        )
    )
    assert table == Table(
        caption="Tides", header=("Day", "High water"), rows=(("Mon", "03:37"), ("Tue", ""))
    )


def test_a_picture_keeps_its_words_and_says_where_its_files_are() -> None:
    picture = a_picture("sea.png", description="The sea", credit="Photo: Ada Brook")
    (block,) = frozen(
        ("picture", {"picture": picture.pk, "alt_text": "", "caption": "Calm.", "credit": ""})
    )
    assert isinstance(block, Picture)
    assert (block.alt_text, block.caption, block.credit) == (
        "The sea",
        "Calm.",
        "Photo: Ada Brook",
    )
    assert block.widest.address.startswith(f"/pictures/{picture.pk}/")
    assert max(file.width for file in block.files) == 640  # small pictures are not blown up


def test_the_words_of_the_story_win_over_the_pictures_own() -> None:
    picture = a_picture(description="The sea", credit="Agency")
    story = freeze(
        an_article(lead_picture=picture, lead_alt_text="A calm sea", lead_credit="Ada Brook")
    )
    assert story.lead is not None
    assert (story.lead.alt_text, story.lead.credit) == ("A calm sea", "Ada Brook")
    assert story.pictures == {picture.pk}


def test_each_press_of_enter_makes_a_paragraph_of_its_own() -> None:
    assert frozen(("paragraph", "<p>One.</p><p></p><p>Two <b>b</b>.</p><p> </p>")) == (
        Paragraph(html="One."),
        Paragraph(html="Two <b>b</b>."),
    )


def test_links_inside_the_paper_lead_to_public_addresses() -> None:
    other = an_article("Ferry", slug="ferry")
    (paragraph,) = frozen(("paragraph", f'<p>See <a linktype="page" id="{other.pk}">this</a>.</p>'))
    assert isinstance(paragraph, Paragraph)
    assert f'href="/news/{other.news_id}"' in paragraph.html


def test_all_text_is_composed_and_free_of_control_characters_and_doubled_spaces() -> None:
    article = an_article("Caf\u0065\u0301  \u0007 opens\u00a0again", standfirst="a\nb\tc")
    story = freeze(article)
    assert story.headline == "Caf\u00e9 opens again"
    assert story.standfirst == "a b c"


def test_a_long_slug_is_cut_between_words() -> None:
    story = freeze(an_article(slug="-".join(["harbour"] * 20)))
    assert len(story.slug) <= 80
    assert story.slug.endswith("harbour")


def test_a_headline_without_words_gives_no_words_to_the_address() -> None:
    story = freeze(an_article("🎉"))
    assert story.slug == ""


def test_agencies_are_credited_in_the_order_of_their_names() -> None:
    assert freeze(an_article(agencies=["Reuters", "AFP"])).credits == ("AFP", "Reuters")


def test_a_related_story_that_is_gone_is_left_out() -> None:
    other = an_article("Gone")
    article = an_article(body=[{"type": "related", "value": [other.pk]}])
    Article.objects.get(pk=other.pk).delete()
    assert freeze(Article.objects.get(pk=article.pk)).body == ()


def test_a_missing_original_is_refused_by_its_title() -> None:
    picture = a_picture("The old pier")
    article = an_article(lead_picture=picture)
    picture.file.storage.delete(picture.file.name)
    with pytest.raises(NotReady, match="The old pier"):
        freeze(article)


def test_a_body_comes_back_from_the_database_as_it_went_in() -> None:
    picture = a_picture()
    body = frozen(
        ("paragraph", "<p>Text.</p>"),
        ("picture", {"picture": picture.pk, "alt_text": "a", "caption": "b", "credit": "c"}),
        ("list", {"ordered": False, "items": ["<p>One</p>"]}),
    )
    assert body_from_json(body_to_json(body)) == body


def test_an_unknown_kind_of_block_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        body_from_json([{"kind": "hologram"}])
