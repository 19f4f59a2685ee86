"""Looks over a paper's database, press store and settings, with Django started."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.models import Exists, OuterRef
from django.http.request import validate_host
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision

from broadsheet.articles.models import Article
from broadsheet.paper.models import Paper, User
from broadsheet.press import reading as press_reading
from broadsheet.press.errors import StoreError, StoreStrange
from broadsheet.press.opening import only_templates_differ, the_store
from broadsheet.versions.models import PublicArticle

from .demo.loader import EDITOR
from .findings import Finding, error, ok, warning
from .problems import in_words
from .schema import unapplied_migrations

__all__ = ["examine_paper"]

_LATE = timedelta(minutes=5)
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}


def examine_paper() -> Iterator[Finding]:
    """All that can be said once the settings are loaded; stops where the database does."""
    database = _database()
    yield database
    if database.level == "error":
        return
    for look in (
        _djangos_checks,
        _founded,
        _addresses,
        _demo_login,
        _mirror,
        _schedules,
        _tasks,
        _press,
    ):
        yield from _guarded(look)


def _guarded(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except DatabaseError as problem:
        yield error("database", in_words(problem) or str(problem), "See above.")


def _djangos_checks() -> Iterator[Finding]:
    found = checks.run_checks(
        include_deployment_checks=settings.MACHINE.https, databases=["default"]
    )
    for message in found:
        if message.is_silenced() or message.level < checks.WARNING:
            continue
        make = error if message.level >= checks.ERROR else warning
        says = f"{message.id}: {message.msg}"
        yield make("django", says, message.hint or "See Django's system check reference.")
    if not found:
        yield ok("django", "Django and Wagtail find nothing wrong.")


def _database() -> Finding:
    try:
        missing = unapplied_migrations()
    except DatabaseError as problem:
        return error("database", in_words(problem) or str(problem), "Mend that first.")
    if missing:
        return error(
            "database",
            f"it is behind the code by {len(missing)} migrations, {missing[0]} the first.",
            "Make a backup, then: broadsheet --paper DIR migrate",
        )
    return ok("database", f"{connection.vendor} answers and is up to date.")


def _founded() -> Iterator[Finding]:
    if not Paper.objects.exists():
        yield error(
            "paper",
            "the database holds no paper.",
            "Make one in a new folder: broadsheet init DIR",
        )
    elif not User.objects.filter(is_active=True, is_superuser=True).exists():
        yield error(
            "paper",
            "nobody can sign in with all rights.",
            "broadsheet --paper DIR createsuperuser",
        )
    else:
        yield ok("paper", f"“{Paper.objects.get()}” is founded.")


def _addresses() -> Iterator[Finding]:
    paper = Paper.objects.first()
    if paper is None:
        return
    parts = urlsplit(paper.base_address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield error(
            "address",
            f"the paper says that it is at {paper.base_address}, but paper.toml does not name "
            f"{host} among its hosts; the desk refuses to answer there.",
            f"Add “{host}” to “hosts” in paper.toml, or mend the address on the desk.",
        )
    elif (parts.scheme == "https") != settings.MACHINE.https:
        yield warning(
            "address",
            f"the paper says that it is at {paper.base_address}, and paper.toml says "
            f"https = {str(settings.MACHINE.https).lower()}.",
            "Make the two agree: with https, cookies are kept from unencrypted connections.",
        )
    else:
        yield ok("address", f"{paper.base_address} agrees with paper.toml.")


def _demo_login() -> Iterator[Finding]:
    editor = User.objects.filter(username=EDITOR.username, is_active=True).first()
    if editor is None or not editor.check_password(EDITOR.password):
        return
    if set(settings.ALLOWED_HOSTS) <= _LOCAL:
        yield warning(
            "login",
            "the demo's login, known to the whole world, opens the desk.",
            "Right for a demo on this machine. For anything else: "
            f"broadsheet --paper DIR changepassword {EDITOR.username}",
        )
    else:
        yield error(
            "login",
            "the demo's login, known to the whole world, opens a desk that others can reach.",
            f"Now: broadsheet --paper DIR changepassword {EDITOR.username}",
        )


def _mirror() -> Iterator[Finding]:
    """Wagtail's “live” must say the same as the public pointer, which is the truth."""
    public = PublicArticle.objects.filter(article=OuterRef("pk"), is_public=True)
    articles = Article.objects.annotate(is_public=Exists(public))
    wrong = list(articles.filter(live=True, is_public=False)[:5])
    wrong += articles.filter(live=False, is_public=True)[:5]
    if wrong:
        numbers = ", ".join(str(article.news_id) for article in wrong)
        yield error(
            "desk",
            f"the desk shows another state than readers see, News ID {numbers}. Readers see "
            "what was published; the desk is wrong.",
            "Open each on the desk and publish or withdraw it again, and report how it came about.",
        )
    else:
        yield ok("desk", "it shows the state that readers see.")


def _schedules() -> Iterator[Finding]:
    late = datetime.now(UTC) - _LATE
    waiting = Revision.objects.filter(approved_go_live_at__lt=late).count()
    waiting += Page.objects.filter(live=True, expire_at__lt=late).count()
    if waiting:
        yield warning(
            "schedules",
            f"{waiting} scheduled acts are more than five minutes late.",
            "Is the paper being served? If so, the scheduler's lines in its log say why.",
        )
    else:
        yield ok("schedules", "nothing is late.")


def _tasks() -> Iterator[Finding]:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=yesterday)
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=datetime.now(UTC) - _LATE)
    if number := failed.count():
        newest = failed.order_by("-finished_at").values_list("task_path", flat=True)[0]
        yield warning(
            "tasks",
            f"{number} background tasks failed in the last day, {newest} the newest.",
            "The scheduler's lines in the log say why.",
        )
    elif number := waiting.count():
        yield warning(
            "tasks",
            f"{number} background tasks have waited for more than five minutes.",
            "Is the paper being served?",
        )
    else:
        yield ok("tasks", "none failed, none waits.")


def _press() -> Iterator[Finding]:
    try:
        the_store()
    except StoreStrange as strange:
        yield _strange(strange)
        return
    except StoreError as problem:
        yield error("press", problem.problem, problem.remedy)
        return
    waiting = press_reading.state().waiting
    if waiting:
        yield warning(
            "press",
            f"up to {waiting} changes wait to be pressed.",
            "Is the paper being served? Readers get pages made on request until they are.",
        )
    else:
        yield ok("press", "the store can be read, and holds all that was published.")


def _strange(strange: StoreStrange) -> Finding:
    """The store is not what this command would make; it may be in use, and right there."""
    if only_templates_differ(strange.identity):
        says = "templates have changed since the paper was started."
    else:
        says = "the store was made by another release or from another database."
    return warning("press", says, "Restart the paper: all pages are then pressed anew.")
