"""The demo paper's way into a database: founded, then lived through from its oldest story on.

Every story goes out by the same acts as any other, at the instant it tells;
corrections and updates come in between, as they came.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task

from broadsheet.articles import renditions
from broadsheet.articles.acts import Copy, draft_article, revise_article
from broadsheet.articles.models import Article, Picture
from broadsheet.ops.founding import FirstEditor, FirstSection, PaperFacts, found
from broadsheet.paper.models import Section, User
from broadsheet.versions import acts

from .copy import DemoChange, DemoPaper, DemoPicture, DemoStory, picture_file
from .markup import Block

__all__ = ["EDITOR", "load"]

EDITOR = FirstEditor(
    name="Hedda Marwick",
    username="editor",
    email="editor@ternholm-courier.example",
    password="broadsheet-demo",  # noqa: S106 -- printed on purpose, see below
)
"""Who signs in to the demo's desk. Known to the whole world: the demo is not for the internet."""

Progress = Callable[[int, int, str], None]
"""Called with how many steps are done, how many there are, and what is being done."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing that happened at the paper: a story went out, or was changed."""

    at: datetime
    story: DemoStory
    change: DemoChange | None = None


@dataclass(slots=True)
class _Desk:
    """What the loading knows by heart: who works, and what has been taken in so far."""

    editor: User
    sections: dict[str, Section]
    language: str
    pictures: dict[str, Picture] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)


def load(*, paper: DemoPaper, address: str, at: datetime, progress: Progress) -> None:
    """Found the demo paper in an empty, migrated database and fill it.

    All in one transaction: an interrupted loading leaves an empty database.
    """
    steps = sorted(_steps(paper.stories), key=lambda step: step.at)
    with transaction.atomic(), disable_reference_index_auto_update():
        desk = _found(paper, address=address, at=at)
        for number, step in enumerate(steps):
            progress(number, len(steps), step.story.headline)
            _live_through(step, desk)
        for article in desk.articles.values():
            # Once for each article, by the task worker, instead of at each save.
            update_reference_index_task.enqueue("broadsheet_articles", "article", str(article.pk))
    progress(len(steps), len(steps), "")


def _steps(stories: Sequence[DemoStory]) -> Iterator[_Step]:
    for story in stories:
        yield _Step(story.published_at, story)
        for change in (story.correction, story.update):
            if change is not None:
                yield _Step(change.at, story, change)


def _found(paper: DemoPaper, *, address: str, at: datetime) -> _Desk:
    facts = PaperFacts(
        name=paper.name,
        language=paper.language,
        time_zone=paper.time_zone,
        address=address,
        motto=paper.motto,
        contact=paper.contact,
        imprint=paper.imprint,
    )
    sections = tuple(
        FirstSection(name=section.name, slug=section.slug, description=section.description)
        for section in paper.sections
    )
    _paper, editor = found(facts=facts, editor=EDITOR, sections=sections, at=at)
    return _Desk(
        editor=editor,
        sections={section.slug: section for section in Section.objects.all()},
        language=paper.language,
    )


def _live_through(step: _Step, desk: _Desk) -> None:
    story, change = step.story, step.change
    if change is None:
        article, revision = draft_article(
            section=desk.sections[story.section], copy=_copy(story, story, desk), by=desk.editor
        )
        desk.articles[story.key] = article
        acts.publish(article=article, revision=revision, by=desk.editor, at=step.at)
        return
    article, revision = revise_article(
        article=Article.objects.get(pk=desk.articles[story.key].pk),
        copy=_copy(story, change, desk),
        by=desk.editor,
    )
    if change is story.correction:
        acts.correct(
            article=article, revision=revision, by=desk.editor, at=step.at, note=change.note
        )
    else:
        acts.update(article=article, revision=revision, by=desk.editor, at=step.at)


def _copy(story: DemoStory, words: DemoStory | DemoChange, desk: _Desk) -> Copy:
    """The story's copy with the words as they stood from the beginning, or from a change on."""
    lead = story.lead_picture
    return Copy(
        headline=words.headline,
        standfirst=words.standfirst,
        body=[_block(block, desk) for block in words.body],
        slug=story.slug or "",
        short_headline=story.short_headline,
        kicker=story.kicker,
        byline=story.byline,
        dateline=story.dateline,
        language="" if story.language == desk.language else story.language,
        lead_picture=_picture(lead, desk) if lead else None,
        lead_alt_text=lead.alt_text if lead else "",
        lead_caption=lead.caption if lead else "",
        lead_credit=lead.credit if lead else "",
        agencies=story.credits,
    )


def _block(block: Block, desk: _Desk) -> dict[str, Any]:
    """A block of the demo's copy in the shape that the article's body stores."""
    value = block["value"]
    match block["type"]:
        case "picture":
            used = DemoPicture(**value)
            value = {**value, "picture": _picture(used, desk).pk}
        case "related":
            value = [desk.articles[key].pk for key in value]
        case "table":
            value = {
                "caption": value["caption"],
                "columns": [{"type": "text", "heading": heading} for heading in value["header"]],
                "rows": [{"values": row} for row in value["rows"]],
            }
    return {"type": block["type"], "value": value}


def _picture(used: DemoPicture, desk: _Desk) -> Picture:
    """The picture of the desk, taken in the first time that a story shows it."""
    if used.picture not in desk.pictures:
        picture = Picture(
            title=used.picture.replace("-", " ").capitalize(),
            description=used.alt_text,
            credit=used.credit,
            uploaded_by_user=desk.editor,
        )
        with picture_file(used.picture).open("rb") as file:
            picture.file = ImageFile(file, name=f"{used.picture}.jpg")
            picture.save()
        renditions.make_all(picture)
        desk.pictures[used.picture] = picture
    return desk.pictures[used.picture]
