"""What comes in through the single and the multiple upload, and what is refused with which words."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image

from media_library.models import File, Photo
from tests import factories
from tests.factories.library import camera_jpeg, stored_photo

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def png_bomb(width, height):
    """A PNG of ``width`` x ``height`` white pixels in a few kilobytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\x00" + b"\xff" * ((width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def refused_files():
    whole = camera_jpeg()
    png = io.BytesIO()
    Image.new("RGB", (300, 200), "#123456").save(png, "PNG")
    return {
        "truncated": ("yarim.jpg", whole[: len(whole) // 2], "yarım aktarılmış"),
        "truncated_png": ("yarim.png", png.getvalue()[:-40], "yarım aktarılmış"),
        "html": ("sayfa.jpg", b"<html><script>alert(1)</script></html>", "fotoğraf değil"),
        "empty": ("bos.jpg", b"", "0 bayt"),
        "svg": ("cizim.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "alınmıyor"),
        "wrong_suffix": ("resim.jpg", png.getvalue(), "Uzantısını düzeltip"),
        "bomb": ("bomba.png", png_bomb(30_000, 30_000), "piksel sayısı"),
        "medium_bomb": ("bomba2.png", png_bomb(12_000, 12_000), "piksel sayısı"),
    }


@pytest.fixture
def archivist(client):
    client.force_login(factories.archivist())
    return client


@pytest.mark.parametrize("kind", sorted(refused_files()))
def test_a_bad_file_is_refused_in_words_by_both_uploads(archivist, kind):
    name, data, words = refused_files()[kind]
    single = archivist.post(
        reverse("wagtailimages:add"),
        {"title": "Deneme", "file": SimpleUploadedFile(name, data), "collection": 1},
    )
    assert single.status_code == 200
    assert words in single.content.decode()
    multiple = archivist.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": SimpleUploadedFile(name, data), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    answer = multiple.json()
    assert answer["success"] is False
    assert words in answer["error_message"]
    assert not Photo.objects.exists()


def test_an_oversized_photo_is_refused_in_words(archivist, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10_000
    answer = archivist.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": SimpleUploadedFile("buyuk.jpg", camera_jpeg()), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    assert "Fotoğraf çok büyük" in answer["error_message"]


def test_a_camera_file_comes_in_whole_under_a_name_nobody_can_guess(archivist, camera_file):
    response = archivist.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": SimpleUploadedFile("DSC_0042 Açılış.JPG", camera_file), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert response.json()["success"] is True
    photo = Photo.objects.get()
    assert photo.original_name == "DSC_0042 Açılış.JPG"
    assert photo.credit == "Gökçe Işık"
    stem = photo.file.name.removeprefix("original_images/").removesuffix(".jpg")
    assert len(stem) == 32
    assert int(stem, 16)
    with photo.file.open("rb") as stored:
        assert stored.read() == camera_file, "the archive keeps the original untouched"


def test_a_document_keeps_its_name_and_hides_its_place(archivist):
    archivist.post(
        reverse("wagtaildocs:add"),
        {
            "title": "İhale ilanı",
            "file": SimpleUploadedFile("İhale ilanı.pdf", b"%PDF-1.4 %%EOF"),
            "collection": 1,
        },
    )
    document = File.objects.get()
    assert document.filename == document.original_name
    assert document.original_name.endswith(".pdf")
    assert "hale" in document.original_name
    assert "hale" not in document.file.name


def test_an_empty_document_is_refused_in_words(archivist):
    response = archivist.post(
        reverse("wagtaildocs:add"), {"title": "Boş", "file": SimpleUploadedFile("bos.pdf", b""), "collection": 1}
    )
    assert "0 bayt" in response.content.decode()
    assert not File.objects.exists()


@pytest.mark.parametrize("spec", ["width-400", "fill-300x300", "width-400|format-png", "width-400|format-webp"])
def test_a_size_that_leaves_the_house_tells_only_the_credit(camera_file, spec):
    photo = stored_photo(camera_file, credit="Gökçe Işık")
    rendition = photo.get_rendition(spec)
    with rendition.file.open("rb") as stored:
        data = stored.read()
    assert b"gizli not" not in data
    assert "Örnek Kamera".encode() not in data
    with Image.open(io.BytesIO(data)) as picture:
        exif = picture.getexif()
        assert not exif.get_ifd(ExifTags.IFD.GPSInfo)
        assert set(exif) <= {ExifTags.Base.Artist, ExifTags.Base.Copyright}
        if picture.format in ("JPEG", "PNG"):
            assert exif[ExifTags.Base.Artist].encode("latin-1").decode() == "Gökçe Işık"
            assert exif[ExifTags.Base.Copyright].encode("latin-1").decode() == "Gökçe Işık"
        # Orientation 6: what the camera saw on top belongs on the right.
        right, left = (picture.convert("RGB").getpixel((x, picture.height // 2)) for x in (picture.width - 3, 2))
    assert right[0] > 150 > right[2]
    assert left[2] > 150 > left[0]
    if spec == "width-400":
        assert rendition.height > rendition.width
    assert photo.file.name.split("/")[1].split(".")[0] not in rendition.file.name


def test_several_sizes_made_at_once_are_clean_too(camera_file):
    photo = stored_photo(camera_file)
    for rendition in photo.get_renditions("width-100", "width-200").values():
        with rendition.file.open("rb") as stored, Image.open(stored) as picture:
            assert not picture.getexif()
