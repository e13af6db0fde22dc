"""The field that takes a picture in: the rules of an upload, in words that an editor understands."""

from __future__ import annotations

import re
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile
from wagtail.images.fields import WagtailImageField

NOT_A_PICTURE = _("Bu dosya bir fotoğraf değil ya da bozuk. Makineden ya da telefondan yeniden aktarıp deneyin.")
UNFINISHED = _("Fotoğrafın sonu eksik ya da bozuk; dosya yarım aktarılmış olabilir. Yeniden aktarıp deneyin.")
EMPTY = _("Dosya boş (0 bayt). Yeniden aktarıp deneyin.")

MOST_SCANS, MOST_SEGMENTS = 64, 500
# Within a pass 0xFF is followed by zero or a restart mark; anything else ends it.
MARK = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")


def marks_of(data: bytes) -> tuple[int, int]:
    """How many segments the JPEG file ``data`` has and how many passes over the picture; it stops counting above
    ``MOST_SEGMENTS`` and ``MOST_SCANS``.

    Source: ITU-T T.81, B.1.1 (markers) and B.2 (order of segments).
    """
    segments = scans = 0
    position = 2
    while segments <= MOST_SEGMENTS and scans <= MOST_SCANS and (found := MARK.search(data, position)):
        kind, position = found[1][0], found.end()
        if kind == 0xD9:
            break
        if kind in (0x01, 0xD8):  # marks without a body
            continue
        position += max(2, int.from_bytes(data[position : position + 2], "big"))
        segments += 1
        scans += kind == 0xDA
    return segments, scans


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
        self.check_marks(source)
        source.seek(0)
        # The library that makes PDFs lets the whole process take half pictures for whole ones from its import on.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            with warnings.catch_warnings():
                # Pillow warns below the size that this field allows; the limit here is ours.
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(source) as picture:
                    pixels = picture.width * picture.height * getattr(picture, "n_frames", 1)
                    if self.max_image_pixels is not None and pixels > self.max_image_pixels:
                        raise self.too_many_pixels(pixels)
                    if picture.format == "JPEG":
                        picture.draft("RGB", (max(1, picture.width // 8), max(1, picture.height // 8)))
                    picture.load()
        except Image.DecompressionBombError as error:
            raise self.too_many_pixels(_("ölçülemeyecek kadar çok")) from error
        except ValidationError:
            raise
        except Exception as error:
            # Decoders meet broken files with nearly every exception there is.
            raise ValidationError(UNFINISHED, code="unfinished_image") from error
        finally:
            source.seek(0)

    def check_marks(self, source: Any) -> None:
        """A JPEG may come in any number of passes over the whole picture, each a few bytes that take as long as a whole
        photo, and in any number of segments, which the decoder puts together in quadratic time. Ordinary ones have up
        to a dozen passes and some dozens of segments. Raises ``ValidationError``."""
        source.seek(0)
        if source.read(2) != b"\xff\xd8":
            return
        source.seek(0)
        segments, scans = marks_of(source.read())
        if segments > MOST_SEGMENTS or scans > MOST_SCANS:
            raise ValidationError(NOT_A_PICTURE, code="invalid_image")

    def too_many_pixels(self, pixels: Any) -> ValidationError:
        """The refusal of a picture of ``pixels`` (a number or words)."""
        return ValidationError(
            self.error_messages["file_too_many_pixels"]
            % {"num_pixels": pixels, "max_pixels_count": self.max_image_pixels},
            code="file_too_many_pixels",
        )
