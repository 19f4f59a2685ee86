"""The style sheet: one text, made small, inlined in every page and allowed by its hash."""

import base64
import hashlib
import re
from functools import cache

from django.template import Engine
from django.utils.safestring import SafeString, mark_safe

__all__ = ["source_hash", "stylesheet"]


@cache
def stylesheet() -> SafeString:
    """The style sheet of the paper's own folder, else the default; comments and air taken out."""
    source = str(Engine.get_default().get_template("broadsheet/site/theme.css").source)
    return mark_safe(_small(source))  # noqa: S308 -- a file of the paper's, not of a reader's


@cache
def source_hash() -> str:
    """The style sheet as a Content-Security-Policy names it (CSP level 3, 2.3.1)."""
    digest = hashlib.sha256(stylesheet().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _small(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    # Not before a colon, nor around + and -: " :focus" and calc() need their spaces.
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    return re.sub(r"(?<=\w): ", ":", css).replace(";}", "}").strip()
