"""The style sheet: colours that can be read, and no side of the page named left or right."""

import re
from pathlib import Path

import pytest
from django.template import Engine

SHEET = str(Engine.get_default().get_template("broadsheet/site/theme.css").source)
COLOURS = ("paper", "box", "ink", "muted", "link", "visited", "accent", "rule", "hair")

PHYSICAL = re.compile(
    r"\b(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?:^|[;{\s])(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
    r"|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)|clear\s*:\s*(?:left|right)",
    re.MULTILINE,
)


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+):\s*(#[0-9a-f]{3,6})", block))


LIGHT = tokens(SHEET.split("@media", 1)[0])
DARK = tokens(SHEET.split("prefers-color-scheme: dark", 1)[1].split("@media", 1)[0])


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_of_text_can_be_read_on_every_ground(scheme: dict[str, str]) -> None:
    assert set(scheme) == set(COLOURS)
    for ground in ("paper", "box"):
        for text in ("ink", "muted", "link", "visited", "accent"):
            assert contrast(scheme[text], scheme[ground]) >= 4.5, (text, ground)
    # The ribbon: paper on accent.
    assert contrast(scheme["paper"], scheme["accent"]) >= 4.5
    assert contrast(scheme["rule"], scheme["paper"]) >= 3
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_style_sheet_names_no_side_of_the_page() -> None:
    assert PHYSICAL.search("a{margin-left:0}")
    rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", SHEET, flags=re.DOTALL)
    found = [match.group(0).strip() for match in PHYSICAL.finditer(rules)]
    assert not found


def test_every_token_is_used_and_every_use_has_one() -> None:
    used = set(re.findall(r"var\(--([\w-]+)", SHEET))
    defined = set(re.findall(r"--([\w-]+)\s*:", SHEET))
    assert used == defined


def test_nothing_moves_and_nothing_is_fetched() -> None:
    for word in ("animation", "transition", "@keyframes", "url(", "@import", "@font-face", "fixed"):
        assert word not in SHEET, word


def test_templates_hold_no_style_of_their_own() -> None:
    folder = Path(str(Engine.get_default().get_template("broadsheet/site/base.html").origin.name))
    for template in folder.parent.rglob("*.html"):
        assert " style=" not in template.read_text(encoding="utf-8"), template.name
