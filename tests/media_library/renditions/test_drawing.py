"""The fast way gives what Wagtail gives: the same size, the same part of the photo, nearly the same pixels."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms
from wagtail.images.models import SourceImageIOError

from media_library.models import Photo
from media_library.renditions import drawing
from media_library.renditions.sizes import KNOWN_SIZES
from tests.factories.library import stored_photo
from tests.factories.renditions import (
    HEIGHT,
    WIDTH,
    archived,
    difference,
    encoded,
    ours,
    scene,
    scene_file,
    stock,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]

SPECS = [
    "width-300",
    "height-200",
    "max-165x165",
    "min-200x300",
    "scale-30",
    "scale-130",
    "fill-300x200",
    "fill-200x300-c50",
    "fill-160x160-c100",
    "fill-900x900",
    "width-5000",
    "original",
    "fill-300x200|width-100",
]
POINT = {"focal_point_x": 1500, "focal_point_y": 300, "focal_point_width": 220, "focal_point_height": 260}
CLOSE = 4.0


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("point", [{}, POINT], ids=["middle", "focal point"])
def test_size_and_part_are_wagtails(drawings, spec, point):
    photo = archived(scene_file(), **point)
    assert difference(ours(photo, spec), stock(photo, spec)) < CLOSE
    assert len(drawings) == 1


def test_a_focal_point_moves_the_part_that_is_shown():
    photo = archived(scene_file(), **POINT)
    middle = archived(scene_file())
    assert difference(ours(photo, "fill-160x160-c100"), ours(middle, "fill-160x160-c100")) > 5 * CLOSE


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("spec", ["width-240", "fill-300x200-c60", "max-165x165"])
def test_all_eight_orientations_stand_upright(drawings, orientation, spec):
    point = {"focal_point_x": 200, "focal_point_y": 150, "focal_point_width": 300, "focal_point_height": 200}
    photo = archived(scene_file(orientation), **point)
    assert difference(ours(photo, spec), stock(photo, spec)) < CLOSE
    assert len(drawings) == 1


def test_sizes_drawn_together_look_as_each_drawn_by_itself():
    """All of them from one decoding, halved step by step, in another colour space and lying on the side."""
    photo = archived(encoded(scene(), orientation=6, icc_profile=swapped_profile()))
    specs = [spec for spec in KNOWN_SIZES if "format-jpeg" in spec]
    filters = [drawing.QuickFilter(spec=spec) for spec in specs]
    with photo.open_file() as file:
        source = drawing.Original.opened(file)
        source.expect(photo, filters)
        together = [photo.generate_rendition_file(one, source=source) for one in filters]
    for spec, drawn in zip(specs, together, strict=True):
        with Image.open(drawn.file) as picture:
            assert difference(picture, ours(photo, spec)) < CLOSE / 2
            assert "icc_profile" not in picture.info


def test_the_careful_filter_reads_few_pixels_more_than_it_writes(monkeypatch):
    """A count that stands for the time: from the decoded photo every small size would read all of it."""
    read = []
    genuine = Image.Image.resize

    def noted(self, size, resample=None, box=None, reducing_gap=None):
        left, top, right, bottom = box
        read.append((right - left) * (bottom - top) / (size[0] * size[1]))
        return genuine(self, size, resample, box, reducing_gap)

    photo = archived(scene_file())
    filters = [drawing.QuickFilter(spec=spec) for spec in KNOWN_SIZES if "avif" not in spec and "webp" not in spec]
    with photo.open_file() as file:
        source = drawing.Original.opened(file)
        source.expect(photo, filters)
        monkeypatch.setattr(Image.Image, "resize", noted)
        for one in filters:
            photo.generate_rendition_file(one, source=source)
    assert len(read) == len(filters)
    assert max(read) <= (2 * drawing.DRAWING_GAP) ** 2 * 1.1


def test_the_scene_tells_the_orientations_apart():
    drawn = [ours(archived(scene_file(orientation)), "fill-200x200") for orientation in range(1, 9)]
    for number, one in enumerate(drawn):
        assert all(difference(one, other) > 2 * CLOSE for other in drawn[:number])


def test_an_orientation_that_does_not_exist_is_none():
    photo = archived(scene_file(0))
    assert ours(photo, "width-300").size == (300, 200)


@pytest.mark.parametrize(
    ("spec", "format_name"),
    [
        ("width-300|format-jpeg", "JPEG"),
        ("width-300|format-webp", "WEBP"),
        ("width-300|format-avif", "AVIF"),
        ("width-300|format-png", "PNG"),
        ("width-300|format-gif", "GIF"),
        ("width-300|format-webp-lossless", "WEBP"),
        ("width-300|format-avif-lossless", "AVIF"),
    ],
)
def test_every_format_of_wagtails_comes_out(spec, format_name):
    photo = archived(scene_file())
    drawn = ours(photo, spec)
    assert drawn.format == format_name
    assert difference(drawn, stock(photo, spec)) < 8


@pytest.mark.parametrize("name", ["jpeg", "webp", "avif"])
def test_a_quality_is_respected(name):
    photo = archived(scene_file())

    def weight(quality):
        return ours(photo, f"width-600|format-{name}|{name}quality-{quality}").fp.seek(0, io.SEEK_END)

    assert weight(20) < weight(60) < weight(95)


def test_avif_and_webp_are_much_lighter_than_jpeg():
    photo = archived(scene_file())
    avif, webp, jpeg = (
        photo.generate_rendition_file(drawing.Filter(spec=f"width-960|format-{name}")).size
        for name in ("avif", "webp", "jpeg")
    )
    assert max(avif, webp) < 0.7 * jpeg


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("progressive.jpg", lambda: encoded(scene(), progressive=True)),
        ("grey.jpg", lambda: encoded(scene().convert("L"))),
        ("picture.png", lambda: encoded(scene(), "PNG")),
        ("picture.webp", lambda: encoded(scene(), "WEBP")),
        ("picture.avif", lambda: encoded(scene(), "AVIF")),
        ("phone.heic", lambda: encoded(scene(), "HEIF")),
        ("palette.png", lambda: encoded(scene().convert("P"), "PNG")),
        ("bilevel.png", lambda: encoded(scene().convert("1"), "PNG")),
        ("two.jpg", lambda: encoded(scene(), "MPO", save_all=True, append_images=[scene().resize((300, 200))])),
    ],
)
def test_every_kind_of_file_looks_as_wagtail_shows_it(drawings, name, data):
    photo = archived(data(), name)
    for spec in ("width-300|format-jpeg", "fill-200x300|format-png"):
        assert difference(ours(photo, spec), stock(photo, spec)) < 6
    assert len(drawings) == 2


def test_transparency_becomes_white_in_jpeg_and_stays_in_the_others():
    picture = scene(600, 400).convert("RGBA")
    picture.putalpha(Image.new("L", picture.size, 0))
    grey = Image.new("LA", (600, 400), (0, 0))
    for data in (encoded(picture, "PNG"), encoded(grey, "PNG")):
        photo = archived(data, "cizim.png")
        assert ours(photo, "width-300|format-jpeg").getpixel((150, 100)) == (255, 255, 255)
        assert ours(photo, "width-300").convert("RGBA").getpixel((150, 100))[3] == 0
        assert ours(photo, "width-300|format-webp").convert("RGBA").getpixel((150, 100))[3] == 0


def test_sixteen_bit_grey_keeps_its_brightness():
    deep = Image.new("I;16", (600, 400), 128 * 256)
    photo = archived(encoded(deep, "PNG"), "tarama.png")
    for name in ("jpeg", "webp", "avif", "png"):
        assert ours(photo, f"width-300|format-{name}").convert("L").getpixel((10, 10)) == pytest.approx(128, abs=2)


def test_cmyk_from_a_print_shop_becomes_rgb_in_the_right_colours():
    photo = archived(encoded(Image.new("RGB", (900, 600), "#d02030").convert("CMYK")), "matbaa.jpg")
    for name in ("jpeg", "webp", "avif", "png"):
        drawn = ours(photo, f"width-300|format-{name}")
        assert drawn.mode == "RGB"
        assert all(abs(a - b) < 12 for a, b in zip(drawn.getpixel((9, 9)), (0xD0, 0x20, 0x30), strict=True))


def swapped_profile():
    """A profile that means blue where it says red: XYZ columns of sRGB in another order."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    entries = {}
    for number in range(int.from_bytes(profile[128:132])):
        entry = profile[132 + 12 * number : 144 + 12 * number]
        entries[bytes(entry[:4])] = (int.from_bytes(entry[4:8]), int.from_bytes(entry[8:12]))
    red, blue = (entries[name] for name in (b"rXYZ", b"bXYZ"))
    first, second = (bytes(profile[start : start + length]) for start, length in (red, blue))
    profile[red[0] : sum(red)], profile[blue[0] : sum(blue)] = second, first
    start, length = entries[b"desc"]
    profile[start : start + length] = bytes(profile[start : start + length]).replace(b"R\x00G\x00B", b"X\x00Y\x00Z")
    return bytes(profile)


