"""Bad files are refused one by one, each with its reason; names are only names."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zlib

import pytest
from PIL import Image

from media_library.intake.uploads import parts
from media_library.intake.uploads.models import Upload, UploadState
from media_library.models import Photo, Video
from tests.factories.uploads import heavy, picture
from tests.media_library.intake.test_forms import png_bomb
from tests.media_library.intake.test_undrawable import HOPELESS, SPOILT

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]


def png_header(width, height):
    """A PNG that only says how large it is."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IEND", b"")
    )


def small_png():
    stream = io.BytesIO()
    Image.new("RGB", (30, 20), "#123456").save(stream, "PNG")
    return stream.getvalue()


HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
ZIP = b"PK\x03\x04" + bytes(200)
EXE = b"MZ\x90\x00" + bytes(200)

BAD = {
    "truncated": ("yarim.jpg", heavy(1)[:-2000], "yarım aktarılmış"),
    "half of the picture": ("yarim2.jpg", picture(2, 800, 600)[:1500], "yarım aktarılmış"),
    "truncated png": ("yarim.png", small_png()[:-30], "yarım aktarılmış"),
    "web page": ("sayfa.jpg", HTML, "fotoğraf değil"),
    "web page as png": ("sayfa.png", HTML, "fotoğraf değil"),
    "web page as heic": ("sayfa.heic", HTML, "fotoğraf değil"),
    "web page as film": ("sayfa.mp4", HTML, "video"),
    "web page by its name": ("sayfa.html", HTML, "arşive alınmıyor"),
    "svg": ("cizim.svg", SVG, "arşive alınmıyor"),
    "svg as png": ("cizim.png", SVG, "fotoğraf değil"),
    "program": ("kurulum.exe", EXE, "arşive alınmıyor"),
    "program as jpg": ("kurulum.jpg", EXE, "fotoğraf değil"),
    "zip": ("hepsi.zip", ZIP, "arşive alınmıyor"),
    "zip as jpg": ("hepsi.jpg", ZIP, "fotoğraf değil"),
    "double suffix": ("foto.jpg.php", picture(3), "arşive alınmıyor"),
    "no suffix": ("foto", picture(3), "arşive alınmıyor"),
    "no name": ("", picture(3), "arşive alınmıyor"),
    "empty": ("bos.jpg", b"", "0 bayt"),
    "empty film": ("bos.mp4", b"", "0 bayt"),
    "zeros": ("sifir.jpg", bytes(5000), "fotoğraf değil"),
    "bomb": ("bomba.png", png_bomb(20_000, 20_000), "piksel sayısı"),
    "fifty gigapixels": ("dev.png", png_header(250_000, 200_000), "piksel sayısı"),
    "four gigapixels": ("dev2.png", png_header(65_500, 65_500), "piksel sayısı"),
    "other suffix": ("resim.jpg", small_png(), "Uzantısını düzeltip"),
    "picture as film": ("resim.mp4", picture(4), "video"),
}


@pytest.mark.parametrize("what", sorted(BAD))
def test_a_bad_file_is_refused_with_its_reason_and_leaves_nothing(sender, what):
    name, data, words = BAD[what]
    fate = sender.send(name, data)
    assert fate["state"] == "refused"
    assert words.lower() in fate["reason"].lower()
    assert not Photo.objects.exists()
    assert not Video.objects.exists()
    assert not parts.root().exists() or list(parts.root().iterdir()) == []


def test_bad_files_among_good_ones_do_not_stop_them(sender, shoot):
    for number, (name, data, _words) in enumerate(BAD.values()):
        sender.send(f"iyi-{number}.jpg", picture(100 + number))
        sender.send(name, data)
    assert Photo.objects.filter(shoot=shoot).count() == len(BAD)
    assert Upload.objects.filter(state=UploadState.RECEIVING).count() == 0


@pytest.mark.parametrize("name", ["exif.png", "exif.webp", "exif.avif", "profile of megabytes.png"])
def test_metadata_that_nobody_can_read_keep_no_picture_out(sender, name):
    assert sender.send(name, SPOILT[name])["state"] == "taken"
    assert Photo.objects.get().file.read() == SPOILT[name]


@pytest.mark.parametrize("name", sorted(HOPELESS))
def test_what_cannot_be_drawn_does_not_come_in(sender, name):
    fate = sender.send(name, HOPELESS[name])
    assert fate["state"] == "refused"
    assert "bozuk" in fate["reason"]
    assert not Photo.objects.exists()


@pytest.fixture
def film(tmp_path):
    """Makes a second of moving picture with ffmpeg."""

    def make(name, *options):
        path = tmp_path / name
        source = ["-f", "lavfi", "-i", "testsrc=size=128x96:rate=10:duration=1"]
        subprocess.run([shutil.which("ffmpeg"), "-v", "error", *source, *options, str(path)], check=True, timeout=60)
        return path.read_bytes()

    return make


def test_a_film_of_a_codec_that_nobody_plays_is_refused_by_its_name(sender, film):
    data = film("tuhaf.avi", "-c:v", "ffvhuff")
    fate = sender.send("tuhaf.avi", data)
    assert fate["state"] == "refused"
    assert "desteklenmiyor" in fate["reason"]
    assert not Video.objects.exists()


def test_a_film_that_ends_too_early_is_refused(sender, film):
    whole = film("tam.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    assert sender.send("yarim.mp4", whole[: len(whole) // 2])["state"] == "refused"
    assert sender.send("tam.mp4", whole)["state"] == "taken"
    assert Video.objects.get().original_name == "tam.mp4"


NAMES = {
    "../../etc/passwd.jpg": "passwd.jpg",
    "..\\..\\windows\\system32\\x.jpg": "x.jpg",
    "C:\\x\\y.jpg": "y.jpg",
    "/etc/cron.d/kotu.jpg": "kotu.jpg",
    "a\x00b.jpg": "ab.jpg",
    "satır\r\nSet-Cookie: a=b.jpg": "satır Set-Cookie: a=b.jpg",
    "foto\u202egpj.exe.jpg": "fotogpj.exe.jpg",
    "u\u0308st gec\u0327it.jpg": "üst geçit.jpg",
    "<script>alert(1)</script>.jpg": "script>.jpg",
    "çok uzun " * 60 + ".jpg": None,
    ".htaccess.jpg": "htaccess.jpg",
    "%2e%2e%2fgizli.jpg": "%2e%2e%2fgizli.jpg",
}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_name_is_only_a_name(sender, name, settings):
    fate = sender.send(name, picture(5))
    assert fate["state"] == "taken"
    photo = Photo.objects.get()
    assert NAMES[name] is None or photo.original_name == NAMES[name]
    assert 0 < len(photo.original_name) <= 200
    assert photo.original_name.endswith(".jpg")
    stored = (settings.MEDIA_ROOT / photo.file.name).resolve()
    assert stored.parent == (settings.MEDIA_ROOT / "original_images").resolve()
    assert not {"passwd", "gizli", ".."} & set(stored.name.split("."))


def test_a_part_is_never_called_by_what_somebody_wrote(sender):
    sender.create("../../../tmp/kotu.jpg", 100)
    assert [path.name for path in parts.root().iterdir()] == [Upload.objects.get().pk.hex]


def test_a_picture_with_something_behind_it_is_kept_bit_for_bit(sender):
    data = picture(6) + b"PK\x05\x06" + bytes(18)
    assert sender.send("gifar.jpg", data)["state"] == "taken"
    assert Photo.objects.get().file.read() == data
