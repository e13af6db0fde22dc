"""Whether the sizes that the public is shown are really those of their photos, looked at picture by picture."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageStat

from media_library.metadata.served import served_metadata
from media_library.models import Photo, PhotoRendition
from media_library.renditions.drawing import Original, QuickFilter
from media_library.renditions.keys import fields_of_size, fits
from media_library.renditions.storing import WrongBytes, opened

# Both pictures are made this small and compared: compression does not show there, another picture does.
SMALL = (24, 24)
MOST_MEAN, MOST_ANYWHERE = 6, 56


# Formats in which sizes carry words; a PNG or GIF is drawn without any.
SPEAKING = {"JPEG", "MPO", "WEBP", "AVIF"}


def faults() -> Iterator[tuple[Photo, str]]:
    """Every size of a public photo that is found under its key and does not show this photo, or says other words; and
    every public photo whose bytes are not those of its digest. Each with a Turkish reason.

    Sizes with another key are not among them: nobody is shown those.
    """
    public = Photo.objects.filter(pk__in=Photo.objects.filter(public_uses__isnull=False).values("pk"))
    for photo in public.order_by("pk").iterator(chunk_size=200):
        try:
            yield from ((photo, reason) for reason in _faults_of(photo))
        except WrongBytes:
            yield photo, _("dosyası, kayıtlı özetine uymuyor")
        except OSError as error:
            yield photo, _("dosyası okunamıyor: %(error)s") % {"error": error}


def _faults_of(photo: Photo) -> Iterator[str]:
    with opened(photo) as source:
        for row in photo.renditions.order_by("pk"):
            row.image = photo
            if not fits(row):
                continue
            try:
                with row.file.open("rb") as stored, Image.open(stored) as picture:
                    picture.load()
                    said = picture.info.get("xmp") or b""
                    speaks = picture.format in SPEAKING
                    shown = picture.convert("RGB") if picture.mode in ("RGB", "L", "CMYK") else None
                expected = _expected(photo, row, source)
            except (OSError, ValueError, SyntaxError) as error:
                yield _("%(size)s boyutu okunamıyor: %(error)s") % {"size": row.filter_spec, "error": error}
                continue
            wanted = served_metadata(fields_of_size(photo, row.filter_spec)).get("xmp", b"") if speaks else b""
            if bytes(said).rstrip(b"\x00") != wanted.rstrip(b"\x00"):
                yield _("%(size)s boyutu imzalanandan başka sözler taşıyor") % {"size": row.filter_spec}
            if shown is not None and not _alike(shown, expected):
                yield _("%(size)s boyutu bu fotoğrafı göstermiyor") % {"size": row.filter_spec}


def _expected(photo: Photo, row: PhotoRendition, source: Original) -> Image.Image:
    """The size as it would be drawn now, as a JPEG whatever its format: that is quick."""
    spec = "|".join(part for part in row.filter_spec.split("|") if not part.startswith("format-"))
    drawn = photo.generate_rendition_file(QuickFilter(spec=f"{spec}|format-jpeg"), source=source)
    with Image.open(drawn.file) as picture:  # type: ignore[arg-type]
        picture.load()
        return picture.convert("RGB")


def _alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    small = (picture.resize(SMALL, Image.Resampling.BOX) for picture in (one, other))
    difference = ImageStat.Stat(ImageChops.difference(*small))
    return max(difference.mean) <= MOST_MEAN and max(high for _low, high in difference.extrema) <= MOST_ANYWHERE
