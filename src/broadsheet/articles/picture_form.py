"""The desk's form for pictures."""

from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

__all__ = ["PictureForm"]


class WholePictureField(WagtailImageField):
    """A file that is a picture from its first byte to its last.

    Wagtail's field looks at the head alone, and falls over where it is cut off;
    a picture that cannot be drawn would be found out only when its story goes out.
    """

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
            if file is not None:
                _draw(file)
        except (OSError, SyntaxError, EOFError) as error:
            raise ValidationError(
                _("This file is damaged or cut off; it cannot be drawn to its end. Send it again."),
                code="damaged",
            ) from error
        return file


def _draw(file: IO[bytes]) -> None:
    """Decode every pixel. The field has refused pictures that are too large for that."""
    file.seek(0)
    with Image.open(file) as picture:
        picture.load()
    file.seek(0)


class PictureForm(BaseImageForm):
    """A picture's file is chosen once: public versions that show it rely on that."""

    file = WholePictureField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # Left out, not disabled: a posted file then is ignored, and the
            # form does not offer what it would not do.
            self.fields.pop("file", None)
