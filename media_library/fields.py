"""The field that takes a picture in: the rules of an upload, in words that an editor understands."""

from __future__ import annotations

import struct
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField

NOT_A_PICTURE = _("Bu dosya bir fotoğraf değil ya da bozuk. Makineden ya da telefondan yeniden aktarıp deneyin.")
UNFINISHED = _("Fotoğrafın sonu eksik ya da bozuk; dosya yarım aktarılmış olabilir. Yeniden aktarıp deneyin.")
EMPTY = _("Dosya boş (0 bayt). Yeniden aktarıp deneyin.")


class PhotoField(WagtailImageField):
    """Wagtail's upload field with our words, which looks at a picture's size before it unpacks it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        size = filesizeformat(self.max_upload_size)
        formats = self.supported_formats_text
        self.help_text = _("Biçimler: %(formats)s. En çok %(size)s.") % {"formats": formats, "size": size}
        self.error_messages.update(
            {
                "invalid_image": NOT_A_PICTURE,
                "empty": EMPTY,
                "invalid_image_extension": _("Bu dosya türü alınmıyor. Alınan türler: %(formats)s.")
                % {"formats": formats},
                "invalid_image_known_format": _(
                    "Dosyanın adı .%(extension)s ile bitiyor ama içi %(image_format)s. "
                    "Uzantısını düzeltip yeniden deneyin."
                ),
                "file_too_large": _("Fotoğraf çok büyük (%(file_size)s). En çok %(max_filesize)s olabilir."),
                "file_too_large_unknown_size": _("Fotoğraf çok büyük. En çok %(size)s olabilir.") % {"size": size},
                "file_too_many_pixels": _(
                    "Fotoğrafın piksel sayısı çok yüksek (%(num_pixels)s). En çok %(max_pixels_count)s olabilir; "
                    "küçültüp yeniden deneyin."
                ),
            }
        )

    def check_image_file_format(self, f: Any) -> None:
        # Anything that begins with "<" looks like SVG to the library, web pages included.
        if f.image.format_name == "svg" and not f.name.lower().endswith(".svg"):
            raise ValidationError(NOT_A_PICTURE, code="invalid_image")
        super().check_image_file_format(f)

    def check_image_pixel_size(self, f: Any) -> None:
        """Reads the header for the size, and only then the whole picture; raises ``ValidationError``.

        A JPEG is decoded at an eighth of its size: every byte is still read, at a fraction of the memory.
        """
        source = f.image.f
        source.seek(0)
        try:
            with warnings.catch_warnings():
                # Pillow warns below the size that this field allows; the limit here is ours.
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(source) as picture:
                    pixels = picture.width * picture.height * getattr(picture, "n_frames", 1)
                    if self.max_image_pixels is not None and pixels > self.max_image_pixels:
                        raise self.too_many_pixels(pixels)
                    if picture.format == "JPEG":
                        picture.draft("RGB", (picture.width // 8, picture.height // 8))
                    picture.load()
        except Image.DecompressionBombError as error:
            raise self.too_many_pixels(_("ölçülemeyecek kadar çok")) from error
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError, struct.error) as error:
            raise ValidationError(UNFINISHED, code="unfinished_image") from error
        finally:
            source.seek(0)

    def too_many_pixels(self, pixels: Any) -> ValidationError:
        """The refusal of a picture of ``pixels`` (a number or words)."""
        return ValidationError(
            self.error_messages["file_too_many_pixels"]
            % {"num_pixels": pixels, "max_pixels_count": self.max_image_pixels},
            code="file_too_many_pixels",
        )
