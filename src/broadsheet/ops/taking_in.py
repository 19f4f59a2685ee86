"""From a captured page's file to a public article."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from broadsheet.articles.models import Agency
from broadsheet.imports import acts, capture
from broadsheet.imports.errors import NotText
from broadsheet.paper.models import Paper, Section, User

from .errors import AnswerNeeded

__all__ = ["take_in"]

_LARGEST = 2_000_000  # bytes; a page of text has some thousand


def take_in(
    *,
    file: Path,
    section: str | None,
    news_id: int | None,
    zone: ZoneInfo | None,
    editor: str | None,
    at: datetime,
) -> str:
    """Read a captured page and publish it; returns what was done, in words.

    Raises AnswerNeeded, UnreadableCapture, Refused, OSError.
    """
    captured = capture.read(
        _text(file),
        news_id=news_id,
        zone=zone,
        agencies=Agency.objects.values_list("name", flat=True),
    )
    version = acts.import_capture(
        capture=captured, section=_section(section), by=_editor(editor), at=at
    )
    address = f"{Paper.objects.get().base_address}/news/{version.news_id}"
    credits_ = ", ".join(captured.agencies) or "none named in the copy"
    return (
        f"News ID {version.news_id}: {version.headline}\n"
        f"published {version.published_at:%H%M} GMT {version.published_at:%B %d, %Y}, "
        f"{len(captured.body)} blocks\n"
        f"credits:   {credits_} (look them over on the desk)\n{address}"
    )


def _text(file: Path) -> str:
    if file.stat().st_size > _LARGEST:
        raise NotText(f"{file} is larger than any page.", "Save the one page as text.")
    content = file.read_bytes()
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise NotText(
            f"{file} is no text in UTF-8.",
            "Save the page as text in that encoding.",
            line=content[: error.start].count(b"\n") + 1,
        ) from error
    if "\0" in text:
        raise NotText(f"{file} is no text.", "Save the page as text.")
    return text


def _section(slug: str | None) -> Section:
    sections: dict[str, Section] = {
        section.slug: section for section in Section.objects.order_by("place")
    }
    known = ", ".join(sections) or "none"
    if slug is None and len(sections) == 1:
        return next(iter(sections.values()))
    if slug is None:
        raise AnswerNeeded(f"Which section? Say --section with one of: {known}.")
    if slug not in sections:
        raise AnswerNeeded(f"There is no section “{slug}”. Sections are: {known}.")
    return sections[slug]


def _editor(username: str | None) -> User:
    candidates = User.objects.filter(is_active=True, is_superuser=True)
    if username is not None:
        candidates = User.objects.filter(is_active=True, username=username)
    found = list(candidates[:2])
    if len(found) != 1:
        problem = f"There is no editor “{username}”." if username else "Which editor takes it in?"
        raise AnswerNeeded(f"{problem} Say --editor with a name for signing in.")
    return found[0]
