"""What goes out carries the office's words, in both ways of writing them, and nothing of the camera's owner."""

import datetime as dt
import json
import os
import shutil
import subprocess

import pytest
from PIL import Image, ImageSequence

from media_library.metadata import write
from media_library.metadata.fields import Fields
from media_library.metadata.read import read
from media_library.metadata.write import Copy, MetadataNotWritten, write_copies, write_copy
from tests.media_library.corpus import CORPUS

pytestmark = pytest.mark.slow

FIELDS = Fields(
    headline="Ayvalık'ta şenlik: «Işık ğünü»",
    caption="İlk satır: çocuklar,\nikinci satır — öğretmenler.",
    credit="Fotoğraf: Gökçe Işık/Ayvalık Belediyesi Basın Yayın ve Halkla İlişkiler Müdürlüğü",
    byline="Gökçe Işık",
    copyright="© 2026 Ayvalık Belediyesi",
    usage_terms="Kaynak gösterilerek ücretsiz kullanılabilir.",
    keywords=("zeytin", "şenlik", "İğneada"),
    city="Balıkesir",
    sublocation="Cunda",
    country="Türkiye",
    event="Zeytin Hasat Şenliği",
    taken_at=dt.datetime(2026, 5, 19, 11, 30, tzinfo=dt.UTC),
    alt_text="Halk oyunları oynayan çocuklar",
    digital_source_type="digitalCapture",
)
AI = Fields(
    caption="Zeytinlik", digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    ai_system="Görsel Üretici", ai_system_version="3.1", ai_prompt="Sâkin bir zeytinlik", ai_prompt_writer="A. İnce",
)  # fmt: skip
PICTURES = sorted(
    path.name for path in CORPUS.iterdir() if path.suffix in {".jpg", ".png", ".gif", ".webp", ".avif", ".heic"}
)
FILMS = ("film.mp4", "film.mov")
PRIVATE = (
    b"OWNER-IN-MAKER-NOTES",
    b"042001337",
    "Sahibinin Adı".encode(),
    b"cihaz ba\xc5\x9fl",
    b"iPhone",
    b"26.693611",
)


def tags_of(directory):
    """Every tag of the files in ``directory`` as ExifTool sees it, by file name and "Group:Name"."""
    config = ["-config", str(write.CONFIG)]
    done = subprocess.run(
        ["exiftool", *config, "-j", "-G1", "-a", "-s", "-c", "%.6f", str(directory)],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return {found["System:FileName"]: found for found in json.loads(done.stdout)}


def picture_data(path):
    """What of a file is the picture or film itself, byte for byte as stored, or decoded where formats mix the two."""
    data = path.read_bytes()
    if path.suffix == ".jpg":
        return b"".join(body for mark, body in segments(data) if not (0xE0 <= mark <= 0xEF or mark == 0xFE))
    if path.suffix == ".png":
        return b"".join(body for kind, body in png_chunks(data) if kind in (b"IHDR", b"IDAT", b"PLTE"))
    if path.suffix in {".mp4", ".mov"}:
        start = data.index(b"mdat") - 4
        return data[start : start + int.from_bytes(data[start : start + 4], "big")]
    with Image.open(path) as image:
        return b"".join(frame.convert("RGBA").tobytes() for frame in ImageSequence.Iterator(image))


def segments(data):
    position = 2
    while position < len(data):
        mark = data[position + 1]
        if mark == 0xDA:
            end = data.rfind(b"\xff\xd9")
            yield mark, data[position : end if end > position else len(data)]
            return
        size = 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        yield mark, data[position : position + size]
        position += size


def png_chunks(data):
    position = 8
    while position < len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        yield data[position + 4 : position + 8], data[position + 8 : position + 8 + size]
        position += 12 + size


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """A copy of every readable file of the corpus, made in one go."""
    directory = tmp_path_factory.mktemp("kit %d ğ")
    names = [name for name in (*PICTURES, *FILMS) if name != "truncated.jpg"]
    write_copies([Copy(CORPUS / name, directory / name, FIELDS) for name in names])
    assert sorted(os.listdir(directory)) == sorted(names)  # and no leftovers
    return directory


@pytest.fixture(scope="module")
def seen(copies):
    return tags_of(copies)


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "truncated.jpg"])
def test_every_photo_goes_out_with_the_offices_words(copies, name):
    with (copies / name).open("rb") as file:
        found = read(file)
    for field in (
        "headline",
        "caption",
        "credit",
        "byline",
        "copyright",
        "usage_terms",
        "keywords",
        "event",
        "alt_text",
    ):
        assert getattr(found, field) == getattr(FIELDS, field), field
    assert (found.city, found.sublocation, found.country) == ("Balıkesir", "Cunda", "Türkiye")
    assert found.digital_source_type == "digitalCapture"
    assert found.taken_at == FIELDS.taken_at
    assert found.latitude is None


