"""Photos made to hurt come in and are shown, or are refused in words; no third thing happens."""

import io
import os
import struct
import zlib

import pytest
from PIL import ExifTags, Image, ImageFile

from media_library.intake.fields import MOST_SCANS, MOST_SEGMENTS, marks_of
from media_library.intake.services import Refused, take_in_photo
from media_library.models import Photo, PhotoRendition
from media_library.renditions.sizes import ARCHIVE_SIZES
from media_library.renditions.storing import make_sizes
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def segment(mark, data):
    return b"\xff" + bytes([mark]) + struct.pack(">H", len(data) + 2) + data


def with_segments(*segments, picture=b""):
    data = picture or factories.jpeg(64, 48)
    return data[:2] + b"".join(segments) + data[2:]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(31 * 10)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body + chunk(b"IEND", b"")


def tiff(*entries, following=0, extra=b""):
    return (
        b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + b"".join(entries) + struct.pack("<I", following) + extra
    )


def entry(tag, kind, count, value):
    return struct.pack("<HHII", tag, kind, count, value)


def exif(**tags):
    block = Image.Exif()
    for name, value in tags.items():
        directory = block.get_ifd(ExifTags.IFD.Exif) if name[:4] in ("Date", "Offs", "Subs", "User") else block
        directory[ExifTags.Base[name]] = value
    return factories.jpeg(64, 48, exif=block.tobytes())


def photoshop(iim):
    return segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iim)) + iim + bytes(len(iim) % 2))


def xmp(body, before=b""):
    space = b'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    return segment(
        0xE1,
        b"http://ns.adobe.com/xap/1.0/\0" + before + b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
        b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' + space + b">" + body
        + b"</rdf:Description></rdf:RDF></x:xmpmeta>",
    )  # fmt: skip


def passes(number):
    """A small grey JPEG that draws the same detail ``number`` times over."""
    scan = segment(0xDA, b"\1\1\0\1\x3f\0") + b"\x00\x7f"
    return (
        b"\xff\xd8" + segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC2, struct.pack(">BHHB", 8, 8, 8, 1) + b"\1\x11\0")
        + segment(0xC4, b"\0" + bytes([1] + [0] * 15) + b"\0") + segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0")
        + segment(0xDA, b"\1\1\0\0\0\0") + b"\x7f" + scan * number + b"\xff\xd9"
    )  # fmt: skip


LAUGHS = b'<!DOCTYPE z [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + number, (b"&%c;" % (97 + number)) * 10) for number in range(10)
) + b"]>"  # fmt: skip
NOTHING = (0).to_bytes(8, "little")

TAKEN = {
    "one pixel.jpg": factories.jpeg(1, 1),
    "one pixel wide.jpg": factories.jpeg(1, 5000),
    "one pixel high.jpg": factories.jpeg(5000, 1),
    "hundreds of blocks.jpg": with_segments(*[segment(0xE1, b"Exif\0\0x")] * 300),
    "iptc longer than the file.jpg": with_segments(photoshop(b"\x1c\x02\x78\x00\x50kisa")),
    "iptc of four gigabytes.jpg": with_segments(photoshop(b"\x1c\x02\x78\x80\x04\xff\xff\xff\xffkisa")),
    "iptc with zero bytes.jpg": with_segments(photoshop(b"\x1c\x02\x69\x00\x05a\0b\0c\x1c\x02\x19\0\x03k\0w")),
    "iptc with half characters.jpg": with_segments(photoshop(b"\x1c\x02\x78\x00\x05\xed\xa0\x80\0\x01")),
    "exif in a circle.jpg": with_segments(
        segment(0xE1, b"Exif\0\0" + tiff(*(entry(tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005)), following=8))
    ),
    "exif of four gigabytes.jpg": with_segments(
        segment(0xE1, b"Exif\0\0" + tiff(entry(0x10E, 2, 0xFFFFFFFF, 8), entry(0x927C, 7, 0x7FFFFFFF, 30)))
    ),
    "nothing divided by nothing.jpg": with_segments(
        segment(0xE1, b"Exif\0\0" + tiff(entry(0x11A, 5, 1, 38), entry(0x829A, 5, 1, 38), extra=NOTHING))
    ),
    "year nought.jpg": exif(DateTimeOriginal="0000:00:00 00:00:00"),
    "year 9999.jpg": exif(DateTimeOriginal="9999:12:31 23:59:60", OffsetTimeOriginal="-99:99"),
    "last day of the century.jpg": exif(DateTimeOriginal="2099:12:31 23:59:59", OffsetTimeOriginal="-23:59"),
    "exif text with zero bytes.jpg": exif(Artist=b"A\0B\0\xff\xfe", ImageDescription=b"\xed\xa0\x80\0" + b"x" * 20_000),
    "half characters of windows.jpg": exif(XPTitle=b"\x00\xd8a\0\x00\xdc", XPKeywords=b"\x00\xd8;\0a\0"),
    "a billion laughs.jpg": with_segments(xmp(b"<photoshop:Headline>&k;</photoshop:Headline>", LAUGHS)),
    "somebody elses file.jpg": with_segments(
        xmp(b"<photoshop:Headline>&x;</photoshop:Headline>", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    ),
    "deep xmp.jpg": with_segments(xmp(b"<dc:x>" * 4000 + b"</dc:x>" * 4000)),
    "xmp with control characters.jpg": with_segments(
        xmp(b"<photoshop:Headline>a&#0;b&#xD800;c&#1;d</photoshop:Headline>")
    ),
    "colour profile of noise.jpg": factories.jpeg(64, 48, icc_profile=b"\xff" * 60_000),
    # Of an animation only the first picture is ever decoded.
    "frames without end.png": png(chunk(b"acTL", struct.pack(">II", 0xFFFFFFFF, 0))),
    "with a document behind it.jpg": factories.jpeg(64, 48) + b"%PDF-1.4\n%%EOF",
}  # fmt: skip

REFUSED = {
    "thousands of blocks.jpg": with_segments(*[segment(0xE1, b"Exif\0\0x")] * (MOST_SEGMENTS + 1)),
    "too many passes.jpg": passes(MOST_SCANS + 1),
    "text bomb.png": png(chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(64 * 1024**2), 9))),
    "compressed xmp bomb.png": png(
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(64 * 1024**2), 9))
    ),
    "a document first.jpg": b"%PDF-1.4\n" + factories.jpeg(64, 48),
    "postscript.jpg": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "tiff.jpg": tiff(entry(0x100, 4, 1, 10), entry(0x101, 4, 1, 10)),
}


