"""How a refusal reaches the person who asked."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin import messages
from wagtail.models import Page

from broadsheet.changes import orders
from broadsheet.paper.errors import Refused
from broadsheet.versions.errors import NotReady

__all__ = ["WholeOrRefused", "reasons", "tell"]


def reasons(refusal: Refused) -> tuple[str, ...]:
    """Why, as sentences."""
    return refusal.problems if isinstance(refusal, NotReady) else (str(refusal),)


def _in_words(opening: str, refusal: Refused) -> SafeString:
    """What did not happen, and every reason why, as HTML for a message."""
    given = reasons(refusal)
    if len(given) == 1:
        return format_html("<strong>{}</strong> {}", opening, given[0])
    items = format_html_join("", "<li>{}</li>", ((reason,) for reason in given))
    return format_html("<strong>{}</strong><ul>{}</ul>", opening, items)


def tell(request: HttpRequest, opening: str, refusal: Refused) -> None:
    """Show a refusal on the next page that the person sees."""
    messages.error(request, _in_words(opening, refusal))


class WholeOrRefused:
    """A view whose POST happens as a whole or not at all.

    After a refusal the person is back in the editor of the page.
    ``refused_opening`` says what did not happen. Put it before Wagtail's class.
    """

    refused_opening: Any = ""
    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                orders.take_turn()
                response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc] # a mixin before a View
        except Refused as refusal:
            tell(request, str(self.refused_opening), refusal)
            return self.after_refusal()
        return response

    def after_refusal(self) -> HttpResponse:
        return redirect(self.back_to())

    def back_to(self) -> str:
        """Where a refusal is shown."""
        return reverse("wagtailadmin_pages:edit", args=[self.page_at_hand().pk])

    def page_at_hand(self) -> Page:
        page: Page = getattr(self, "object", None) or self.page  # type: ignore[attr-defined] # Wagtail's views name it either way
        return page
