"""The questions that a new paper needs answered, and the making of its database."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connections
from django.db.models import Field
from django.utils import timezone

from broadsheet.config.folder import MachineSettings
from broadsheet.paper.models import Paper, Section, User

from .founding import FirstEditor, FirstSection, PaperFacts, check_password, first_section, found
from .questions import Check, Questions

__all__ = ["Answers", "ask", "machine_settings", "make"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that must be known before a paper can be founded."""

    facts: PaperFacts
    editor: FirstEditor
    sections: tuple[FirstSection, ...]


def ask(
    *,
    name: str | None,
    language: str | None,
    time_zone: str | None,
    address: str | None,
    sections: Sequence[str] | None,
    editor: str | None,
    email: str | None,
    password: str | None,
    may_ask: bool,
) -> Answers:
    """Take the answers given, ask for the others. Raises AnswerNeeded."""
    questions = Questions(may_ask=may_ask)
    facts = PaperFacts(
        name=questions.answer(
            "Name of the paper", given=name, option="--name", check=_of(Paper, "title")
        ),
        language=questions.answer(
            "Its language, as a tag such as en, pt-BR or ar",
            given=language, option="--language", check=_of(Paper, "language"), default="en",
        ),
        time_zone=questions.answer(
            "Its time zone, such as Europe/London",
            given=time_zone, option="--time-zone", check=_of(Paper, "time_zone"), default="UTC",
        ),
        address=questions.answer(
            "The address at which readers will find it",
            given=address, option="--address", check=_check_address,
            default="http://localhost:8000",
        ).rstrip("/"),
    )  # fmt: skip
    return Answers(
        facts=facts,
        sections=_sections(questions, sections),
        editor=_editor(questions, editor=editor, email=email, password=password),
    )


def _sections(questions: Questions, given: Sequence[str] | None) -> tuple[FirstSection, ...]:
    said = questions.answer(
        "First sections, with commas between",
        given=None if given is None else ", ".join(given),
        option="--section",
        check=_check_sections,
        default="News",
    )
    return _read_sections(said)


def _read_sections(said: str) -> tuple[FirstSection, ...]:
    return tuple(first_section(name.strip()) for name in said.split(",") if name.strip())


def _check_sections(said: str) -> None:
    sections = _read_sections(said)
    if not sections:
        raise ValidationError("Name at least one.")
    for section in sections:
        Section._meta.get_field("title").clean(section.name, None)
        if not section.slug:
            raise ValidationError(f"“{section.name}” has no letter or number for an address.")
    if len({section.slug for section in sections}) < len(sections):
        raise ValidationError("Two of them would have the same address.")


def _editor(
    questions: Questions, *, editor: str | None, email: str | None, password: str | None
) -> FirstEditor:
    name = questions.answer(
        "The first editor's name", given=editor, option="--editor", check=_of(User, "last_name")
    )
    mail = questions.answer(
        "Their mail address, which is what they sign in with",
        given=email, option="--email", check=_check_mail,
    )  # fmt: skip
    secret = questions.password(
        "Their password",
        given=password,
        option="--password-file",
        check=lambda said: check_password(said, name=name, email=mail),
    )
    return FirstEditor(name=name, username=mail, email=mail, password=secret)


def _check_mail(said: str) -> None:
    _of(User, "email")(said)
    _of(User, "username")(said)


def _of(model: type[Paper | User], field: str) -> Check:
    """The rule that the desk's own form would apply."""
    rule = model._meta.get_field(field)
    assert isinstance(rule, Field)  # noqa: S101 -- no relation from another table
    return lambda said: rule.clean(said, None)


def _check_address(said: str) -> None:
    Paper._meta.get_field("base_address").clean(said, None)
    parts = urlsplit(said)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValidationError("An address without a path is needed, such as https://example.org.")


def make(answers: Answers) -> None:
    """Make the tables and found the paper in them. Raises PaperExists."""
    call_command("migrate", verbosity=0, interactive=False)
    found(
        facts=answers.facts,
        editor=answers.editor,
        sections=answers.sections,
        at=timezone.now(),
    )
    connections.close_all()


def machine_settings(answers: Answers) -> dict[str, object]:
    """What the answers mean for ``paper.toml``."""
    parts = urlsplit(answers.facts.address)
    host = parts.hostname or "localhost"
    machine: dict[str, object] = {"time_zone": answers.facts.time_zone}
    usual = MachineSettings().hosts
    if host not in usual:
        machine["hosts"] = (host, *usual)
    if parts.scheme == "https":
        machine["https"] = True
    # The desk speaks fewer languages than papers are written in.
    base = answers.facts.language.split("-")[0].lower()
    if base in dict(settings.LANGUAGES):
        machine["language"] = base
    return machine
