"""Every file of the corpus says what its maker wrote, in right Turkish."""

import datetime as dt
import json
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_library.metadata import xmp
from media_library.metadata.exif import moment
from media_library.metadata.read import Metadata, read
from tests.media_library.corpus import CORPUS

ISTANBUL = ZoneInfo("Europe/Istanbul")
HEADLINE = "Ayvalık'ta zeytin hasadı şenliği başladı"
CAPTION = (
    "Ayvalık Belediyesi'nin düzenlediği Zeytin Hasat Şenliği, Cunda'da çocukların gösterisiyle başladı. İlk gün ığdır."
)
AFTERNOON = dt.datetime(2026, 5, 19, 14, 30, tzinfo=ISTANBUL)
FULL_IIM = (
    "iim_latin5.jpg", "iim_latin5_declared_utf8.jpg", "iim_utf8.jpg", "iim_utf8_undeclared.jpg", "iim_mac_turkish.jpg",
    "broken_exif.jpg",
)  # fmt: skip
XMP_WORDS = (
    "mojibake_once.jpg", "mojibake_twice.jpg", "mojibake_cp1254.jpg", "latin5_read_as_latin1.jpg", "cmyk.jpg",
    "progressive.jpg", "sixteen_bit.png", "animated.gif", "animated.webp", "xmp.avif", "phone.heic", "ai_generated.png",
)  # fmt: skip
PICTURES = sorted(
    path.name for path in CORPUS.iterdir() if path.suffix in {".jpg", ".png", ".gif", ".webp", ".avif", ".heic"}
)


def of(name):
    with (CORPUS / name).open("rb") as file:
        found = read(file)
        assert file.tell() == 0
    return found


@pytest.mark.parametrize("name", FULL_IIM)
def test_an_iptc_record_is_read_in_every_encoding(name):
    found = of(name)
    assert (found.headline, found.caption) == (HEADLINE, CAPTION)
    assert (found.byline, found.credit, found.copyright) == ("Gökçe Işık", "Ayvalık Belediyesi", "© Ayvalık Belediyesi")
    assert found.keywords == ("zeytin", "şenlik", "İğneada", "çocuk")
    assert (found.city, found.sublocation, found.country) == ("Balıkesir", "Cunda", "Türkiye")
    assert found.taken_at == AFTERNOON


@pytest.mark.parametrize("name", XMP_WORDS)
def test_xmp_is_read_in_every_format_and_state_of_decoding(name):
    found = of(name)
    assert (found.headline, found.caption) == (HEADLINE, CAPTION)
    assert (found.byline, found.credit) == ("Gökçe Işık", "Ayvalık Belediyesi")


def test_a_credit_cut_in_the_middle_of_a_letter_loses_only_that_letter():
    assert of("iim_cut_in_a_letter.jpg").credit == "Ayval"


def test_an_agency_photo_gives_all_that_agencies_write():
    found = of("agency.jpg")
    assert found.byline == "Özgür Çağlar"
    assert found.credit == "Ege Haber Ajansı/Özgür Çağlar"
    assert found.copyright == "© Ege Haber Ajansı"
    assert found.usage_terms == "Yalnızca abonelerin kullanımına açıktır."
    assert found.event == "Zeytin Hasat Şenliği"
    assert found.persons_shown == ("Şükrü Öğüt", "Ayşegül İnce")
    assert found.keywords == ("zeytin", "şenlik")
    assert found.alt_text == "Halk oyunları oynayan çocuklar"
    assert found.city == "BALIKESİR"
    assert found.taken_at == AFTERNOON


def test_iptc_changed_after_the_xmp_is_believed_first():
    assert of("agency_iim_changed_later.jpg").headline == "Başlık sonradan düzeltildi"
    assert of("agency_iim_changed_later.jpg").raw["iim_is_newer"]
    assert not of("agency.jpg").raw["iim_is_newer"]


@pytest.mark.parametrize(
    ("name", "maker", "model", "byline", "taken_at"),
    [
        ("camera_canon.jpg", "Canon", "Canon EOS R6", "Gökçe Işık", AFTERNOON),
        (
            "camera_nikon.jpg", "NIKON CORPORATION", "NIKON Z 6", "Gökçe Işık",
            AFTERNOON.replace(tzinfo=dt.timezone(dt.timedelta(hours=1))),
        ),
        # In the week before 8 November 2015 Turkey still kept summer time by decree.
        ("camera_sony.jpg", "SONY", "ILCE-7M4", "", dt.datetime(2015, 11, 1, 0, 30, 0, 250_000, tzinfo=dt.UTC)),
        ("phone_android.jpg", "samsung", "SM-S921B", "", AFTERNOON),
        ("phone.heic", "Apple", "iPhone 15", "Gökçe Işık", AFTERNOON),
    ],
)  # fmt: skip
def test_a_camera_says_its_name_its_owner_and_the_moment(name, maker, model, byline, taken_at):
    found = of(name)
    assert (found.make, found.model, found.byline) == (maker, model, byline)
    assert found.taken_at == taken_at


