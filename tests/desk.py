"""What an editor's browser would post to the desk."""

from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from broadsheet.articles.models import Article
from tests.builders import PASSWORD, an_editor

__all__ = ["article_form", "edit_address", "messages_in", "signed_in"]


def signed_in(name: str = "ada") -> Client:
    """A browser in which an editor has signed in to the desk."""
    an_editor(name)
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def edit_address(article: Article) -> str:
    """Where an article is edited."""
    return reverse("wagtailadmin_pages:edit", args=[article.pk])


def article_form(
    headline: str = "Ferry to sail earlier",
    *,
    paragraphs: Iterable[str] = ("<p>The ferry will sail at eight.</p>",),
    press: str = "",
    **fields: Any,
) -> dict[str, Any]:
    """The article's form, filled in; ``press`` names the button, as ``action-publish``."""
    form: dict[str, Any] = {
        "title": headline,
        "slug": "ferry-to-sail-earlier",
        "kicker": "",
        "short_headline": "",
        "standfirst": "",
        "byline": "",
        "dateline": "",
        "language": "",
        "lead_picture": "",
        "lead_alt_text": "",
        "lead_caption": "",
        "lead_credit": "",
        "correction_note": "",
        "body": streamfield([("paragraph", rich_text(text)) for text in paragraphs]),
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0"},
        "go_live_at": "",
        "expire_at": "",
        **fields,
    }
    if press:
        form[press] = press
    return dict(nested_form_data(form))


def messages_in(response: Any) -> str:
    """The desk's messages on the page that a response leads to, as one text."""
    return " | ".join(str(message) for message in response.context["messages"])
