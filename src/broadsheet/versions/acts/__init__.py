"""The four public acts on an article: the only ways to the public.

Each refuses before it writes, and writes all or nothing.
"""

from .correct import correct
from .publish import publish
from .update import update
from .withdraw import withdraw

__all__ = ["correct", "publish", "update", "withdraw"]