def test_what_a_camera_writes_into_every_photo_is_no_caption():
    assert of("camera_sony.jpg").caption == ""


def test_words_of_windows_explorer_are_read():
    found = of("windows_xp.jpg")
    assert (found.headline, found.caption, found.byline) == (HEADLINE, CAPTION, "Gökçe Işık")
    assert found.keywords == ("zeytin", "şenlik", "İğneada", "çocuk")


@pytest.mark.parametrize("name", ["phone_android.jpg", "phone.heic"])
def test_the_place_is_read_and_stays_out_of_the_record(name):
    found = of(name)
    assert (found.latitude, found.longitude) == (Decimal("39.319722"), Decimal("26.693611"))
    assert "39" not in json.dumps(found.raw)


@pytest.mark.parametrize("turn", range(1, 9))
def test_the_turn_of_the_picture_is_read(turn):
    assert of(f"rotated_{turn}.jpg").orientation == turn


def test_a_heic_photo_needs_no_turning_because_its_decoder_has_done_it():
    assert of("phone_android.jpg").orientation == 6
    assert of("phone.heic").orientation == 1


def test_a_generated_picture_says_so():
    found = of("ai_generated.png")
    assert found.digital_source_type == "trainedAlgorithmicMedia"
    assert (found.ai_system, found.ai_system_version) == ("Görsel Üretici", "3.1")
    assert found.ai_prompt == "Gün batımında sâkin bir zeytinlik"
    assert found.ai_prompt_writer == "Ayşegül İnce"


def test_broken_metadata_give_what_can_be_read_of_them():
    assert of("broken_iim.jpg").headline == HEADLINE
    assert of("broken_xmp.jpg").caption == CAPTION
    assert of("truncated.jpg").headline == HEADLINE
    assert of("plain.webp").headline == ""


@pytest.mark.parametrize("data", [b"", b"<html>", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\x00\x00", b"GIF89a", b"RIFF"])
def test_what_is_no_picture_says_nothing(data):
    assert read(BytesIO(data)).headline == ""


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PICTURES), st.data())
def test_a_damaged_file_never_stops_the_reader(name, data):
    content = bytearray((CORPUS / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found = read(BytesIO(bytes(content[: data.draw(st.integers(0, len(content)))])))
    assert isinstance(found, Metadata)
    json.dumps(found.raw)


@pytest.mark.parametrize("name", PICTURES)
def test_the_record_is_small_json_that_a_database_takes(name):
    text = json.dumps(of(name).raw, ensure_ascii=False)
    assert len(text) < 40_000
    assert "\x00" not in text


def test_a_hostile_packet_opens_no_entities_and_fills_no_memory():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rdf:RDF>&b;</rdf:RDF>'
    assert xmp.parse(bomb) == {}
    many = b"<rdf:li>x</rdf:li>" * 5000
    packet = xmp.build({"dc:subject": ["y"]}).replace(b"<rdf:li>y</rdf:li>", many)
    assert len(xmp.texts(xmp.parse(packet)["dc:subject"])) == 5000


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("2026:05:19 14:30:00", "", AFTERNOON),
        ("2026:05:19 14:30:00", "+03:00", AFTERNOON),
        ("2026-05-19T11:30:00Z", "+03:00", AFTERNOON),
        ("2026-05-19", "", dt.datetime(2026, 5, 19, tzinfo=ISTANBUL)),
        ("0000:00:00 00:00:00", "", None),
        ("2026:13:40 14:30:00", "", None),
        ("1070:01:01 00:00:00", "", None),
        ("2026:05:19 14:30:00", "   :  ", AFTERNOON),
        ("dün", "", None),
    ],
)
def test_moments_are_read_as_written_or_not_at_all(text, offset, expected):
    assert moment(text, offset) == expected


@pytest.mark.parametrize("offset", ["-23:59", "+15:00", "+24:00", "-99:99"])
def test_an_offset_that_is_nowhere_on_earth_is_no_offset(offset):
    assert moment("2024:05:19 12:00:00", offset) == moment("2024:05:19 12:00:00")
    assert moment(f"2024-05-19T12:00:00{offset}") == moment("2024:05:19 12:00:00")
