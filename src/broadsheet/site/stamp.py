"""The generation stamp: where the foot of a page tells how long its making took.

The press puts the true seconds in its place, in as many digits, and leaves the
place out when it compares two pages.
"""

from django.utils.safestring import mark_safe

__all__ = ["MARKUP", "PLACEHOLDER"]

# Copy has no span and no class (see versions.freezing) and all else is escaped,
# so no story can hold this.
MARKUP = mark_safe('<span class="press-time">00.0000</span>')

PLACEHOLDER: bytes = MARKUP.encode("ascii")
