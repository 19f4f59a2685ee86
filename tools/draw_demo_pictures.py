"""Print the demo paper's pictures: each SVG in its folder becomes a JPEG beside it.

    python tools/draw_demo_pictures.py [NAME ...]

Needs Chromium (on Debian and Ubuntu: ``apt-get install chromium``), which draws
the SVG, and Pillow, which comes with Wagtail. Every source holds the words
``<!-- ink -->`` where ``_ink.svg`` (inks, hatching, wear) is put in its place.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from PIL.Image import Resampling

PICTURES = Path(__file__).parent.parent / "src/broadsheet/ops/demo/pictures"
QUALITIES = (82, 76, 70, 64, 58, 52)  # the first at which a picture is light enough
HEAVIEST = 220_000  # bytes: the pictures are in the package, and the demo loads them all
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=2",  # drawn twice as large, for edges without steps
)


def main(names: list[str]) -> int:
    """Print the named pictures, or all; return 1 where one is too heavy."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.stderr.write("Chromium is missing: apt-get install chromium\n")
        return 1
    ink = inside_svg((PICTURES / "_ink.svg").read_text(encoding="utf-8"))
    sources = sorted(path for path in PICTURES.glob("*.svg") if not path.stem.startswith("_"))
    heavy = 0
    for source in sources:
        if names and source.stem not in names:
            continue
        weight = print_picture(source, ink=ink, chromium=chromium)
        heavy += weight > HEAVIEST
        sys.stdout.write(f"{source.stem}: {weight // 1000} kB\n")
    if heavy:
        sys.stderr.write(f"{heavy} heavier than {HEAVIEST // 1000} kB: cut some detail\n")
    return 1 if heavy else 0


def inside_svg(text: str) -> str:
    """Return what stands between an SVG's outermost tags."""
    return text[text.index(">") + 1 : text.rindex("</svg>")]


def print_picture(source: Path, *, ink: str, chromium: str) -> int:
    """Draw one SVG, keep it as JPEG, and return the bytes that it takes."""
    drawing = source.read_text(encoding="utf-8").replace("<!-- ink -->", ink)
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing)
    if size is None:
        raise SystemExit(f"{source.name}: no viewBox that begins at 0 0")
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        page.write_text(
            f'<!doctype html><meta charset="utf-8"><style>body{{margin:0}}</style>{drawing}',
            encoding="utf-8",
        )
        options = (
            f"--user-data-dir={folder}/profile",
            f"--screenshot={shot}",
            f"--window-size={size[1]},{size[2]}",
        )
        command = [chromium, *QUIET, *options, page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own command, no shell
        target = source.with_suffix(".jpg")
        with Image.open(shot) as image:
            small = image.convert("RGB").resize((int(size[1]), int(size[2])), Resampling.LANCZOS)
        for quality in QUALITIES:
            small.save(target, quality=quality, optimize=True, progressive=True)
            if target.stat().st_size <= HEAVIEST:
                break
    return target.stat().st_size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
