"""Django's system checks of the desk: what an operator should know, and do."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.urls import NoReverseMatch, reverse
from wagtail.models import Site

from broadsheet.articles.models import Article
from broadsheet.paper.models import Paper
from broadsheet.versions.models import PublicArticle

__all__ = ["nothing_else_is_served", "the_mirror_is_true", "the_paper_is_at_the_root"]


@register(Tags.security)
def nothing_else_is_served(**_kwargs: Any) -> list[CheckMessage]:
    """Wagtail's own pages and API would show what no act made public."""
    open_doors: dict[str, tuple[list[Any], str]] = {
        "wagtail_serve": (["x/"], "wagtail.urls"),
        "wagtailimages_serve": (["x", 1, "original"], "wagtail.images.urls"),
    }
    found: list[CheckMessage] = []
    for name, (args, module) in open_doors.items():
        try:
            reverse(name, args=args)
        except NoReverseMatch:
            continue
        found.append(
            checks.Error(
                f"{module} is part of the paper's addresses; it shows drafts' rows to readers.",
                hint=f"Take include({module}) out of the URL configuration. Readers' pages "
                "come from broadsheet.site alone.",
                id="broadsheet.E101",
            )
        )
    return found


@register(Tags.database)
def the_mirror_is_true(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Wagtail's ``live`` says what the public pointer says, for every article."""
    if not databases:
        return []
    public = PublicArticle.objects.filter(is_public=True).values("article")
    wrong = [
        *Article.objects.filter(live=True).exclude(pk__in=public).values_list("news_id", flat=True),
        *Article.objects.filter(live=False, pk__in=public).values_list("news_id", flat=True),
    ]
    if not wrong:
        return []
    named = ", ".join(str(number) for number in wrong[:10])
    return [
        checks.Warning(
            f"The desk is wrong about what readers see of {len(wrong)} articles (News ID {named}"
            f"{' …' if len(wrong) > 10 else ''}).",
            hint="Readers see what the versions say, and nothing is lost. Open each of them on "
            "the desk and withdraw or publish it there; then both agree again.",
            id="broadsheet.W101",
        )
    ]


@register(Tags.database)
def the_paper_is_at_the_root(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """The desk links to readers' pages through Wagtail's site, whose root is the paper."""
    if not databases:
        return []
    paper = Paper.objects.first()
    if paper is None:
        return [
            checks.Warning(
                "This database holds no paper yet.",
                hint="“broadsheet init” founds one, “broadsheet demo” shows one.",
                id="broadsheet.W102",
            )
        ]
    if Site.objects.filter(is_default_site=True, root_page_id=paper.pk).exists():
        return []
    return [
        checks.Warning(
            f"No default site has the paper “{paper.title}” as its root page, so the desk cannot "
            "link to readers' pages.",
            hint="On the desk, at /desk/sites/ (it is in no menu), make the paper the root page of "
            "the default site.",
            id="broadsheet.W103",
        )
    ]
