"""Photos with enough in them to see a difference: fine detail, edges, an unmistakable up and left."""

import io
from functools import cache

from django.core.files.images import ImageFile
from PIL import ExifTags, Image, ImageChops, ImageDraw, ImageFilter, ImageStat
from wagtail.images.models import AbstractImage, Filter

from media_library.models import Photo

WIDTH, HEIGHT = 1801, 1203


@cache
def scene(width=WIDTH, height=HEIGHT):
    grain = Image.effect_noise((width, height), 24).filter(ImageFilter.GaussianBlur(1))
    slope = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (slope, grain, slope.transpose(Image.Transpose.FLIP_TOP_BOTTOM)))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, width // 4, height // 5), fill="#f0e020")
    pen.ellipse((width * 0.6, height * 0.3, width * 0.9, height * 0.8), fill="#208040", outline="#ffffff", width=9)
    return picture


@cache
def scene_file(orientation=1):
    return encoded(scene(), orientation=orientation)


def encoded(picture, format_name="JPEG", orientation=1, **options):
    stream = io.BytesIO()
    if orientation != 1:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = orientation
        options["exif"] = exif.tobytes()
    if format_name in ("JPEG", "MPO"):
        options.setdefault("quality", 92)
    picture.save(stream, format_name, **options)
    return stream.getvalue()


def archived(data, name="DSC_0001.jpg", **values):
    return Photo.objects.create(title="Sahil", file=ImageFile(io.BytesIO(data), name=name), **values)


def ours(photo, spec):
    return Image.open(photo.generate_rendition_file(Filter(spec=spec)).file)


def stock(photo, spec):
    return Image.open(AbstractImage.generate_rendition_file(photo, Filter(spec=spec)).file)


def difference(one, other):
    """The mean difference of two pictures of one size, in levels of 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)