@pytest.fixture
def bring(tmp_path):
    def bring(name, data):
        path = tmp_path / "gelen"
        path.write_bytes(data)
        return take_in_photo(path=path, name=name)

    return bring


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_it_comes_in_and_is_shown(bring, name):
    photo = bring(name, TAKEN[name])
    assert photo.file.read() == TAKEN[name]
    assert make_sizes(photo, ARCHIVE_SIZES) == len(ARCHIVE_SIZES)
    photo = Photo.objects.get()
    assert "\0" not in photo.headline + photo.caption + photo.credit
    assert "root:" not in photo.headline
    assert len(photo.headline) <= 250
    assert photo.latitude is None


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_it_is_refused_in_words_and_leaves_nothing(bring, name, settings):
    with pytest.raises(Refused) as refusal:
        bring(name, REFUSED[name])
    assert str(refusal.value).endswith(".")
    assert not Photo.objects.exists()


def test_an_ordinary_number_of_passes_is_no_bomb(bring):
    stream = io.BytesIO()
    Image.effect_noise((200, 100), 90).convert("CMYK").save(stream, "JPEG", progressive=True)
    assert 8 < marks_of(stream.getvalue())[1] <= MOST_SCANS
    bring("asamali.jpg", stream.getvalue())
    # A preview in the head, a film behind the end, full of what looks like marks.
    whole = with_segments(segment(0xE2, b"\xff\xda\0\2" * 5000)) + b"\xff\xda\0\2" * 5000
    assert marks_of(whole)[1] == 1
    bring("canli.jpg", whole)


def test_half_a_picture_is_refused_after_a_pdf_was_made_in_the_same_process(bring, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # what the PDF library does when it is imported
    with pytest.raises(Refused, match="yarım aktarılmış"):
        bring("yarim.jpg", factories.jpeg()[:3000])


def test_whatever_a_decoder_raises_is_a_refusal(bring, monkeypatch):
    class Odd(Exception):
        pass

    def odd(self):
        raise Odd

    monkeypatch.setattr("PIL.JpegImagePlugin.JpegImageFile.load", odd)
    with pytest.raises(Refused, match="bozuk"):
        bring("a.jpg", factories.jpeg())


def test_a_page_of_a_photo_that_cannot_be_drawn_says_so_and_offers_another_try(bring, client):
    from media_library.models import JobKind, JobState, MediaJob

    photo = bring("a.jpg", factories.jpeg())
    os.truncate(photo.file.path, 100)
    MediaJob.objects.update(state=JobState.FAILED, error="OSError: broken")
    client.force_login(factories.archivist())
    page = client.get(f"/admin/arsiv/foto/{photo.pk}/")
    assert page.status_code == 200
    assert "boyutları hazırlanamadı" in page.content.decode()
    assert "OSError" not in page.content.decode()
    assert client.post(f"/admin/arsiv/foto/{photo.pk}/yeniden/").status_code == 302
    jobs = {(JobKind.ARCHIVED, JobState.QUEUED), (JobKind.PHOTO, JobState.QUEUED)}
    assert set(MediaJob.objects.values_list("kind", "state")) == jobs
    assert PhotoRendition.objects.count() == 0
    assert "boyutları hazırlanamadı" not in client.get(f"/admin/arsiv/foto/{photo.pk}/").content.decode()
