"""The field that takes a picture in: the rules of an upload, in words that an editor understands."""

from __future__ import annotations

import re
import warnings
import zlib
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from wagtail.images.fields import WagtailImageField

from media_library.metadata.blocks import LARGEST, text_of
from media_library.metadata.opening import MIME, PNG_HEAD, chunks_of, header, kind_of
from media_library.renditions.drawing import prove

NOT_A_PICTURE = _("Bu dosya bir fotoğraf değil ya da bozuk. Makineden ya da telefondan yeniden aktarıp deneyin.")
UNFINISHED = _("Fotoğrafın sonu eksik ya da bozuk; dosya yarım aktarılmış olabilir. Yeniden aktarıp deneyin.")
EMPTY = _("Dosya boş (0 bayt). Yeniden aktarıp deneyin.")

# What files of one kind are called besides its name.
SUFFIXES = {"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "heif": "heic", "hif": "heic"}
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

    def to_python(self, data: Any) -> Any:
        """The file, looked into from its first byte to its last. Raises ``ValidationError``."""
        f: Any = FileField.to_python(self, data)
        if f is None:
            return None
        self.check_image_file_size(f)  # before all of it is read
        try:
            kind = kind_of(f)
            self.check_image_file_format(f, kind)
            self.check_image_pixel_size(f, passes=self.check_marks(f))
            f.content_type = MIME[kind]
        finally:
            f.seek(0)
        return f

    def check_image_file_format(self, f: Any, kind: str = "") -> None:
        """Whether the file is a picture, and the one that its name says. Raises ``ValidationError``."""
        suffix = PurePath(f.name).suffix.lower().lstrip(".")
        if suffix not in self.allowed_image_extensions:
            raise ValidationError(self.error_messages["invalid_image_extension"], code="invalid_image_extension")
        if not kind:
            raise ValidationError(NOT_A_PICTURE, code="invalid_image")
        if SUFFIXES.get(suffix, suffix) != kind:
            raise ValidationError(
                self.error_messages["invalid_image_known_format"] % {"extension": suffix, "image_format": kind},
                code="invalid_image_known_format",
            )

    def check_image_pixel_size(self, f: Any, passes: int = 1) -> None:
        """Reads the header for the size, and only then the whole picture, of which it draws one small size as a proof;
        ``passes``: in how many a JPEG comes. Raises ``ValidationError``.

        A JPEG is decoded at an eighth of its size: every byte is still read, at a fraction of the memory.
        """
        # The library that makes PDFs lets the whole process take half pictures for whole ones from its import on.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            with warnings.catch_warnings():
                # Pillow warns below the size that this field allows; the limit here is ours.
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with header(f) as picture:
                    self.check_pixels(picture, passes)
                prove(f)
        except Image.DecompressionBombError as error:
            raise self.too_many_pixels(_("ölçülemeyecek kadar çok")) from error
        except (ValidationError, MemoryError):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            # Decoders meet broken files with nearly every exception there is.
            raise ValidationError(UNFINISHED, code="unfinished_image") from error

    def check_pixels(self, picture: Image.Image, passes: int = 1) -> None:
        """Whether ``picture``, not decoded yet, can be decoded with the memory that we have. Raises
        ``ValidationError``.

        Only the first picture of a file is ever decoded; the others (the gain map of a telephone, the frames of an
        animation) do not count. An ordinary JPEG is decoded at the size that is needed; one that comes in several
        passes is held as coefficients (two bytes each), all of it.
        """
        pixels, most = picture.width * picture.height, self.max_image_pixels
        if not pixels:
            raise ValidationError(NOT_A_PICTURE, code="invalid_image")
        if most is None:
            return
        if isinstance(picture, JpegImageFile):
            most = settings.MEDIA_MAX_JPEG_PIXELS
            if passes > 1:
                most = min(most, int(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS * 3 / coefficients_per_pixel(picture)))
        if pixels > most:
            raise self.too_many_pixels(pixels, most)

    def check_marks(self, source: Any) -> int:
        """In how many passes over the picture the JPEG ``source`` comes; 1 for other kinds.

        There may be any number of them, each a few bytes that take as long as a whole photo, and any number of
        segments, which the decoder puts together in quadratic time. Ordinary ones have up to a dozen passes and some
        dozens of segments. A text of a PNG may swell to any size when it is unpacked. Raises ``ValidationError``.
        """
        source.seek(0)
        head = source.read(8)
        if head == PNG_HEAD and has_swelling_text(source):
            raise ValidationError(NOT_A_PICTURE, code="invalid_image")
        if not head.startswith(b"\xff\xd8"):
            return 1
        source.seek(0)
        segments, scans = marks_of(source.read())
        if segments > MOST_SEGMENTS or scans > MOST_SCANS:
            raise ValidationError(NOT_A_PICTURE, code="invalid_image")
        return scans

    def too_many_pixels(self, pixels: Any, most: int | None = None) -> ValidationError:
        """The refusal of a picture of ``pixels`` (a number or words)."""
        return ValidationError(
            self.error_messages["file_too_many_pixels"]
            % {"num_pixels": pixels, "max_pixels_count": most or self.max_image_pixels},
            code="file_too_many_pixels",
        )

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        """File dialogs know neither HEIC nor AVIF as pictures: each suffix is named."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        if "accept" in attrs:
            attrs["accept"] = ", ".join(["image/*", *(f".{suffix}" for suffix in self.allowed_image_extensions)])
        return attrs


def coefficients_per_pixel(picture: JpegImageFile) -> float:
    """How many numbers a pixel of the JPEG has: 3 in full colour, 1.5 with the usual halved colours, 1 in grey."""
    factors = [(across, down) for _number, across, down, _table in picture.layer]
    most = max(across for across, _ in factors) * max(down for _, down in factors)
    return sum(across * down for across, down in factors) / most


def has_swelling_text(file: Any) -> bool:
    """Whether some text of the PNG ``file`` is unpacked to more than any program writes."""
    for kind, start, size in chunks_of(file):
        if kind not in (b"zTXt", b"iTXt") or size > LARGEST:
            continue
        file.seek(start)
        with suppress(zlib.error, IndexError):
            if len(text_of(kind, file.read(size), LARGEST)[1]) > LARGEST:
                return True
    return False
