"""The drawn pictures: the right size, repeatable, different by seed, and some of them like a camera's files."""

import datetime as dt
import io

import pytest
from PIL import Image

from demo import pictures

pytestmark = pytest.mark.slow

CAMERA = pictures.Camera("Kiyi Optik", "K-1", "Hatice Sandikci", dt.datetime(2026, 5, 3, 10, 30), 38.42, 25.93)


@pytest.mark.parametrize("kind", sorted(pictures.KINDS))
def test_every_scene_is_drawn(kind):
    with Image.open(io.BytesIO(pictures.render(kind, 1))) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (1600, 1067)
        assert len(picture.resize((40, 27)).getcolors(40 * 27) or []) > 100


def test_a_seed_always_gives_the_same_picture():
    assert pictures.render("harbour", 4) == pictures.render("harbour", 4)
    assert pictures.render("harbour", 4) != pictures.render("harbour", 5)


def test_a_camera_file_says_when_where_and_by_whom():
    with Image.open(io.BytesIO(pictures.render("beach", 1, CAMERA))) as picture:
        exif = picture.getexif()
        gps = exif.get_ifd(0x8825)
    assert exif[0x010F] == "Kiyi Optik"
    assert exif[0x013B] == "Hatice Sandikci"
    assert exif[0x0132] == "2026:05:03 10:30:00"
    assert gps[1] == "N"
    assert [float(part) for part in gps[2]] == [38.0, 25.0, pytest.approx(12.0, abs=0.01)]


def test_the_logo_is_a_transparent_square():
    with Image.open(io.BytesIO(pictures.logo(256))) as logo:
        assert logo.size == (256, 256)
        assert logo.mode == "RGBA"
        assert logo.getpixel((0, 0))[3] == 0
        assert logo.getpixel((128, 128))[3] == 255


def test_an_unknown_scene_is_refused():
    with pytest.raises(KeyError):
        pictures.render("moon_landing", 1)
