"""May this story go out, and if not, why? Pure decisions, without a database."""

from django.utils.translation import gettext as _

from .freezing import Story

__all__ = ["problems"]


def problems(story: Story, *, section_is_open: bool) -> list[str]:
    """Every reason why a story may not go out, as sentences for the editor; none if it may."""
    found = []
    if not story.headline:
        found.append(_("The headline is missing."))
    if story.section is None:
        found.append(_("The story stands in no section; move it into one."))
    elif not section_is_open:
        found.append(
            _("The section “%(name)s” is not open to readers; publish the section first.")
            % {"name": story.section.title}
        )
    return found