@pytest.mark.parametrize("name", [name for name in (*PICTURES, *FILMS) if name != "truncated.jpg"])
def test_the_picture_itself_is_the_same(copies, name):
    assert picture_data(copies / name) == picture_data(CORPUS / name)
    assert picture_data(copies / name)


@pytest.mark.parametrize("name", [name for name in (*PICTURES, *FILMS) if name != "truncated.jpg"])
def test_nothing_private_goes_along(copies, seen, name):
    found = seen[name]
    assert [tag for tag in found if "GPS" in tag or "Serial" in tag or "Owner" in tag or "Thumbnail" in tag] == []
    assert [tag for tag in found if tag.startswith(("MakerNotes", "Canon:", "Nikon:"))] == []
    data = (copies / name).read_bytes()
    assert [secret for secret in PRIVATE if secret in data] == []


def test_a_jpeg_says_it_in_iptc_and_in_xmp(seen):
    found = seen["camera_canon.jpg"]
    assert found["IPTC:CodedCharacterSet"] == "UTF8"
    for tag in ("IPTC:Caption-Abstract", "XMP-dc:Description", "IFD0:ImageDescription"):
        assert found[tag].replace(".ikinci", "\nikinci") == FIELDS.caption
    for tag in ("IPTC:Credit", "XMP-photoshop:Credit"):
        assert found[tag] == FIELDS.credit
    for tag in ("IPTC:CopyrightNotice", "XMP-dc:Rights", "IFD0:Copyright"):
        assert found[tag] == FIELDS.copyright
    for tag in ("IPTC:SpecialInstructions", "XMP-xmpRights:UsageTerms"):
        assert found[tag] == FIELDS.usage_terms
    assert found["IPTC:Keywords"] == found["XMP-dc:Subject"] == ["zeytin", "şenlik", "İğneada"]
    assert found["IPTC:TimeCreated"] == "14:30:00+03:00"
    assert found["Photoshop:IPTCDigest"] == found["File:CurrentIPTCDigest"]
    assert found["ExifIFD:FNumber"] == 4.0
    assert not [tag for tag in found if "Make" in tag or "Model" in tag]  # free words of whoever brings the file


def test_a_film_says_it_in_xmp_and_in_the_fields_of_players(seen):
    for name in FILMS:
        found = seen[name]
        assert found["XMP-photoshop:Credit"] == FIELDS.credit
        assert found["ItemList:Title"] == FIELDS.headline
        assert found["ItemList:Copyright"] == FIELDS.copyright


@pytest.mark.parametrize("turn", range(1, 9))
def test_the_turn_is_kept(copies, turn):
    with (copies / f"rotated_{turn}.jpg").open("rb") as file:
        assert read(file).orientation == turn


def test_a_turned_webp_keeps_its_turn(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (39.0, 19.0, 11.0)}
    source = tmp_path / "turned.webp"
    Image.new("RGBA", (8, 6), (200, 30, 30, 90)).save(source, lossless=True, exif=exif.tobytes())
    write_copy(source, tmp_path / "copy.webp", FIELDS)
    with (tmp_path / "copy.webp").open("rb") as file:
        found = read(file)
    assert (found.orientation, found.latitude, found.credit) == (6, None, FIELDS.credit)
    assert picture_data(tmp_path / "copy.webp") == picture_data(source)


@pytest.mark.parametrize("name", ["camera_canon.jpg", "ai_generated.png", "plain.webp", "xmp.avif", "phone.heic"])
def test_a_generated_picture_goes_out_as_one(tmp_path, name):
    write_copy(CORPUS / name, tmp_path / name, AI)
    with (tmp_path / name).open("rb") as file:
        found = read(file)
    assert found.digital_source_type == "trainedAlgorithmicMedia"
    assert (found.ai_system, found.ai_system_version) == (AI.ai_system, AI.ai_system_version)
    assert (found.ai_prompt, found.ai_prompt_writer) == (AI.ai_prompt, AI.ai_prompt_writer)


@pytest.mark.parametrize(
    "text",
    [
        "-all=", "-o\n/tmp/elsewhere", "$(touch /tmp/x) `id` ${PATH} $GPSLatitude", "@argümanlar.txt", "<caption.txt",
        "a\n-execute\n-delete_original!\nb", "&lt;b&gt; &#x41; & <", "100 % %d %f", "'\"\\", "  boşluklar  ", "😀 ﷽",
        "#[CSTR]-x=\\n", "{ready}", "-", "=", "ü" * 3000,
    ],
)  # fmt: skip
def test_no_value_is_taken_for_an_option(tmp_path, text):
    fields = Fields(headline=text, caption=text, credit=text, usage_terms=text, keywords=(text, "son"))
    write_copy(CORPUS / "phone_android.jpg", tmp_path / "-copy %d.jpg", fields)
    with (tmp_path / "-copy %d.jpg").open("rb") as file:
        found = read(file)
    assert found.caption == text.strip()
    assert found.keywords == (" ".join(text.split())[:1000], "son")
    assert found.latitude is None
    assert os.listdir(tmp_path) == ["-copy %d.jpg"]


