"""The steps that the four acts share. None is an act by itself: they run inside one."""

from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from broadsheet.articles.models import Article
from broadsheet.changes import orders
from broadsheet.changes.tags import Tag
from broadsheet.paper import reading as paper_reading
from broadsheet.paper.models import SectionVersion, User
from broadsheet.paper.text import lines, one_line
from broadsheet.versions import rules, tags
from broadsheet.versions.body import body_to_json
from broadsheet.versions.errors import AddressTaken, NotPublic, NotReady
from broadsheet.versions.freezing import Story, freeze
from broadsheet.versions.models import Address, Correction, PictureUse, PublicArticle, Version


def public_state(article: Article) -> PublicArticle | None:
    """What readers see of the article now; every act's first step, which waits for its turn."""
    orders.take_turn()
    rows = PublicArticle.objects.filter(news_id=article.news_id).select_related("version")
    return rows.first()


def check_may_go_out(article: Article) -> Story:
    """The frozen draft. Raises NotReady with every reason why it may not go out."""
    story = freeze(article)
    is_open = story.section is not None and (
        SectionVersion.objects.filter(section=story.section, current=True)
        .exclude(act=SectionVersion.Act.CLOSE)
        .exists()
    )
    if found := rules.problems(story, section_is_open=is_open):
        raise NotReady(found)
    return story


def replace(
    *, article: Article, revision: Revision, act: str, note: str, by: User, at: datetime
) -> Version:
    """What update and correct have in common."""
    before = public_state(article)
    if before is None or not before.is_public:
        raise NotPublic(
            _("“%(headline)s” is not public; publish it instead.") % {"headline": article.title}
        )
    version = issue(
        article=article,
        story=check_may_go_out(article),
        act=act,
        published_at=before.published_at,
        revision=revision,
        by=by,
        at=at,
        note=note,
    )
    claim_address(version)
    point_to(version)
    mirror_in_wagtail(article, revision, version)
    place_order(before, version)
    return version


def issue(
    *,
    article: Article,
    story: Story,
    act: str,
    published_at: datetime,
    revision: Revision,
    by: User,
    at: datetime,
    note: str = "",
) -> Version:
    """Write the version, with the next number of its article; a note makes it a correction."""
    assert story.section is not None  # noqa: S101 -- check_may_go_out refused it otherwise
    paper = paper_reading.paper()
    version = Version.objects.create(
        paper_id=paper.key,
        article=article,
        news_id=article.news_id,
        number=_next_number(article.news_id),
        act=act,
        at=at,
        by=by,
        by_name=str(by),
        note=lines(note),
        revision_id=revision.pk,
        published_at=published_at,
        section=story.section,
        section_name=one_line(story.section.title),
        language=story.language or paper.language,
        slug=story.slug,
        headline=story.headline,
        short_headline=story.short_headline,
        kicker=story.kicker,
        standfirst=story.standfirst,
        byline=story.byline,
        dateline=story.dateline,
        credits=list(story.credits),
        lead=body_to_json([story.lead])[0] if story.lead else None,
        body=body_to_json(story.body),
    )
    if version.note:
        Correction.objects.create(
            version=version, news_id=version.news_id, at=at, note=version.note
        )
    PictureUse.objects.bulk_create(
        PictureUse(version=version, picture_id=key) for key in sorted(story.pictures)
    )
    return version


def issue_withdrawal(*, before: PublicArticle, note: str, by: User, at: datetime) -> Version:
    """A version without words: it records that nothing is public from now on."""
    was = before.version
    return Version.objects.create(
        paper_id=was.paper_id,
        article_id=was.article_id,
        news_id=was.news_id,
        number=_next_number(was.news_id),
        act=Version.Act.WITHDRAW,
        at=at,
        by=by,
        by_name=str(by),
        note=note,
        published_at=was.published_at,
        section_id=was.section_id,
        section_name=was.section_name,
        language=was.language,
        slug=was.slug,
        headline=was.headline,
    )


def claim_address(version: Version) -> None:
    """Record the version's address for ever. Raises AddressTaken if it is another article's."""
    path = f"/news/{version.news_id}/{version.slug}" if version.slug else f"/news/{version.news_id}"
    address, _created = Address.objects.get_or_create(
        paper_id=version.paper_id,
        path=path,
        defaults={"news_id": version.news_id, "since": version.at},
    )
    if address.news_id != version.news_id:
        raise AddressTaken(
            _("The address %(path)s belongs to the article with News ID %(owner)s.")
            % {"path": path, "owner": address.news_id}
        )


def point_to(version: Version) -> None:
    """Move the public pointer: from this transaction's commit on, readers see this version."""
    PublicArticle.objects.update_or_create(
        news_id=version.news_id,
        defaults={
            "paper_id": version.paper_id,
            "article_id": version.article_id,
            "version": version,
            "is_public": version.act != Version.Act.WITHDRAW,
            "section_id": version.section_id,
            "published_at": version.published_at,
            "changed_at": version.at,
        },
    )


def mirror_in_wagtail(article: Article, revision: Revision, version: Version) -> None:
    """Let Wagtail's own columns say the same, where the act did not come through Wagtail."""
    # As Wagtail does: an earlier draft that was scheduled must not come after this one.
    article.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    if article.live and article.live_revision_id == revision.pk:
        return
    page = revision.as_object()
    page.live = True
    page.expired = False
    page.live_revision = revision
    page.has_unpublished_changes = not revision.is_latest_revision()
    page.first_published_at = version.published_at
    page.last_published_at = version.at
    page.save(clean=False)


def mirror_withdrawal_in_wagtail(article: Article) -> None:
    """The same for a withdrawal; what was scheduled must not bring the article back by itself."""
    article.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    Page.objects.filter(pk=article.pk, live=True).update(
        live=False, has_unpublished_changes=True, live_revision=None
    )


def place_order(before: PublicArticle | None, after: Version, *, urgent: bool = False) -> None:
    """The act's last step: say what it changed."""
    orders.place(
        paper=after.paper_id,
        tags=_touched(before.version if before else None, after),
        cause=f"{after.act} {after}",
        urgent=urgent,
    )


def _touched(before: Version | None, after: Version) -> set[Tag]:
    touched = {
        tags.article(after.news_id),
        tags.head(),
        tags.head(after.section_id),
        tags.month(after.published_at),
    }
    was_public = before is not None and before.act != Version.Act.WITHDRAW
    if was_public != (after.act != Version.Act.WITHDRAW):
        touched |= {tags.standing(after.news_id), tags.months()}
    shown = set(after.pictures.values_list("picture_id", flat=True))
    if before is not None:
        touched.add(tags.head(before.section_id))
        shown |= set(before.pictures.values_list("picture_id", flat=True))
    return touched | tags.pictures(shown)


def _next_number(news_id: int) -> int:
    newest = Version.objects.filter(news_id=news_id).order_by("-number").first()
    return newest.number + 1 if newest else 1
