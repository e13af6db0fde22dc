"""Turkish out of every encoding, and what is no broken Turkish stays as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.metadata.turkish_text import decode_bytes, repair

PROVINCES = (  # noqa: SIM905 (easier to read than eighty quotation marks)
    "Adana Adıyaman Afyonkarahisar Ağrı Aksaray Amasya Ankara Antalya Ardahan Artvin Aydın Balıkesir Bartın Batman "
    "Bayburt Bilecik Bingöl Bitlis Bolu Burdur Bursa Çanakkale Çankırı Çorum Denizli Diyarbakır Düzce Edirne Elazığ "
    "Erzincan Erzurum Eskişehir Gaziantep Giresun Gümüşhane Hakkâri Hatay Iğdır Isparta İstanbul İzmir Kahramanmaraş "
    "Karabük Karaman Kars Kastamonu Kayseri Kilis Kırıkkale Kırklareli Kırşehir Kocaeli Konya Kütahya Malatya Manisa "
    "Mardin Mersin Muğla Muş Nevşehir Niğde Ordu Osmaniye Rize Sakarya Samsun Şanlıurfa Siirt Sinop Sivas Şırnak "
    "Tekirdağ Tokat Trabzon Tunceli Uşak Van Yalova Yozgat Zonguldak"
).split()
OFFICE_WORDS = [
    *PROVINCES, *(name.replace("i", "İ").replace("ı", "I").upper() for name in PROVINCES),
    "Gökçe", "Işık", "Özgür", "Çağlar", "Şükrü", "Öğüt", "Ayşegül", "İnce", "Belediyesi'nin", "müdürlüğü", "açılışı",
    "zeytinyağı", "ığdır", "Büyükşehir", "kadınlar", "sağlık", "“Güneş”", "–", "2026’da", "hâlâ", "Âşık", "yağmurlu",
]  # fmt: skip
sentences = st.lists(st.sampled_from(OFFICE_WORDS), min_size=1, max_size=12).map(" ".join)
TURKISH_LETTERS = "abcçdefgğhıijklmnoöpqrsştuüvwxyzABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZâîûÂÎÛ'’“”.,;:()–-0123456789 \n"


def misread(text, codec, times=1):
    for _ in range(times):
        text = "".join(bytes([one]).decode(codec, "ignore") or chr(one) for one in text.encode())
    return text


@given(st.text(TURKISH_LETTERS))
def test_right_turkish_is_never_touched(text):
    assert repair(text) == text.strip()


@given(st.text(max_size=80))
def test_any_text_gives_one_that_a_database_takes(text):
    mended = repair(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in mended)
    assert unicodedata.is_normalized("NFC", mended)


@given(st.binary(max_size=80), st.sampled_from(["", "utf-8", "iso8859-9", "no-such-codec"]))
def test_any_bytes_give_some_text_that_a_database_takes(data, declared):
    text = decode_bytes(data, declared)
    assert "\x00" not in text
    text.encode("utf-8")


@given(sentences)
def test_utf8_read_as_something_else_comes_back(text):
    for codec in ("latin-1", "cp1252", "cp1254"):
        for times in (1, 2):
            assert repair(misread(text, codec, times)) == text


@given(sentences)
def test_utf8_read_as_mac_roman_comes_back(text):
    assert repair(misread(text, "mac_roman")) == text


@given(sentences)
def test_utf8_bytes_are_read_with_and_without_being_declared(text):
    assert decode_bytes(text.encode(), "utf-8") == decode_bytes(text.encode()) == text


@pytest.mark.parametrize("word", OFFICE_WORDS)
def test_windows_turkish_is_read_declared_or_not(word):
    assert decode_bytes(word.encode("cp1254")) == word
    assert decode_bytes(word.encode("cp1254"), "utf-8") == word


@pytest.mark.parametrize("name", PROVINCES)
def test_mac_turkish_is_known_by_the_text_beside_it(name):
    beside = " ".join(PROVINCES).encode("mac_turkish")
    assert decode_bytes(name.encode("mac_turkish"), beside=beside) == name


@pytest.mark.parametrize("name", PROVINCES)
def test_latin5_read_as_latin1_comes_back(name):
    assert repair(name.encode("iso8859-9").decode("latin-1")) == name


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("GÃ¶kÃ§e IÅŸÄ±k", "Gökçe Işık"),
        ("GÃƒÂ¶kÃƒÂ§e IÃ…Å¸Ã„Â±k", "Gökçe Işık"),
        ("Gökçe IÅŸÄ±k", "Gökçe Işık"),
        ("Gökçe Iþýk", "Gökçe Işık"),
        ("Ýstanbul", "İstanbul"),
        ("Ðð Þþ Ýý", "Ğğ Şş İı"),
        ("Tuðrul Yýlmaz'ýn Muðla sergisi", "Tuğrul Yılmaz'ın Muğla sergisi"),
        ("Ayvalýk'ta José ile Iþýk", "Ayvalık'ta José ile Işık"),
        ("Ayvalýk\x92ta", "Ayvalık’ta"),
        ("√ñzg√ºr Iƒüdƒ±r", "Özgür Iğdır"),
        ("s\u0327enlik", "şenlik"),
        ("satır\r\nsonu\x00", "satır\nsonu"),
    ],
)
def test_broken_turkish_is_mended(broken, right):
    assert repair(broken) == right


@pytest.mark.parametrize(
    "text",
    [
        "Sigurður Þórðarson", "Björk Guðmundsdóttir", "Norður-Þingeyjarsýsla", "Það er gott veður í dag á Íslandi",
        "Nový Jičín", "Slovenský raj", "Český Krumlov", "São Paulo, Sebastião, coração", "SÃO PAULO", "“AMANHÔ",
        "IRMÃ – MÃE", "CAFÉ”", "À l’été, François déçu", "VOILÀ…", "Ça va? Où ça, Noël?", "Åbo Ähtäri «Ö»", "Straße",
        "20°C ±2, ½ £5 €7 ©2026", "DAĞ” İŞ’ AŞ…", "Ελλάδα", "Мир", "東京 😀👩‍👩‍👧", "naïve façade",
    ],
)  # fmt: skip
def test_what_could_be_meant_stays(text):
    assert repair(text) == text


def test_a_letter_cut_in_half_by_a_field_limit_is_dropped():
    assert decode_bytes("Kırkağaç'ta ş".encode()[:-1]) == "Kırkağaç'ta"
    assert decode_bytes("Ayvalı".encode()[:-1], cut=True) == "Ayval"
    assert decode_bytes("GENÇ".encode("cp1254")) == "GENÇ"


def test_western_bytes_that_are_no_turkish_are_read_as_western():
    assert decode_bytes("José Müller, São Paulo".encode("cp1252")) == "José Müller, São Paulo"
    assert decode_bytes("Sigurður Þórðarson".encode("cp1252")) == "Sigurður Þórðarson"


def test_direction_marks_and_controls_are_taken_out():
    assert repair("zey\u202etin\x07\ufeff") == "zeytin"
    assert repair("zeytin\x00") == "zeytin"
