"""The sizes and formats in which readers get pictures.

WebP for every browser of the last years, JPEG for the rest, for shared links
and for search engines (which want 1,200 px or more).
"""

from dataclasses import dataclass

from wagtail.images.models import Filter

from .models.picture import Picture, Rendition

__all__ = ["FORMATS", "ReaderFormat", "make_all", "reader_format"]


@dataclass(frozen=True, slots=True)
class ReaderFormat:
    """One size and format. ``width`` is the widest it gets; small pictures are not blown up."""

    width: int
    extension: str
    media_type: str

    @property
    def filter_spec(self) -> str:
        """The same in Wagtail's words."""
        kind = "jpeg" if self.extension == "jpg" else self.extension
        return f"width-{self.width}|format-{kind}"

    def address(self, picture: int) -> str:
        """The public path of a picture (by its key) in this format."""
        return f"/pictures/{picture}/{self.width}.{self.extension}"


FORMATS = (
    *(ReaderFormat(width, "webp", "image/webp") for width in (360, 640, 960, 1440)),
    *(ReaderFormat(width, "jpg", "image/jpeg") for width in (640, 1440)),
)


def reader_format(width: int, extension: str) -> ReaderFormat | None:
    """The format of an address's last part, as ``640`` and ``webp``; None if there is none."""
    for candidate in FORMATS:
        if (candidate.width, candidate.extension) == (width, extension):
            return candidate
    return None


def make_all(picture: Picture) -> dict[ReaderFormat, Rendition]:
    """Every format of a picture, made now where it was not made before.

    Slow the first time (about half a second a picture): do it when a picture
    comes in, not when its article goes out. Raises Wagtail's
    ``SourceImageIOError`` when the original is missing or damaged.
    """
    # Not by get_renditions: its cache remembers what an act that was refused
    # had made, and whose rows went with the transaction.
    specs = {wanted.filter_spec: wanted for wanted in FORMATS}
    kept = picture.renditions.filter(filter_spec__in=specs, focal_point_key="")
    made: dict[ReaderFormat, Rendition] = {specs[row.filter_spec]: row for row in kept}
    missing = [Filter(spec=wanted.filter_spec) for wanted in FORMATS if wanted not in made]
    for done, rendition in picture.create_renditions(*missing).items():
        made[specs[done.spec]] = rendition
    return made
