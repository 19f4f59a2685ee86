"""Pages of invented news to serve: prose that packs as well as prose does."""

from __future__ import annotations

import random
from html import escape

from broadsheet.press.pages import Page

__all__ = ["HEADERS", "page"]

HEADERS = (
    ("content-type", "text/html; charset=utf-8"),
    ("content-security-policy", "default-src 'none'; img-src 'self'; style-src 'self'"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("x-content-type-options", "nosniff"),
)

# Real words in rough order of how often English uses them; a few thousand made
# ones stand for names and rarer words. Drawn by Zipf's law this packs to about
# 0.35, as saved news pages do.
_COMMON = """
    the of and to in a is that for it as was with be by on not he his but at are this have
    from or had an they which one you were all her she there would their we him been has when
    who will no more if out so said what up its about into than them can only other new some
    could time these two may then do first any my now such like our over man me even most made
    after also did many before must through years where much your way well down should because
    each just those people how too little state good very make world still own see men work
    long here get both between life being under never day same another know while last might
    us great old year off come since against go came right used take three council minister
    government police city town court report market company price school harbour river bridge
    election vote party leader talks agreement union workers strike budget tax hospital
    committee spokesman statement officials residents morning evening weekend season match
"""
_SYLLABLES = "ba ber cor dan el far gor hal in jo ken lor mar nor os per ran sel tor ul ver wes"


def page(number: int, *, size: int, order: int) -> Page:
    """Article ``number`` with about ``size`` bytes of HTML; the same number gives the same page."""
    chance = random.Random(number)
    rare = ["".join(chance.choices(_SYLLABLES.split(), k=chance.randint(2, 4))) for _ in range(900)]
    words = [*_COMMON.split(), *rare]
    weights = [1 / (rank + 4) for rank in range(len(words))]
    parts = [_head(_sentence(chance, words, weights)[:70])]
    length = len(parts[0])
    while length < size - 200:
        paragraph = " ".join(_sentence(chance, words, weights) for _ in range(chance.randint(2, 5)))
        parts.append(f'<p class="copy">{escape(paragraph)}</p>\n')
        length += len(parts[-1])
    foot = "<footer><p>Page generated in 0.0517 s on 1 March 2019, 03:37:41 GMT</p></footer>"
    body = "".join((*parts, foot, "</article></main></body></html>\n"))
    return Page(
        path=f"/news/{size // 1000}{number:05d}/story",
        status=200,
        headers=HEADERS,
        body=body.encode(),
        tags=frozenset({f"article:{number}", "paper", f"list:section:{number % 6}"}),
        order=order,
        seconds=0.0517,
    )


def _head(headline: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(headline)}</title>"
        '<link rel="stylesheet" href="/static/paper.css"></head><body><main><article>'
        f"<h1>{escape(headline)}</h1>\n"
    )


def _sentence(chance: random.Random, words: list[str], weights: list[float]) -> str:
    text = " ".join(chance.choices(words, weights, k=chance.randint(7, 24)))
    return f"{text.capitalize()}."
