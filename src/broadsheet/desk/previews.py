"""Previews: a draft on the reader's page, before it is one."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from broadsheet.articles.models import Article
from broadsheet.paper import reading as paper_reading
from broadsheet.site import stamp
from broadsheet.site.article_page import article_context
from broadsheet.site.requests import ReaderRequest
from broadsheet.site.responses import page
from broadsheet.site.safety import secured
from broadsheet.versions import reading
from broadsheet.versions.body import Block, Picture
from broadsheet.versions.errors import NotReady
from broadsheet.versions.freezing import Story, freeze

__all__ = ["preview"]


def preview(article: Article, request: HttpRequest) -> HttpResponse:
    """The article's page as it would be if the draft went out now."""
    paper = paper_reading.paper()
    try:
        story = _with_pictures_of_the_desk(freeze(article))
    except NotReady as refusal:
        return render(request, "broadsheet/desk/no_preview.html", {"problems": refusal.problems})
    facts = reading.preview(story, at=timezone.now(), language=paper.language)
    reader = ReaderRequest(facts.address, paper=paper)
    context = article_context(facts, paper, reader.section(facts.section))
    response = page(reader, "article.html", context)
    # It was made for this one editor: no time of pressing to tell.
    response.content = response.content.replace(stamp.PLACEHOLDER, "–".encode())
    # On the desk's own origin nothing in a draft may run, whatever it holds.
    return secured(response, framed_by="'self'")


def _with_pictures_of_the_desk(story: Story) -> Story:
    """The public addresses of pictures work only once a version shows them."""
    return replace(
        story,
        news_id=story.news_id or 0,  # a story that was never saved has none yet
        lead=_at_the_desk(story.lead) if story.lead else None,
        body=tuple(_block(block) for block in story.body),
    )


def _block(block: Block) -> Block:
    return _at_the_desk(block) if isinstance(block, Picture) else block


def _at_the_desk(picture: Picture) -> Picture:
    prefix = reverse("wagtailadmin_home").rstrip("/")
    return replace(
        picture,
        files=tuple(replace(file, address=prefix + file.address) for file in picture.files),
    )
