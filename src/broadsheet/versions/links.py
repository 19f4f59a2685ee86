"""Links in running copy to pages of the paper lead to the public addresses."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from broadsheet.articles.models import Article

__all__ = ["PublicLinkHandler"]


class PublicLinkHandler(PageLinkHandler):
    """Takes the place of Wagtail's handler of links to pages.

    A link to a story leads to ``/news/<News ID>``: its slug is draft until an
    act makes it public, and may be what nobody is to read yet.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: Sequence[dict[str, Any]]) -> list[str]:
        return [_opening_tag(page) for page in cls.get_many(attrs_list)]


def _opening_tag(page: Page | None) -> str:
    match page:
        case None:
            return "<a>"
        case Article():
            return f'<a href="/news/{page.news_id}">'
        case _:
            return f'<a href="{page.public_address()}">'
