"""Which file names hold words, and what a name of the house looks like."""

import pytest

from media_library import names


@pytest.mark.parametrize(
    "name",
    [
        "DSC_0412.JPG", "_MG_1234.CR2.jpg", "IMG_E1234.HEIC", "IMG-20261120-WA0003.jpg", "P1010023.JPG", "100_0001.jpg",
        "WhatsApp Image 2026-11-20 at 10.30.12 (1).jpeg", "PXL_20261120_101112.PORTRAIT.jpg", "20261120_101112.jpg",
        "DSC_0412 kopya.jpg", "AYS_1234.jpg", "GX010023.MP4", "A1B2C3D4-0001-4AAA-9000-ABCDEF012345.jpeg",
        "Ekran görüntüsü 2026-11-20.png", "İndir (3).jpg", "foto 12.jpg", "resim.png", "1.jpg", "",
    ],
)  # fmt: skip
def test_what_a_camera_or_a_program_wrote_is_no_word(name):
    assert names.words_of(name) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("celenk_sunumu-2.jpg", "celenk sunumu 2"),
        ("DSC_0412 Çelenk sunumu.JPG", "Çelenk sunumu"),
        ("2026 bahar şenliği.jpg", "bahar şenliği"),
        ("bas 2026 mektubu.jpg", "bas 2026 mektubu"),
    ],
)
def test_words_in_a_file_name_are_made_readable(name, words):
    assert names.words_of(name) == words


def test_a_name_is_read_back_as_it_was_made():
    name = names.name_of("29 Ekim 2026", 7, "kurdele  kesimi")
    assert name == "29 Ekim 2026 007 · kurdele kesimi"
    assert names.parts(name) == ("29 Ekim 2026", "007 · kurdele kesimi")
    assert (names.number_of(name), names.own_words(name)) == (7, "kurdele kesimi")
    assert names.is_given(name, "29 Ekim 2026")
    assert not names.is_given(name, "29 Ekim")
    assert names.name_of("Sahil", 1000, "SAHİL açıldı") == "Sahil 1000 · açıldı"
    assert len(names.name_of("s" * 200, 12345, "w" * 200)) == names.LONGEST
    assert names.parts("Başkan konuşuyor") == ("Başkan konuşuyor", "")


def test_own_words_may_end_in_a_number_or_begin_like_the_shoot():
    assert names.parts("Sahil yolu 001 · kurdele 2026") == ("Sahil yolu", "001 · kurdele 2026")
    assert names.name_of("Sahil", 1, "Sahilde yürüyüş") == "Sahil 001 · Sahilde yürüyüş"
