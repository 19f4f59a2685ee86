"""Founding a paper: its name, its first editor, its first sections, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import LogContext

from broadsheet.paper import acts
from broadsheet.paper.models import Paper, Section, User

__all__ = [
    "FirstEditor",
    "FirstSection",
    "PaperFacts",
    "check_password",
    "first_section",
    "found",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What a paper says of itself from its first day on."""

    name: str
    language: str
    time_zone: str
    address: str
    motto: str = ""
    contact: str = ""
    imprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstEditor:
    """Who can sign in first, and may do everything until others are invited."""

    name: str
    username: str
    email: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSection:
    """A section that stands from the first day on."""

    name: str
    slug: str
    description: str = ""


def first_section(name: str) -> FirstSection:
    """A section known by name only."""
    return FirstSection(name=name, slug=slugify(name, allow_unicode=True))


@transaction.atomic
def found(
    *, facts: PaperFacts, editor: FirstEditor, sections: tuple[FirstSection, ...], at: datetime
) -> tuple[Paper, User]:
    """Found the paper of a migrated, empty database. Raises PaperExists, ValidationError."""
    first_name, _space, last_name = editor.name.rpartition(" ")
    user = User.objects.create_superuser(
        editor.username,
        editor.email,
        editor.password,
        first_name=first_name or last_name,
        last_name=last_name if first_name else "",
    )
    paper = acts.found_paper(
        name=facts.name,
        language=facts.language,
        time_zone=facts.time_zone,
        base_address=facts.address,
        motto=facts.motto,
        contact=facts.contact,
        imprint=facts.imprint,
        by=user,
        at=at,
    )
    for place, facts_of_section in enumerate(sections, start=1):
        _open_section(paper, facts_of_section, place=place * 10, by=user)
    return paper, user


def _open_section(paper: Paper, facts: FirstSection, *, place: int, by: User) -> None:
    section = Section(
        title=facts.name,
        slug=facts.slug,
        description=facts.description,
        place=place,
        live=False,
    )
    with LogContext(user=by):
        paper.add_child(instance=section)
        section.save_revision(user=by).publish(user=by)


def check_password(password: str, *, name: str, email: str) -> None:
    """Raise ValidationError with every reason why a password is too weak."""
    validate_password(password, User(username=email, email=email, last_name=name))
