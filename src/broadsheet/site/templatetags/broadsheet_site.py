"""What the templates of the reader pages need: addresses, times, pictures, lists of names."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from broadsheet.fronts.reading import Container
from broadsheet.site import times
from broadsheet.syndication import addresses, moments
from broadsheet.versions.body import Block, Crosshead, Picture, PictureFile

register = template.Library()


@register.filter
def encoded(path: str) -> str:
    """A decoded path as it stands in a link."""
    return addresses.encoded(path)


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str) -> str:
    """The whole address of a path."""
    return addresses.absolute(context["paper"], path)


@register.simple_tag(takes_context=True)
def moment(context: Context, instant: datetime) -> SafeString:
    """An instant in the paper's zone."""
    return _time(instant, times.local(instant, context["paper"].zone))


@register.simple_tag(takes_context=True)
def clock(context: Context, instant: datetime) -> SafeString:
    """The time of day of an instant in the paper's zone, where the day stands beside it."""
    return _time(instant, times.clock(instant, context["paper"].zone))


@register.simple_tag
def gmt(instant: datetime) -> SafeString:
    """An instant in the form in which it is cited."""
    return _time(instant, moments.gmt(instant))


@register.simple_tag(takes_context=True)
def is_gmt(context: Context, instant: datetime) -> bool:
    """Whether the paper's clocks show GMT at that instant."""
    return moments.is_gmt(instant, context["paper"].zone)


@register.simple_tag(takes_context=True)
def iso(context: Context, instant: datetime) -> str:
    """An instant with the paper's offset, for machines."""
    return moments.with_offset(instant, context["paper"].zone)


@register.filter
def day(on: date) -> str:
    """A day in the paper's language."""
    return times.day(on)


@register.filter
def locale(language: str) -> str:
    """A BCP 47 tag as Open Graph writes it."""
    return language.replace("-", "_")


@register.filter
def srcset(picture: Picture, media_type: str) -> str:
    """All widths of a picture in one format; small pictures have fewer than there are formats."""
    by_width = {file.width: file for file in reversed(picture.in_format(media_type))}
    files = sorted(by_width.values(), key=lambda file: file.width)
    return ", ".join(f"{file.address} {file.width}w" for file in files)


@register.filter
def fallback(picture: Picture) -> PictureFile:
    """What browsers without WebP get: the smaller JPEG, which is large enough to read a map."""
    return picture.in_format("image/jpeg")[0]


@register.filter
def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: ``AFP, dpa and Reuters``."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


@register.filter
def block_template(block: Block) -> str:
    """The template that shows a block of a body."""
    return f"broadsheet/site/blocks/{block.kind}.html"


@register.filter
def container_template(container: Container) -> str:
    """The template that sets the cards of a container."""
    return f"broadsheet/site/containers/{container.kind}.html"


@register.filter
def host(address: str) -> str:
    """Whose address it is, as readers recognise it."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


@register.filter
def with_anchors(body: Sequence[Block]) -> list[tuple[Block, str]]:
    """Each block with the anchor that links can point to: crossheads have one, no two the same."""
    taken: set[str] = set()
    anchored = []
    for block in body:
        anchor = ""
        if isinstance(block, Crosshead):
            words = slugify(block.text, allow_unicode=True) or "part"
            anchor, number = words, 2
            while anchor in taken or anchor in _OWN_ANCHORS:
                anchor, number = f"{words}-{number}", number + 1
            taken.add(anchor)
        anchored.append((block, anchor))
    return anchored


# Ids that the page itself uses.
_OWN_ANCHORS = {"story", "corrections", "corrections-title"}


def _time(instant: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', moments.utc(instant), words)
