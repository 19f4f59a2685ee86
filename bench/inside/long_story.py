"""Publish a story of 1,200 words and press it. Prints its two addresses as JSON."""

import json
from datetime import UTC, datetime

from bench.inside.start import start

start()

# All of this needs Django.
from broadsheet.articles.acts import Copy, draft_article  # noqa: E402
from broadsheet.paper.models import Section, User  # noqa: E402
from broadsheet.press.opening import the_store  # noqa: E402
from broadsheet.press.presser import Presser  # noqa: E402
from broadsheet.press.rendering import render  # noqa: E402
from broadsheet.versions import acts  # noqa: E402

_WORDS = "The harbour council said on Monday that the winter ferry will sail an hour later than"


def main() -> None:
    paragraph = " ".join([_WORDS] * 4)  # 60 words
    body = [{"type": "paragraph", "value": f"<p>{paragraph}.</p>"} for _ in range(20)]
    editor = User.objects.order_by("pk")[0]
    section = Section.objects.order_by("path")[0]
    copy = Copy(headline="Ferry to sail later in winter", standfirst=_WORDS, body=body)
    article, revision = draft_article(section=section, copy=copy, by=editor)
    draft = revision.as_object()
    acts.publish(article=draft, revision=revision, by=editor, at=datetime.now(UTC))
    presser = Presser(the_store())
    while presser.work():
        pass
    address = draft.public_address()
    the_store().put(render(address))
    in_tree = f"/{section.slug}/{article.slug}/"
    print(json.dumps({"pressed": address, "wagtail": in_tree}))


if __name__ == "__main__":
    main()
