"""Words of the paper for the desk's own pages."""

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from broadsheet.articles.models import Article
from broadsheet.paper import reading
from broadsheet.paper.errors import NoPublicPaper
from broadsheet.versions.standing import State

register = template.Library()

_WORTH_COUNTING = 60  # seconds


@register.simple_tag
def paper_name() -> str:
    """The paper's name; the system's where no paper is founded yet."""
    try:
        return reading.paper().name
    except NoPublicPaper:
        return "Broadsheet"


@register.filter
def waited(seconds: float | None) -> str:
    """How long readers waited, “0.3 s”; a store that began anew says nothing of old acts."""
    if seconds is None:
        return _("not pressed yet")
    if seconds > _WORTH_COUNTING:
        return _("pressed")
    return _("pressed in %(seconds)s s") % {"seconds": formats.number_format(seconds, 1)}


@register.simple_tag
def state_of(story: Article) -> State:
    """The state that ``with_state`` found."""
    return State(story.state)
