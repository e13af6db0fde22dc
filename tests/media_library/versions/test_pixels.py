"""What a version looks like, of every kind of file that the archive takes."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from media_library.versions.pixels import Edit, drawn
from tests.factories.library import camera_jpeg

pytestmark = pytest.mark.once
CORPUS = Path(__file__).parent.parent / "corpus"


def picture(fmt="PNG", size=(200, 100), mode="RGB", **options):
    """Red at the left, blue at the right."""
    made = Image.new(mode, size, "#c00000" if mode != "I;16" else 60_000)
    if mode != "I;16":
        made.paste("#0000c0", (size[0] // 2, 0, *size))
    stream = io.BytesIO()
    made.save(stream, fmt, **options)
    return stream.getvalue()


def made(data, *args, **kwargs):
    bytes_, suffix = drawn(io.BytesIO(data), Edit(*args, **kwargs))
    return Image.open(io.BytesIO(bytes_)), suffix


def test_it_is_turned_first_and_cropped_then():
    whole, suffix = made(picture(), 90)
    assert (whole.size, suffix) == ((100, 200), ".png")
    assert (whole.getpixel((50, 10)), whole.getpixel((50, 190))) == ((192, 0, 0), (0, 0, 192))
    lower, _suffix = made(picture(), 90, 0, 0.5, 1, 0.5)
    assert (lower.size, lower.getpixel((50, 5))) == ((100, 100), (0, 0, 192))
    assert made(picture(), 270)[0].getpixel((50, 10)) == (0, 0, 192)
    assert made(picture(), 180)[0].getpixel((10, 50)) == (0, 0, 192)


def test_what_the_camera_wrote_is_obeyed_and_left_behind():
    # The camera lay on its side: red is at the right once it stands.
    turned, suffix = made(camera_jpeg(400, 200, orientation=6), 0, 0, 0, 0.9, 1)
    assert (turned.size, suffix) == ((180, 400), ".jpg")
    assert not turned.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(turned.info)


@pytest.mark.parametrize(
    ("name", "suffix", "mode"),
    [
        ("cmyk.jpg", ".jpg", "RGB"), ("animated.gif", ".png", None), ("animated.webp", ".webp", None),
        ("sixteen_bit.png", ".png", None), ("phone.heic", ".jpg", "RGB"), ("xmp.avif", ".jpg", "RGB"),
        ("broken_exif.jpg", ".jpg", "RGB"), ("rotated_7.jpg", ".jpg", "RGB"),
    ],
)  # fmt: skip
def test_every_kind_of_file_has_versions(name, suffix, mode):
    data = (CORPUS / name).read_bytes()
    found, made_suffix = made(data, 90)
    assert made_suffix == suffix
    assert mode is None or found.mode == mode
    assert getattr(found, "n_frames", 1) == 1
    assert found.convert("L").getextrema()[1] > 0


def test_transparency_stays_where_the_format_has_it():
    clear = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    clear.paste((0, 128, 0, 255), (0, 0, 60, 120))
    stream = io.BytesIO()
    clear.save(stream, "PNG")
    found, _suffix = made(stream.getvalue(), 180)
    assert (found.getpixel((10, 10))[3], found.getpixel((110, 10))[3]) == (0, 255)


def test_a_huge_jpeg_is_read_at_half_its_size(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10_000
    assert made(picture("JPEG"), 90)[0].size == (50, 100)


@pytest.mark.parametrize(
    "edit",
    [
        (0, 0, 0, 0, 1), (0, 0.5, 0, 0.6, 1), (0, -0.1, 0, 1, 1), (0, 0, 0, 1, float("nan")), (45, 0, 0, 1, 1),
        (0, 0, 0, float("inf"), 1), (0, 2, 2, 1, 1),
    ],
)  # fmt: skip
def test_what_is_no_box_is_refused(edit):
    with pytest.raises(ValidationError):
        Edit(*edit)


def test_too_little_is_refused_and_what_browsers_round_is_not():
    with pytest.raises(ValidationError, match="çok küçük"):
        drawn(io.BytesIO(picture()), Edit(0, 0, 0, 0.2, 1))
    assert made(picture(), 0, 0.3335, 0, 0.6666, 1)[0].size == (133, 100)
    assert not Edit(0, 0, 0.0005, 1, 0.9995).changes
