"""What may come in: the rules of an upload, in words that an editor understands.

Wagtail uses these forms for the single upload, the multiple upload and the chooser's upload tab alike.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from media_library.guards import FILE_IN_USE, PHOTO_IN_USE, SIGNED_PHOTO_FIELDS
from media_library.metadata import artist_of
from media_library.selectors import is_public

NOT_A_PICTURE = _("Bu dosya bir fotoğraf değil ya da bozuk. Makineden ya da telefondan yeniden aktarıp deneyin.")
UNFINISHED = _("Fotoğrafın sonu eksik ya da bozuk; dosya yarım aktarılmış olabilir. Yeniden aktarıp deneyin.")
EMPTY = _("Dosya boş (0 bayt). Yeniden aktarıp deneyin.")
WHOLE_JPEG_SCALE = 8


def check_readable(file: BinaryIO) -> None:
    """Reads the whole picture once; raises ``ValidationError`` when it stops halfway or is damaged.

    A JPEG is decoded at an eighth of its size: every byte is still read, at a fraction of the memory.
    """
    file.seek(0)
    try:
        with Image.open(file) as picture:
            if picture.format == "JPEG":
                picture.draft("RGB", (picture.width // WHOLE_JPEG_SCALE, picture.height // WHOLE_JPEG_SCALE))
            picture.load()
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        raise ValidationError(UNFINISHED, code="unfinished_image") from error
    finally:
        file.seek(0)


class PhotoForm(BaseImageForm):
    """A photo as the office takes it in: whole, of reasonable size, and really a picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is None:
            return
        size = filesizeformat(field.max_upload_size)
        formats = field.supported_formats_text
        field.help_text = _("Biçimler: %(formats)s. En çok %(size)s.") % {"formats": formats, "size": size}
        field.error_messages.update(
            {
                "invalid_image": NOT_A_PICTURE,
                "empty": EMPTY,
                "invalid_image_extension": _("Bu dosya türü alınmıyor. Alınan türler: %(formats)s.") % {"formats": formats},
                "invalid_image_known_format": _(
                    "Dosyanın adı .%(extension)s ile bitiyor ama içi %(image_format)s. Uzantısını düzeltip yeniden deneyin."
                ),
                "file_too_large": _("Fotoğraf çok büyük (%(file_size)s). En çok %(max_filesize)s olabilir."),
                "file_too_large_unknown_size": _("Fotoğraf çok büyük. En çok %(size)s olabilir.") % {"size": size},
                "file_too_many_pixels": _(
                    "Fotoğrafın piksel sayısı çok yüksek (%(num_pixels)s). En çok %(max_pixels_count)s olabilir; "
                    "küçültüp yeniden deneyin."
                ),
            }
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_readable(file)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and is_public(photo=self.instance):
            signed = [name for name in SIGNED_PHOTO_FIELDS if name in self.changed_data]
            if "file" in signed:
                self.add_error("file", PHOTO_IN_USE)
            elif signed:
                self.add_error(None, PHOTO_IN_USE)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if "file" in self.changed_data and not self.instance.credit:
            self.instance.credit = artist_of(self.instance.file)[:160]
        return super().save(commit=commit)


class FileForm(BaseDocumentForm):
    """A document as the office takes it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if isinstance(field, forms.FileField):
            field.error_messages["empty"] = EMPTY

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in self.changed_data and is_public(file=self.instance):
            self.add_error("file", FILE_IN_USE)
        return cleaned
