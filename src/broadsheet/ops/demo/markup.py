"""The markup in which the demo paper's copy is written, read into body blocks.

Blank lines part the blocks. A block is known by how its first line begins::

    ## Crosshead
    > What was said.            a quote, closed by its speaker:
    -- Speaker, role
    - item      1. item         lists
    |= Caption                  a table: caption, header, rows
    | Head | Head
    | cell | cell
    [box Title] ... [/box]      a fact box; may hold several paragraphs
    ![picture | alt text | caption | credit]
    [related: story-key, story-key]
    [embed: https://example.org/x | Title | Note]

All else is a paragraph. Inside text: *italic*, **bold**, [words](https://...).
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple, TypedDict


class Block(TypedDict):
    """One raw block of a body, as a stream field takes it."""

    type: str
    value: Any


class MarkupError(ValueError):
    """Raised when copy holds markup that is not known; says on which line it stands."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


class _Chunk(NamedTuple):
    """Lines that belong together, and the number of the first."""

    line: int
    lines: list[str]

    @property
    def text(self) -> str:
        return " ".join(line.strip() for line in self.lines)


_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()\"]+)\)")
_ITALIC = re.compile(r"(?<!\*)\*(?![\s*])([^*]*[^\s*])\*(?!\*)")
_BOLD = re.compile(r"\*\*(?![\s*])([^*]*[^\s*])\*\*")
_ORDERED = re.compile(r"\d+\. ")


def parse_body(text: str, *, first_line: int = 1) -> list[Block]:
    """Read copy into raw body blocks, in order.

    ``first_line`` is the number of the copy's first line in its file.
    Raises MarkupError with that file's line number at the first unknown markup.
    """
    return [_block(chunk) for chunk in _chunks(text, first_line)]


def _chunks(text: str, first_line: int) -> Iterator[_Chunk]:
    """Part the copy at blank lines; a box keeps its blank lines until it is closed."""
    start, held, in_box = first_line, list[str](), False
    for number, line in enumerate(text.splitlines(), first_line):
        if not held:
            start = number
            in_box = line.startswith("[box ")
        if line.strip() or in_box:
            held.append(line.rstrip())
        if in_box and line.strip() == "[/box]":
            in_box = False
        if held and not line.strip() and not in_box:
            yield _Chunk(start, held)
            held = []
    if in_box:
        raise MarkupError(start, "this box is never closed with [/box]")
    if held:
        yield _Chunk(start, held)


def _block(chunk: _Chunk) -> Block:
    first = chunk.lines[0]
    for opening, read in _READERS.items():
        if first.startswith(opening):
            return read(chunk)
    if _ORDERED.match(first):
        return _list(chunk, ordered=True)
    if re.match(r"[#>|!+=~`\\]|-(?!-?\w)|\[(?!.+\]\()", first):
        raise MarkupError(chunk.line, f"unknown markup: {first!r}")
    return {"type": "paragraph", "value": f"<p>{_rich(chunk.text, chunk.line)}</p>"}


def _rich(text: str, line: int) -> str:
    """Turn inline markup into rich text; whatever else looks like markup is an error."""
    html = _LINK.sub(r'<a href="\2">\1</a>', escape(text, quote=False))
    html = _BOLD.sub(r"<b>\1</b>", _ITALIC.sub(r"<i>\1</i>", html))
    if "*" in html or "](" in html:
        raise MarkupError(line, f"unbalanced inline markup in {text!r}")
    return html


def _plain(text: str, line: int) -> str:
    """Hand back text of a field that takes no inline markup."""
    if "*" in text or "](" in text:
        raise MarkupError(line, f"this place takes plain text only: {text!r}")
    return text.strip()


def _crosshead(chunk: _Chunk) -> Block:
    if len(chunk.lines) != 1:
        raise MarkupError(chunk.line + 1, "a crosshead is one line, then a blank line")
    return {"type": "crosshead", "value": _plain(chunk.lines[0][3:], chunk.line)}


def _quote(chunk: _Chunk) -> Block:
    *said, by = chunk.lines
    if not by.startswith("-- ") or not all(line.startswith("> ") for line in said):
        raise MarkupError(chunk.line, "a quote is lines of '> ', then '-- Speaker, role'")
    speaker, _, role = by[3:].partition(", ")
    text = " ".join(line[2:].strip() for line in said)
    value = {"text": _plain(text, chunk.line), "speaker": speaker, "role": role}
    return {"type": "quote", "value": value}


def _bullets(chunk: _Chunk) -> Block:
    return _list(chunk, ordered=False)


def _list(chunk: _Chunk, *, ordered: bool) -> Block:
    items = []
    for number, line in enumerate(chunk.lines, chunk.line):
        mark = _ORDERED.match(line) if ordered else re.match("- ", line)
        if mark is None:
            raise MarkupError(number, f"a list of one kind, an item a line; found {line!r}")
        items.append(_rich(line[mark.end() :], number))
    return {"type": "list", "value": {"ordered": ordered, "items": items}}


def _table(chunk: _Chunk) -> Block:
    caption, *rows = chunk.lines
    if len(rows) < 2:
        raise MarkupError(chunk.line, "a table is '|= Caption', a header and at least one row")
    cells = []
    for number, row in enumerate(rows, chunk.line + 1):
        if not row.startswith("| "):
            raise MarkupError(number, f"a row of a table begins with '| '; found {row!r}")
        cells.append([_plain(cell, number) for cell in row[2:].split(" | ")])
        if len(cells[-1]) != len(cells[0]):
            raise MarkupError(number, f"{len(cells[-1])} cells under {len(cells[0])} heads")
    value = {"caption": _plain(caption[2:], chunk.line), "header": cells[0], "rows": cells[1:]}
    return {"type": "table", "value": value}


def _box(chunk: _Chunk) -> Block:
    head, *inside, last = chunk.lines
    if last != "[/box]" or not head.endswith("]"):
        raise MarkupError(chunk.line, "a box is '[box Title]', paragraphs, '[/box]'")
    paragraphs = _chunks("\n".join(inside), chunk.line + 1)
    text = "".join(f"<p>{_rich(part.text, part.line)}</p>" for part in paragraphs)
    title = _plain(head.removeprefix("[box ").removesuffix("]"), chunk.line)
    return {"type": "fact_box", "value": {"title": title, "text": text}}


def _fields(chunk: _Chunk, opening: str, names: tuple[str, ...]) -> dict[str, str]:
    """Read ``[opening a | b | c]`` into named fields, all of them present."""
    inside = chunk.text.removeprefix(opening)
    parts = [part.strip() for part in inside.removesuffix("]").split(" | ")]
    if not inside.endswith("]") or len(parts) != len(names) or not all(parts):
        raise MarkupError(chunk.line, f"expected {opening}{' | '.join(names)}]")
    return dict(zip(names, parts, strict=True))


def _picture(chunk: _Chunk) -> Block:
    names = ("picture", "alt_text", "caption", "credit")
    return {"type": "picture", "value": _fields(chunk, "![", names)}


def _embed(chunk: _Chunk) -> Block:
    return {"type": "embed", "value": _fields(chunk, "[embed:", ("address", "title", "note"))}


def _related(chunk: _Chunk) -> Block:
    keys = _fields(chunk, "[related:", ("keys",))["keys"]
    return {"type": "related", "value": [key.strip() for key in keys.split(",")]}


_READERS = {
    "## ": _crosshead,
    "> ": _quote,
    "- ": _bullets,
    "|= ": _table,
    "[box ": _box,
    "![": _picture,
    "[embed:": _embed,
    "[related:": _related,
}
