"""The pages: each reads what is public through ``reading`` and answers with a response."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string

from broadsheet.articles.renditions import reader_format
from broadsheet.changes import recorder
from broadsheet.fronts import reading as fronts
from broadsheet.paper import reading as paper_reading
from broadsheet.paper.reading import ClosedSection, MovedSection, SectionFacts
from broadsheet.syndication import feeds, sitemaps, structured_data
from broadsheet.versions import reading as articles
from broadsheet.versions.reading import WithdrawnArticle

from .article_page import article_context
from .requests import ReaderRequest
from .responses import document, guessed, moved, page

__all__ = [
    "article",
    "favicon",
    "feed",
    "home",
    "imprint",
    "news_sitemap",
    "not_found",
    "picture",
    "robots",
    "section",
    "section_feed",
    "sitemap",
    "sitemap_index",
]

_NEWEST_ON_404 = 10


def home(request: ReaderRequest) -> HttpResponse:
    """The home page; it bears the paper's date."""
    front = fronts.home(request.sections, language=request.paper.language)
    today = recorder.today(request.paper.zone)
    json_ld = structured_data.script(structured_data.news_organization(request.paper))
    context = {"front": front, "today": today, "is_home": True, "json_ld": json_ld}
    return page(request, "home.html", context)


def section(request: ReaderRequest, slug: str) -> HttpResponse:
    """A section's front."""
    found = _open_section(request, slug)
    if isinstance(found, HttpResponse):
        return found
    front = fronts.section_front(found, request.sections, language=request.paper.language)
    below = [other for other in request.sections if other.above == found.key]
    context = {"section": found, "here": found.key, "front": front, "below": below}
    return page(request, "section.html", context)


def article(request: ReaderRequest, news_id: int, slug: str = "") -> HttpResponse:
    """An article at its one address; all its other addresses lead there."""
    found = articles.article(news_id)
    match found:
        case None:
            raise Http404
        case WithdrawnArticle():
            gone = page(request, "withdrawn.html", {"withdrawn": found}, status=410)
            return _kept_if_an_address(gone, request.path, news_id)
        case _ if found.address != request.path:
            return _kept_if_an_address(moved(found.address), request.path, news_id)
    context = article_context(found, request.paper, request.section(found.section))
    return page(request, "article.html", context)


def _kept_if_an_address(response: HttpResponse, path: str, news_id: int) -> HttpResponse:
    """Any words may follow a News ID; only those that were an address once are worth keeping."""
    if path == f"/news/{news_id}" or articles.was_an_address(path):
        return response
    return guessed(response)


def feed(request: ReaderRequest) -> HttpResponse:
    """The paper's RSS feed."""
    return document(feeds.paper_feed(request.paper), feeds.MEDIA_TYPE)


def section_feed(request: ReaderRequest, slug: str) -> HttpResponse:
    """A section's RSS feed."""
    found = _open_section(request, slug, of="/feed.xml")
    if isinstance(found, HttpResponse):
        return found
    return document(feeds.section_feed(request.paper, found, request.sections), feeds.MEDIA_TYPE)


def sitemap_index(request: ReaderRequest) -> HttpResponse:
    """The sitemap index."""
    return document(sitemaps.index(request.paper), sitemaps.MEDIA_TYPE)


def sitemap(request: ReaderRequest, first_day: datetime) -> HttpResponse:
    """A month's sitemap.

    A month without articles is an empty list: its last one may have been
    withdrawn, and an address that answered once goes on answering.
    """
    cards = articles.month(first_day)
    response = document(sitemaps.month(request.paper, cards), sitemaps.MEDIA_TYPE)
    return response if cards else guessed(response)


def news_sitemap(request: ReaderRequest) -> HttpResponse:
    """The news sitemap: the last two days."""
    return document(sitemaps.news(request.paper), sitemaps.MEDIA_TYPE)


def imprint(request: ReaderRequest) -> HttpResponse:
    """Who publishes the paper, and how to reach them."""
    return page(request, "imprint.html", {})


def robots(request: ReaderRequest) -> HttpResponse:
    """What crawlers may read: everything but the desk."""
    base = request.paper.base_address
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "",
        f"Sitemap: {base}/sitemap.xml",
        f"Sitemap: {base}/news-sitemap.xml",
        "",
    ]
    return document("\n".join(lines), "text/plain; charset=utf-8")


def favicon(request: ReaderRequest) -> HttpResponse:
    """The paper's initial on its colour."""
    words = [word for word in request.paper.name.split() if word.lower() not in _ARTICLES]
    initial = (words or [request.paper.name or "·"])[0][:1].upper()
    text = render_to_string("broadsheet/site/favicon.svg", {"initial": initial})
    return document(text, "image/svg+xml")


# Words that a paper's name begins with but nobody files it under.
_ARTICLES = {"the", "der", "die", "das", "le", "la", "les", "el", "los", "il", "de", "het"}


def picture(request: ReaderRequest, key: int, width: int, extension: str) -> HttpResponse:
    """A picture that a public version shows, in one size and format."""
    form = reader_format(width, extension)
    if form is None or form.address(key) != request.path:
        raise Http404
    if not articles.is_picture_public(key):
        if articles.was_picture_public(key):
            return page(request, "gone.html", {}, status=410)
        raise Http404
    # A KeyError is a fault of the machine: versions only show pictures that were made.
    name = articles.picture_files([key])[request.path]
    return PictureResponse(name, media_type=form.media_type)


class PictureResponse(HttpResponse):
    """A picture's file, to be sent from disk.

    ``file_name`` is its name in the default storage; the response has no body.
    """

    def __init__(self, file_name: str, *, media_type: str) -> None:
        super().__init__(content_type=media_type)
        self.file_name = file_name


def not_found(request: ReaderRequest) -> HttpResponse:
    """Nothing was ever here; the newest stories may help."""
    newest = articles.newest(limit=_NEWEST_ON_404)
    return page(request, "not_found.html", {"newest": newest}, status=404)


def _open_section(
    request: ReaderRequest, slug: str, *, of: str = ""
) -> SectionFacts | HttpResponse:
    """The open section with this slug, else the answer; ``of`` is what follows its address."""
    found = paper_reading.section_at(slug)
    match found:
        case SectionFacts():
            return found
        case MovedSection(address):
            return moved(f"{address}{of}")
        case ClosedSection():
            return page(request, "closed.html", {"closed": found}, status=410)
    raise Http404
