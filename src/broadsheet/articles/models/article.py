import secrets
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from broadsheet.articles import news_ids, previewing
from broadsheet.articles.blocks import BodyBlock
from broadsheet.articles.forms import ArticleForm
from broadsheet.articles.panels import PublicOnlyPanel
from broadsheet.paper.models import PublicPage, Section
from broadsheet.paper.models.paper import is_a_language

_NO_WORDS = "no-words-"


class Article(PublicPage):
    """A story as the desk writes it. Its headline is the page's title.

    Everything here is draft: what readers see is a ``versions.Version``.
    """

    slug: str  # Wagtail's field; it has no types

    news_id = models.PositiveBigIntegerField(_("News ID"), unique=True, editable=False)
    kicker = models.CharField(
        _("kicker"), max_length=60, blank=True, help_text=_("A word or two above the headline.")
    )
    short_headline = models.CharField(
        _("short headline"),
        max_length=90,
        blank=True,
        help_text=_("For fronts, feeds and search engines, where the headline is too long."),
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences that sum the story up."),
    )
    byline = models.CharField(
        _("byline"), max_length=200, blank=True, help_text=_("Who wrote it, as it is printed.")
    )
    dateline = models.CharField(
        _("dateline"),
        max_length=80,
        blank=True,
        help_text=_("The place that the story comes from."),
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        validators=[is_a_language],
        help_text=_("As a BCP 47 tag, where it differs from the paper's."),
    )
    lead_picture = models.ForeignKey(
        "broadsheet_articles.Picture",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_alt_text = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_(
            "What can be seen, for those who cannot. Empty: the picture's own description."
        ),
    )
    lead_caption = models.TextField(_("caption"), max_length=600, blank=True)
    lead_credit = models.CharField(
        _("picture credit"), max_length=200, blank=True, help_text=_("Empty: the picture's own.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    agencies = ParentalManyToManyField(
        "broadsheet_articles.Agency", blank=True, verbose_name=_("agencies")
    )
    correction_note = models.TextField(
        _("correction"),
        max_length=1000,
        blank=True,
        help_text=_(
            "Was something wrong? Say here what was, and what is right. Publishing then counts as "
            "a correction, and readers see this note with its date."
        ),
    )
    earlier_publication = models.DateTimeField(
        _("published before, at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the story was public before this system had it."),
    )

    archived_at = models.DateTimeField(
        _("archived"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the desk put the story away; it is kept, because it once was public."),
    )

    base_form_class = ArticleForm
    parent_page_types = ["broadsheet_paper.Section"]
    subpage_types: list[str] = []
    preview_modes = PublicPage.DEFAULT_PREVIEW_MODES
    exclude_fields_in_copy = ["news_id", "earlier_publication", "correction_note", "archived_at"]

    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("Headline"),
            placeholder=_("Headline"),
            help_text=_("As it stands over the story."),
        ),
        FieldPanel("standfirst"),
        FieldPanel("body"),
        PublicOnlyPanel("correction_note"),
        MultiFieldPanel(
            [
                FieldPanel("lead_picture"),
                FieldPanel("lead_alt_text"),
                FieldPanel("lead_caption"),
                FieldPanel("lead_credit"),
            ],
            heading=_("Lead picture"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("byline"),
                FieldPanel("dateline"),
                FieldPanel("agencies", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Byline and credits"),
        ),
    ]
    promote_panels = [
        FieldPanel("kicker"),
        FieldPanel("short_headline"),
        FieldPanel("slug", heading=_("Words in the address")),
        FieldPanel("language"),
    ]

    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("byline"),
        index.SearchField("body"),
        index.FilterField("news_id"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def public_address(self) -> str:
        return f"/news/{self.news_id}/{self.words_in_address}".rstrip("/")

    @property
    def words_in_address(self) -> str:
        """What follows the News ID in the address; "" where the headline gave no words."""
        return "" if self.slug.startswith(_NO_WORDS) else self.slug

    @cached_property
    def section(self) -> Section | None:
        """The section that the draft stands in; readers see its version's."""
        section: Section | None = Section.objects.parent_of(self).first()
        return section

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previewing.preview(self, request)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail derives a slug from the title, but a headline of emoji or
        # punctuation alone gives none. Wagtail's tree needs one, readers don't.
        if not slugify(self.slug or self.title, allow_unicode=True):
            self.slug = f"{_NO_WORDS}{self.news_id or secrets.token_hex(4)}"
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.news_id is None:
            self.news_id = news_ids.take()
        return super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        # A copy may bring its original's revisions along, and an old revision an
        # old state: what belongs to the article itself stays as it is.
        article: Article = super().with_content_json(content)
        article.news_id = self.news_id
        article.earlier_publication = self.earlier_publication
        article.archived_at = self.archived_at
        return article