def test_control_characters_are_left_out(tmp_path):
    write_copy(CORPUS / "rotated_1.jpg", tmp_path / "a.jpg", Fields(caption="bir\x00\x1biki\ufffe", credit="\x00"))
    with (tmp_path / "a.jpg").open("rb") as file:
        found = read(file)
    assert (found.caption, found.credit) == ("biriki", "")


def test_a_wrong_suffix_does_no_harm(tmp_path):
    source = tmp_path / "-really a png $x.jpg"
    shutil.copy(CORPUS / "sixteen_bit.png", source)
    write_copy(source, tmp_path / "copy.png", FIELDS)
    assert picture_data(tmp_path / "copy.png") == picture_data(CORPUS / "sixteen_bit.png")


def test_one_bad_file_is_named_and_the_others_are_made(tmp_path):
    (tmp_path / "page.jpg").write_text("<html>")
    good, bad = tmp_path / "good.jpg", tmp_path / "bad.jpg"
    bad.write_bytes(b"older copy")
    with pytest.raises(MetadataNotWritten, match="yazılamadı") as refused:
        write_copies([Copy(tmp_path / "page.jpg", bad, FIELDS), Copy(CORPUS / "cmyk.jpg", good, FIELDS)])
    assert refused.value.failed == (bad,)
    assert bad.read_bytes() == b"older copy"
    with good.open("rb") as file:
        assert read(file).credit == FIELDS.credit
    with pytest.raises(MetadataNotWritten):
        write_copy(tmp_path / "missing.jpg", bad, FIELDS)


def test_many_copies_take_one_process(tmp_path, monkeypatch):
    runs = []
    run = subprocess.run
    monkeypatch.setattr(write.subprocess, "run", lambda *args, **more: runs.append(args) or run(*args, **more))
    write_copies([Copy(CORPUS / "rotated_1.jpg", tmp_path / f"{n}.jpg", FIELDS) for n in range(20)])
    assert len(runs) == 1
    assert len(os.listdir(tmp_path)) == 20


def test_a_program_that_hangs_or_is_missing_ends_in_a_sentence(tmp_path, monkeypatch):
    def hangs(*args, **more):
        raise subprocess.TimeoutExpired("exiftool", 60)

    monkeypatch.setattr(write.subprocess, "run", hangs)
    with pytest.raises(MetadataNotWritten):
        write_copy(CORPUS / "cmyk.jpg", tmp_path / "a.jpg", FIELDS)
    monkeypatch.setattr(write.shutil, "which", lambda name: None)
    with pytest.raises(MetadataNotWritten, match="ExifTool"):
        write_copy(CORPUS / "cmyk.jpg", tmp_path / "a.jpg", FIELDS)
    assert os.listdir(tmp_path) == []


def test_a_copy_of_a_copy_replaces_the_older_words(tmp_path):
    write_copy(CORPUS / "agency.jpg", tmp_path / "a.jpg", FIELDS)
    write_copy(tmp_path / "a.jpg", tmp_path / "a.jpg", AI)
    with (tmp_path / "a.jpg").open("rb") as file:
        found = read(file)
    assert (found.caption, found.credit, found.keywords) == ("Zeytinlik", "", ())


def test_bytes_that_only_begin_like_webp_are_refused(tmp_path):
    source = tmp_path / "half.webp"
    source.write_bytes((CORPUS / "animated.webp").read_bytes()[:-100])
    with pytest.raises(MetadataNotWritten):
        write_copy(source, tmp_path / "copy.webp", FIELDS)


def test_the_cameras_own_moment_stays_where_the_office_names_none(tmp_path):
    write_copy(CORPUS / "camera_nikon.jpg", tmp_path / "a.jpg", Fields(credit="Ayvalık Belediyesi"))
    with (tmp_path / "a.jpg").open("rb") as file, (CORPUS / "camera_nikon.jpg").open("rb") as original:
        assert read(file).taken_at == read(original).taken_at


def test_what_a_phone_hangs_behind_the_picture_is_cut_off(tmp_path):
    source = tmp_path / "motion.jpg"
    film = (CORPUS / "film.mp4").read_bytes()
    source.write_bytes((CORPUS / "phone_android.jpg").read_bytes() + film)
    write_copy(source, tmp_path / "a.jpg", FIELDS)
    assert b"ftyp" not in (tmp_path / "a.jpg").read_bytes()
    assert picture_data(tmp_path / "a.jpg") == picture_data(CORPUS / "phone_android.jpg")


def test_a_picture_cut_short_is_not_handed_out(tmp_path):
    with pytest.raises(MetadataNotWritten):
        write_copy(CORPUS / "truncated.jpg", tmp_path / "a.jpg", FIELDS)
    assert os.listdir(tmp_path) == []