def test_another_colour_space_is_changed_to_srgb_and_no_profile_goes_out():
    red = Image.new("RGB", (900, 600), "#c02040")
    photo = archived(encoded(red, icc_profile=swapped_profile()))
    drawn = ours(photo, "width-300|format-jpeg")
    assert drawn.getpixel((9, 9))[2] > 150 > 100 > drawn.getpixel((9, 9))[0]
    assert "icc_profile" not in drawn.info
    plain_profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = ours(archived(encoded(red, icc_profile=plain_profile)), "width-300|format-jpeg")
    assert same.getpixel((9, 9))[0] > 180
    assert "icc_profile" not in same.info


def test_a_broken_profile_does_not_stop_a_photo():
    for picture in (scene(600, 400), scene(600, 400).convert("CMYK")):
        drawn = ours(archived(encoded(picture, icc_profile=b"no profile at all" * 20)), "width-300")
        assert (drawn.mode, drawn.size) == ("RGB", (300, 200))


@pytest.mark.parametrize(
    ("name", "format_name"), [("a.gif", "GIF"), ("a.webp", "WEBP"), ("a.png", "PNG"), ("a.avif", "AVIF")]
)
def test_of_an_animation_the_first_picture_is_shown_in_every_format(drawings, name, format_name):
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("#c00000", "#00c000", "#0000c0")]
    photo = archived(encoded(frames[0], format_name, save_all=True, append_images=frames[1:], duration=80), name)
    for spec in ("width-100", "width-100|format-jpeg", "width-100|format-webp"):
        assert ours(photo, spec).convert("RGB").getpixel((9, 9))[0] > 150
    assert len(drawings) == 3


