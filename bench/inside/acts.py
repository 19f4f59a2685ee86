"""What one public act costs: the act itself, and the presser's work for it, in this process.

The paper must not be served meanwhile. Prints JSON: for each kind of act a list
of [act, press] in seconds, the same in processor seconds, and the number of
pages that each act made stale while all fronts and sitemaps, the newest
stories and many old ones stood pressed.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from bench.inside.start import start

start()

# All of this needs Django.
from broadsheet.articles.acts import Copy, draft_article, revise_article  # noqa: E402
from broadsheet.articles.models import Article  # noqa: E402
from broadsheet.changes import orders  # noqa: E402
from broadsheet.changes.readers import reading_as_a_reader  # noqa: E402
from broadsheet.paper.models import Section, User  # noqa: E402
from broadsheet.press.opening import the_store  # noqa: E402
from broadsheet.press.presser import Presser  # noqa: E402
from broadsheet.press.rendering import render  # noqa: E402
from broadsheet.site import paths as site_paths  # noqa: E402
from broadsheet.versions import acts  # noqa: E402
from broadsheet.versions import reading as articles  # noqa: E402

_PARAGRAPH = {"type": "paragraph", "value": "<p>The ferry sails at eight from Monday on.</p>"}
_PRESSED = 600  # of the newest stories, and as many of the others


class Costs:
    """Performs acts and takes the time of each."""

    def __init__(self) -> None:
        self.presser = Presser(the_store())
        self.editor = User.objects.order_by("pk")[0]
        self.seconds: dict[str, list[tuple[float, float]]] = {}
        self.processor: dict[str, list[tuple[float, float]]] = {}
        self.stale: list[int] = []

    def stand(self) -> None:
        """Press what an act might make stale."""
        while self.presser.work():
            pass
        with reading_as_a_reader():
            fronts = site_paths.front_paths()
            months = [site_paths.month_path(day) for day in articles.months()]
            addresses = [path for path, _number in islice(articles.addresses(), 100_000)]
        others = addresses[_PRESSED:]
        drawn = random.Random(1).sample(others, min(_PRESSED, len(others)))
        for path in (*fronts, *months, *addresses[:_PRESSED], *drawn):
            self.presser.store.put(render(path))

    def take(self, kind: str, act: Callable[[], Any]) -> None:
        """Perform an act and press what it touched."""
        before, stood = orders.latest(), set(self.presser.store.paths())
        began, used = time.perf_counter(), time.process_time()
        act()
        acted, acted_used = time.perf_counter(), time.process_time()
        touched = {tag for order in orders.pending(after=before) for tag in order.tags}
        # A withdrawal has dropped its pages by now; the others wait for the presser.
        gone = stood.difference(self.presser.store.paths())
        self.stale.append(len(gone | self.presser.store.stale_paths(touched)))
        press_began, press_used = time.perf_counter(), time.process_time()
        self.presser.work()
        ended, ended_used = time.perf_counter(), time.process_time()
        self.seconds.setdefault(kind, []).append((acted - began, ended - press_began))
        self.processor.setdefault(kind, []).append((acted_used - used, ended_used - press_used))

    def story(self, number: int, section: Section) -> None:
        """A story that is published, updated and withdrawn."""
        copy = Copy(headline=f"Ferry of run {number}", body=[_PARAGRAPH] * 20)
        drafted, revision = draft_article(section=section, copy=copy, by=self.editor)
        by_whom = {"by": self.editor}
        draft: Article = revision.as_object()
        self.take(
            "publish",
            lambda: acts.publish(article=draft, revision=revision, at=datetime.now(UTC), **by_whom),
        )
        article = Article.objects.get(pk=drafted.pk)
        newer = Copy(headline=f"Ferry of run {number}, updated", body=[_PARAGRAPH] * 20)
        second, next_revision = revise_article(article=article, copy=newer, by=self.editor)
        self.take(
            "update",
            lambda: acts.update(
                article=second, revision=next_revision, at=datetime.now(UTC), **by_whom
            ),
        )
        public = Article.objects.get(pk=drafted.pk)
        self.take(
            "withdraw", lambda: acts.withdraw(article=public, at=datetime.now(UTC), **by_whom)
        )


def main(stories: int) -> None:
    costs = Costs()
    costs.stand()
    sections = list(Section.objects.order_by("path"))
    for number in range(stories):
        costs.story(number, sections[number % len(sections)])
    print(json.dumps({"seconds": costs.seconds, "cpu": costs.processor, "stale": costs.stale}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
