"""The public acts on the paper and its sections.

Each writes an immutable version and an order in one transaction. Names and
sections stand in the masthead of every page, so each touches everything.
"""

import unicodedata
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext
from wagtail.models import Page, Site

from broadsheet.changes import orders
from broadsheet.changes.tags import EVERYTHING

from .errors import NoPaper, PaperExists
from .models import Paper, PaperVersion, Section, SectionVersion, User
from .text import lines, one_line

__all__ = ["close_section", "found_paper", "publish_paper", "publish_section"]


@transaction.atomic
def found_paper(
    *,
    name: str,
    language: str,
    time_zone: str,
    by: User,
    at: datetime,
    motto: str = "",
    base_address: str = "http://localhost:8000",
    contact: str = "",
    imprint: str = "",
) -> Paper:
    """Found the paper of an empty database and publish it. Raises PaperExists.

    It takes the place of the welcome page that Wagtail's migrations leave.
    """
    if Paper.objects.exists():
        raise PaperExists(_("This database holds a paper already: “%s”.") % Paper.objects.get())
    root = Page.get_first_root_node()
    paper = Paper(
        title=name,
        slug="paper",
        motto=motto,
        language=language,
        time_zone=time_zone,
        base_address=base_address,
        contact=contact,
        imprint=imprint,
        live=False,
    )
    root.add_child(instance=paper)
    _put_in_place_of_welcome_page(paper)
    with LogContext(user=by):
        revision = paper.save_revision(user=by)
        revision.publish(user=by)
    return Paper.objects.get(pk=paper.pk)


def _put_in_place_of_welcome_page(paper: Paper) -> None:
    host = urlsplit(paper.base_address)
    place = {
        "hostname": host.hostname or "localhost",
        "port": host.port or (443 if host.scheme == "https" else 80),
        "site_name": paper.title,
        "root_page": paper,
    }
    Site.objects.update_or_create(is_default_site=True, defaults=place)
    for page in Page.objects.filter(depth=2).exclude(pk=paper.pk):
        page.delete()


@transaction.atomic
def publish_paper(*, paper: Paper, by: User, at: datetime) -> PaperVersion:
    """Make what the paper says of itself public, from ``at`` (aware) on."""
    orders.take_turn()
    newest = paper.versions.order_by("-number").first()
    version = PaperVersion.objects.create(
        paper=paper,
        number=newest.number + 1 if newest else 1,
        name=one_line(paper.title),
        motto=one_line(paper.motto),
        language=paper.language,
        time_zone=paper.time_zone,
        base_address=paper.base_address.rstrip("/"),
        contact=paper.contact,
        imprint=lines(paper.imprint),
        at=at,
        by=by,
        by_name=str(by),
    )
    orders.place(paper=paper.pk, tags={EVERYTHING}, cause=f"paper {version}")
    return version


@transaction.atomic
def publish_section(*, section: Section, by: User, at: datetime) -> SectionVersion:
    """Open a section to readers, or make its changes public. Raises NoPaper."""
    orders.take_turn()
    was_open = section.versions.filter(current=True).exclude(act=SectionVersion.Act.CLOSE).exists()
    act = SectionVersion.Act.CHANGE if was_open else SectionVersion.Act.OPEN
    return _record(section=section, act=act, by=by, at=at)


@transaction.atomic
def close_section(*, section: Section, by: User, at: datetime) -> SectionVersion:
    """Take a section off the menu; its front answers 410, its articles keep their addresses."""
    orders.take_turn()
    return _record(section=section, act=SectionVersion.Act.CLOSE, by=by, at=at)


def _record(*, section: Section, act: str, by: User, at: datetime) -> SectionVersion:
    paper = Paper.objects.ancestor_of(section).first()
    if paper is None:
        raise NoPaper(
            _("The section “%(name)s” lies outside the paper. Move it below the paper's page.")
            % {"name": section.title}
        )
    newest = section.versions.order_by("-number").first()
    section.versions.filter(current=True).update(current=False)
    version = SectionVersion.objects.create(
        section=section,
        paper=paper,
        number=newest.number + 1 if newest else 1,
        act=act,
        slug=unicodedata.normalize("NFC", section.slug),
        name=one_line(section.title),
        description=one_line(section.description),
        place=section.place,
        above=Section.objects.parent_of(section).first(),
        at=at,
        by=by,
        by_name=str(by),
    )
    orders.place(paper=paper.pk, tags={EVERYTHING}, cause=f"section {version} {act}")
    return version
