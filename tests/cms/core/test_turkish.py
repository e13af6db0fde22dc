"""Turkish letters, order, suffixes and dates."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from cms.core import turkish

ISTANBUL = ZoneInfo("Europe/Istanbul")


def test_case_follows_turkish_rules():
    assert turkish.lower("IŞIK İSTANBUL ÇAĞRI") == "ışık istanbul çağrı"
    assert turkish.upper("ışık istanbul çağrı") == "IŞIK İSTANBUL ÇAĞRI"
    assert turkish.lower("I\u0307zmir") == "izmir", "a decomposed İ is an İ"
    assert turkish.capitalize("iş akışı") == "İş akışı"
    assert turkish.capitalize("ıslak zemin") == "Islak zemin"
    assert turkish.capitalize("") == ""
    assert turkish.capitalize("e-Belediye") == "E-Belediye"


@pytest.mark.parametrize("spelling", ["ışık", "IŞIK", "isik", "Işık", "ISIK", "İŞİK"])
def test_folding_finds_every_spelling(spelling):
    assert turkish.fold(spelling) == "isik"


def test_folding_takes_off_every_mark():
    assert turkish.fold("Kâğıthane’de GÜÇLÜ rüzgâr, hâlâ çok îmâlı") == "kagithane’de guclu ruzgar, hala cok imali"
    assert turkish.fold("Città") == "citta"


@pytest.mark.parametrize(
    "title,slug",
    [
        ("İçme suyu şebekesi yenileniyor", "icme-suyu-sebekesi-yenileniyor"),
        ("Ayvalık'ta IŞIKLI yol", "ayvalikta-isikli-yol"),
        ("Ayvalık’ta 14.30’da: “Öğle yemeği!”", "ayvalikta-14-30da-ogle-yemegi"),
        ("  Çift   boşluk — tire ", "cift-bosluk-tire"),
        ("%100 yerli", "100-yerli"),
        ("日本", ""),
        ("", ""),
    ],
)
def test_slugs_are_plain_and_readable(title, slug):
    assert turkish.slugify(title) == slug


def test_a_long_slug_is_cut_between_words():
    slug = turkish.slugify("Sahil yolunda kapsamlı yenileme çalışması başladı", max_length=30)
    assert slug == "sahil-yolunda-kapsamli"
    assert turkish.slugify("a" * 200, max_length=30) == "a" * 30


def test_names_sort_by_the_turkish_alphabet():
    names = [
        "Zabıta",
        "Çevre",
        "Cumhuriyet",
        "İmar",
        "Itfaiye",
        "Ömer",
        "Oya",
        "Şehir",
        "Su",
        "Ulaşım",
        "Üretim",
        "Ğ",
        "Göl",
    ]
    ordered = [
        "Cumhuriyet",
        "Çevre",
        "Göl",
        "Ğ",
        "Itfaiye",
        "İmar",
        "Oya",
        "Ömer",
        "Su",
        "Şehir",
        "Ulaşım",
        "Üretim",
        "Zabıta",
    ]
    assert sorted(names, key=turkish.collation_key) == ordered
    assert sorted(names, key=turkish.collation_text) == ordered


def test_order_puts_shorter_first_digits_before_letters_and_ignores_case():
    assert sorted(["Su ve Kanal", "Su", "2. Bölge", "su ağı"], key=turkish.collation_text) == [
        "2. Bölge", "Su", "su ağı", "Su ve Kanal",
    ]  # fmt: skip
    assert turkish.collation_text("Kâtip") == turkish.collation_text("katip")


@pytest.mark.parametrize(
    "number,suffix",
    [
        (2026, "da"), (2020, "de"), (2030, "da"), (2040, "ta"), (2003, "te"), (1990, "da"), (100, "de"), (1000, "de"),
        (0, "da"), (1, "de"), (2, "de"), (3, "te"), (4, "te"), (5, "te"), (6, "da"), (7, "de"), (8, "de"), (9, "da"),
        (10, "da"), (20, "de"), (30, "da"), (40, "ta"), (50, "de"), (60, "ta"), (70, "te"), (80, "de"), (90, "da"),
        (200, "de"), (2000, "de"), (10_000, "de"), (1_000_000, "da"), (2_500_000, "de"), (1_000_000_000, "da"),
    ],
)  # fmt: skip
def test_a_number_takes_the_suffix_of_its_last_spoken_word(number, suffix):
    assert turkish.locative(number) == f"{number}'{suffix}"


@pytest.mark.parametrize(
    "word,locative",
    [
        ("İzmir", "İzmir'de"), ("Ayvalık", "Ayvalık'ta"), ("Sinop", "Sinop'ta"), ("Muş", "Muş'ta"), ("Kars", "Kars'ta"),
        ("Iğdır", "Iğdır'da"), ("Balıkesir", "Balıkesir'de"), ("Edremit", "Edremit'te"), ("Gönen", "Gönen'de"),
        ("Ordu", "Ordu'da"), ("Mardin", "Mardin'de"), ("Hakkâri", "Hakkâri'de"), ("14.30", "14.30'da"),
        ("08.05", "08.05'te"), ("15.00", "15.00'te"), ("2026/0123", "2026/0123'te"), ("İZMİR", "İZMİR'de"),
        ("Sındırgı", "Sındırgı'da"), ("Bigadiç", "Bigadiç'te"),
    ],
)  # fmt: skip
def test_a_word_takes_the_suffix_of_its_last_vowel_and_consonant(word, locative):
    assert turkish.locative(word) == locative


def test_dates_are_written_in_turkish():
    assert turkish.format_date(dt.date(2026, 11, 22)) == "22 Kasım 2026"
    assert turkish.format_date(dt.date(2026, 11, 22), weekday=True) == "22 Kasım 2026 Pazar"
    assert turkish.format_date_in(dt.date(2026, 2, 1)) == "1 Şubat 2026'da"
    late = dt.datetime(2026, 12, 31, 22, 5, tzinfo=dt.UTC)
    assert turkish.format_date(late) == "1 Ocak 2027", "in Istanbul it is the new year already"
    assert turkish.format_moment(late) == "1 Ocak 2027 01.05"
    assert turkish.format_date_in(late) == "1 Ocak 2027'de"