def test_what_goes_out_says_whose_it_is_and_nothing_else(camera_file):
    photo = stored_photo(
        camera_file, credit="Gökçe Işık", copyright_notice="© Çamlıkıyı Belediyesi", usage_terms="Haber amaçlı",
        caption="İmzalanmamış bir söz",
    )  # fmt: skip
    for name in ("jpeg", "webp", "avif"):
        picture = ours(photo, f"width-300|format-{name}")
        exif = picture.getexif()
        packet = picture.info["xmp"].decode()
        assert "© Çamlıkıyı Belediyesi" in packet
        assert "Haber amaçlı" in packet
        assert "söz" not in packet
        assert "Gökçe Işık" in {value.encode("latin-1").decode() for value in exif.values() if isinstance(value, str)}
        assert not exif.get_ifd(0x8825)
        assert drawing.EXIF_ORIENTATION not in exif


def test_a_lost_file_and_half_a_file_say_so():
    photo = archived(scene_file())
    storage, name = photo.file.storage, photo.file.name
    storage.delete(name)
    storage.save(name, ContentFile(scene_file()[:20_000]))
    with pytest.raises(OSError, match="truncated"):
        ours(photo, "width-300")
    storage.delete(name)
    with pytest.raises(SourceImageIOError):
        ours(Photo.objects.get(pk=photo.pk), "width-300")


@pytest.mark.parametrize(
    ("box", "size", "scale"),
    [
        ((0, 0, 6000, 4000), (1600, 1066), 2),
        ((0, 0, 6000, 4000), (480, 320), 8),
        ((0, 0, 6000, 4000), (3000, 2000), 1),
        ((1000, 1000, 2200, 1800), (600, 400), 1),
        ((0, 0, 600, 400), (1200, 800), 1),
    ],
)
def test_no_more_detail_is_thrown_away_than_the_size_can_spare(box, size, scale):
    assert drawing.reduction(box, size) == scale


def test_a_file_is_decoded_once_for_all_sizes_unless_one_needs_more(monkeypatch):
    loads = []
    picture = archived(scene_file())
    genuine = drawing.plain
    monkeypatch.setattr(drawing, "plain", lambda image: loads.append(image.size) or genuine(image))
    with picture.file.open("rb") as file:
        original = drawing.Original.opened(file)
        original.expect(picture, [drawing.Filter(spec=f"width-{width}") for width in (100, 150, 500)])
        for width in (100, 150, 500):
            original.crop((0, 0, WIDTH, HEIGHT)).resize((width, width * 2 // 3))
        assert loads == [(901, 602)]
        original.crop((0, 0, WIDTH, HEIGHT)).resize((1600, 1066))
        assert loads == [(901, 602), (WIDTH, HEIGHT)]
