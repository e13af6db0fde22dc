"""Files as cameras and telephones really write them come in, stand upright and say what they say."""

import io
import struct
import subprocess
import sys
import textwrap
import zlib

import pytest
from PIL import ExifTags, Image

from media_library.intake.services import Refused, kind_of, take_in_photo
from media_library.metadata import heif
from media_library.metadata.read import read, turn_of
from media_library.models import Orientation
from media_library.renditions.sizes import ARCHIVE_SIZES, GRID
from media_library.renditions.storing import make_sizes
from tests import factories
from tests.media_library.intake.test_hostile_photos import chunk, segment, with_segments

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
RED, BLUE = (200, 0, 0), (0, 0, 200)


@pytest.fixture
def bring(tmp_path):
    def bring(name, data):
        path = tmp_path / "gelen"
        path.write_bytes(data)
        return take_in_photo(path=path, name=name)

    return bring


def halves(width=640, height=320):
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture


def saved(picture, format_name, **options):
    stream = io.BytesIO()
    picture.save(stream, format_name, **options)
    return stream.getvalue()


def with_turn(turn):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    return exif.tobytes()


def shown(photo):
    """Size and the colours at the top and at the bottom of what everybody sees."""
    with photo.get_rendition(GRID).file.open("rb") as stored, Image.open(stored) as picture:
        picture = picture.convert("RGB")
        width, height = picture.size
        ends = [picture.getpixel((width // 2, at)) for at in (height // 8, height - height // 8)]
        return width < height, ["red" if red > blue else "blue" for red, _green, blue in ends]


# --- HEIC ---------------------------------------------------------------------------------------------------------


def heic(turn, *, instructed):
    """A HEIC whose Exif says ``turn``; ``instructed``: its ``irot`` says it as well, as iPhones write."""
    data = saved(halves(), "HEIF", exif=with_turn(turn), quality=90)
    if instructed:
        return data
    # The properties that turn become free space: the pictures of some telephones have none.
    for kind in (b"irot", b"imir"):
        data = data.replace(kind, b"free")
    return data


@pytest.mark.parametrize("instructed", [True, False])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_heic_stands_as_its_camera_says_and_is_never_turned_twice(bring, turn, instructed):
    data = heic(turn, instructed=instructed)
    assert heif.is_turned(io.BytesIO(data)) == (instructed and turn != 1)
    expected = bring("ayni.jpg", saved(halves(), "JPEG", exif=with_turn(turn)))
    photo = bring("telefon.heic", data)
    assert shown(photo) == shown(expected)
    assert photo.orientation == expected.orientation


def test_the_turn_of_a_thumbnail_is_not_that_of_the_picture():
    def box(kind, *parts):
        body = b"".join(parts)
        return struct.pack(">I", 8 + len(body)) + kind + body

    def file(associations):
        properties = box(b"ipco", box(b"ispe", bytes(12)), box(b"irot", b"\1"))
        ipma = box(b"ipma", bytes(4), struct.pack(">I", len(associations)), *associations)
        meta = box(b"meta", bytes(4), box(b"pitm", bytes(4), b"\0\7"), box(b"iprp", properties, ipma))
        return io.BytesIO(box(b"ftyp", b"heic\0\0\0\0heic") + meta)

    assert not heif.is_turned(file([b"\0\7\1\x81", b"\0\x08\2\x81\x82"]))
    assert heif.is_turned(file([b"\0\7\2\x81\x82", b"\0\x08\1\x81"]))
    assert not heif.is_turned(io.BytesIO(b"\0\0\0\x0cftyp" + bytes(40)))


# --- Kinds and names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "format_name", "stored"),
    [
        ("a.jfif", "JPEG", ".jpg"),
        ("a.jpe", "JPEG", ".jpg"),
        ("a.JPEG", "JPEG", ".jpeg"),
        ("a.heif", "HEIF", ".heic"),
        ("a.HIF", "HEIF", ".heic"),
    ],
)
def test_further_names_of_known_kinds_open(bring, client, name, format_name, stored):
    assert kind_of(name) == "photo"
    photo = bring(name, saved(halves(), format_name))
    assert photo.original_name == name
    assert photo.file.name.endswith(stored)
    assert make_sizes(photo, ARCHIVE_SIZES) == len(ARCHIVE_SIZES)
    client.force_login(factories.editor())
    assert client.get(photo.file.url)["Content-Type"] in ("image/jpeg", "image/heic")


@pytest.mark.parametrize("brand", [b"mif1", b"heix", b"hevc", b"msf1"])
def test_a_heic_of_any_brand_comes_in(bring, brand):
    data = saved(halves(), "HEIF")
    assert data[8:12] == b"heic"
    assert bring("a.hif", data[:8] + brand + data[12:]).width == 640


@pytest.mark.parametrize(("name", "format_name"), [("a.png", "PNG"), ("a.avif", "AVIF"), ("a.webp", "WEBP")])
def test_an_animation_is_not_broken(bring, name, format_name):
    frames = [halves(), halves().transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    data = saved(frames[0], format_name, save_all=True, append_images=frames[1:], duration=90)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.n_frames == 2
    photo = bring(name, data)
    assert photo.file.read() == data
    with photo.get_rendition(GRID).file.open("rb") as stored, Image.open(stored) as picture:
        assert picture.convert("RGB").getpixel((20, 20))[0] > 150


# --- Pixels -------------------------------------------------------------------------------------------------------


def flat_jpeg(width, height, *, progressive=False, factors=((1, 0x22), (2, 0x11), (3, 0x11))):
    """A whole grey JPEG of any size in a few bytes: each of its blocks is two bits long."""
    head = b"\xff\xd8" + segment(0xDB, b"\0" + b"\1" * 64)
    frame = struct.pack(">BHHB", 8, height, width, len(factors))
    frame += b"".join(bytes([number, factor, 0]) for number, factor in factors)
    tables = b"".join(segment(0xC4, kind + bytes([1] + [0] * 15) + b"\0") for kind in (b"\0", b"\x10"))
    names = bytes([len(factors)]) + b"".join(bytes([number, 0]) for number, _ in factors)
    scan = segment(0xDA, names + (b"\0\0\0" if progressive else b"\0\x3f\0"))
    units = -(-width // 16) * -(-height // 16) * 6
    body = bytes(units // (8 if progressive else 4) + 1)
    return head + segment(0xC2 if progressive else 0xC0, frame) + tables + scan + body + b"\xff\xd9"


@pytest.mark.parametrize(("width", "height"), [(11648, 8736), (12000, 9000), (16320, 12240)])
def test_cameras_of_102_108_and_200_megapixels_are_taken(bring, width, height):
    photo = bring("buyuk.jpg", flat_jpeg(width, height))
    assert (photo.width, photo.height) == (width, height)
    assert make_sizes(photo, ARCHIVE_SIZES) == len(ARCHIVE_SIZES)


def test_what_must_be_decoded_whole_keeps_its_limit(bring):
    with pytest.raises(Refused, match="piksel sayısı"):
        bring("a.jpg", flat_jpeg(20_000, 15_000))
    # In passes, with full colours: three numbers of two bytes for each pixel.
    assert bring("b.jpg", flat_jpeg(9_000, 8_000, progressive=True)).pk
    full = ((1, 0x11), (2, 0x11), (3, 0x11))
    for data in (flat_jpeg(16_320, 12_240, progressive=True), flat_jpeg(10_000, 9_000, progressive=True, factors=full)):
        # Only its header and its marks are looked at, so that it does not matter that the second is not whole.
        scans = data[:-2] + segment(0xDA, b"\1\1\0\1\x3f\0") + b"\0\xff\xd9"
        with pytest.raises(Refused, match="piksel sayısı"):
            bring("c.jpg", scans)


@pytest.mark.slow
def test_two_hundred_megapixels_take_less_memory_than_eighty_did(tmp_path):
    """Measured in a process of its own, from the door to the largest size: less than the 240 MB of a PNG of 80."""
    path = tmp_path / "buyuk.jpg"
    path.write_bytes(flat_jpeg(16_320, 12_240))
    code = """
        import resource, sys, django
        django.setup()
        from pathlib import Path
        from wagtail.images.models import Filter
        from media_library.intake.services import examined_photo
        from media_library.models import Photo
        from media_library.renditions.drawing import Original, QuickFilter
        from media_library.renditions.sizes import KNOWN_SIZES
        import io
        path = Path(sys.argv[1])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        width, height = examined_photo(path, path.name)
        with path.open("rb") as file:
            source = Original.opened(file)
            photo = Photo(file="a.jpg", width=width, height=height, collection_id=1)
            filters = [QuickFilter(spec=spec) for spec in KNOWN_SIZES if "avif" not in spec]
            source.expect(photo, filters)
            for wanted in filters:
                wanted.run(photo, io.BytesIO(), source=source)
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) < 240


def test_a_picture_with_a_second_one_behind_it_counts_once(bring, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = settings.MEDIA_MAX_JPEG_PIXELS = 640 * 320
    two = saved(halves(), "MPO", save_all=True, append_images=[halves()])
    with Image.open(io.BytesIO(two)) as picture:
        assert picture.n_frames == 2
    assert bring("kazanc-haritali.jpg", two).width == 640
    moving = saved(halves(), "GIF", save_all=True, append_images=[halves(320, 160).resize((640, 320))])
    assert bring("a.gif", moving).width == 640
    with pytest.raises(Refused, match="piksel sayısı"):
        bring("b.jpg", saved(halves(642, 320), "JPEG"))


# --- What they say ------------------------------------------------------------------------------------------------

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
    "<photoshop:Headline>İskele açıldı</photoshop:Headline></rdf:Description></rdf:RDF></x:xmpmeta>"
).encode()


def iim(**texts):
    numbers = {"headline": 105, "credit": 110, "caption": 120}
    return b"\x1c\x01\x5a\x00\x03\x1b%G" + b"".join(
        struct.pack(">BBBH", 0x1C, 2, numbers[name], len(text.encode())) + text.encode() for name, text in texts.items()
    )


def resource(number, body):
    return b"8BIM" + struct.pack(">HHI", number, 0, len(body)) + body + bytes(len(body) % 2)


def png_with(*chunks, behind=()):
    data = saved(halves(64, 48), "PNG")
    return data[:33] + b"".join(chunks) + data[33:-12] + b"".join(behind) + data[-12:]


def raw_profile(name, body):
    text = f"\n{name}\n{len(body):8d}\n{body.hex()}\n".encode()
    return chunk(b"zTXt", f"Raw profile type {name}".encode() + b"\0\0" + zlib.compress(text))


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("behind", [True, False])
def test_a_png_with_more_than_a_megabyte_of_xmp_is_whole(bring, packed, behind):
    body = XMP + b" " * 3_000_000
    text = b"XML:com.adobe.xmp\0" + (b"\1\0\0\0" + zlib.compress(body) if packed else b"\0\0\0\0" + body)
    parts = [chunk(b"iTXt", text)]
    photo = bring("a.png", png_with(behind=parts) if behind else png_with(*parts))
    assert photo.headline == "İskele açıldı"
    assert make_sizes(photo, ARCHIVE_SIZES) == len(ARCHIVE_SIZES)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("iptc", resource(0x0404, iim(headline="Şölen başladı"))),
        ("iptc", iim(headline="Şölen başladı")),
        ("8bim", resource(0x0409, b"x" * 33) + resource(0x0404, iim(headline="Şölen başladı"))),
        ("xmp", XMP.replace("İskele açıldı".encode(), "Şölen başladı".encode())),
        ("APP1", b"http://ns.adobe.com/xap/1.0/\0" + XMP.replace("İskele açıldı".encode(), "Şölen başladı".encode())),
    ],
)
def test_the_raw_profiles_of_a_png_are_read(name, body):
    assert read(io.BytesIO(png_with(raw_profile(name, body)))).headline == "Şölen başladı"


def test_the_turn_in_a_raw_profile_of_a_png_is_obeyed(bring):
    data = png_with(raw_profile("exif", with_turn(6)))
    assert turn_of(io.BytesIO(data)) == 6
    assert bring("a.png", data).orientation == Orientation.PORTRAIT


@pytest.mark.parametrize("body", [b"", b"\nexif\n", b"\nexif\n   4\nzzzz\n", b"\nexif\n  99999999\nff\n"])
def test_a_broken_raw_profile_says_nothing(body):
    data = png_with(
        chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(body)), raw_profile("iptc", iim(headline="Kıyı"))
    )
    assert read(io.BytesIO(data)).headline == "Kıyı"


def test_a_second_segment_of_photoshops_is_read():
    head = b"Photoshop 3.0\0"
    first = head + resource(0x03ED, b"x" * 16)
    second = head + resource(0x0404, iim(headline="Kıyı temizlendi", credit="Gül Şen"))
    said = read(io.BytesIO(with_segments(segment(0xED, first), segment(0xED, second))))
    assert (said.headline, said.credit) == ("Kıyı temizlendi", "Gül Şen")


def test_a_record_spread_over_two_segments_is_read_whole():
    head = b"Photoshop 3.0\0"
    whole = resource(0x0404, iim(headline="Kıyı temizlendi", caption="çok uzun " * 900, credit="Gül Şen"))
    parts = [segment(0xED, head + whole[:4000]), segment(0xED, head + whole[4000:])]
    said = read(io.BytesIO(with_segments(*parts)))
    assert (said.headline, said.credit) == ("Kıyı temizlendi", "Gül Şen")
    assert len(said.caption) > 5000
