"""What granian loads: Django, with articles that serve themselves."""

from __future__ import annotations

import os
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.wagtail_site.settings"

from django.core.wsgi import get_wsgi_application

app = get_wsgi_application()

# These need Django.
from django.http import HttpRequest, HttpResponse  # noqa: E402

from broadsheet.articles.models import Article  # noqa: E402
from broadsheet.desk.previews import preview  # noqa: E402


def serve(article: Article, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """The page from the article's own row, in the paper's template, as a Wagtail site does it."""
    return preview(article, request)


Article.serve = serve
