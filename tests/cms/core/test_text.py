"""What a text may hold, and that nobody's letters are lost over it."""

from xml.dom import minidom

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from cms.core.text import clean, clean_html, clean_json, email_address, is_blank, is_clean
from cms.core.turkish import slugify

ANY = st.text(st.characters(exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Açılış\x0bprogramı", "Açılış\nprogramı"),
        ("bir\r\niki\rüç\x85dört\u2028beş", "bir\niki\nüç\ndört\nbeş"),
        ("\x1fBaş\x00lık\x9f\ufffe\uffff\ud83d\ufdd0\U0001ffff", "Başlık"),
        ("Ayva\u200blık\u2060'ta\u00ad\ufeff", "Ayvalık'ta"),
        ("S\u0327enlik", "Şenlik"),
        ("S\u034f\u0327enlik", "Şenlik"),
        ("gizli\u202etxt.exe", "gizlitxt.exe"),
        ("\u2066Ayvalık\u2069 \u200esokak", "Ayvalık sokak"),
        ("a\u200db\u200cc\ufe0f", "abc"),
        ("boş\u2800\u3164", "boş "),
        ("\U000e0041\U000e0042gizli\U000e007f", "gizli"),
    ],
)
def test_what_breaks_or_hides_goes(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "İğne, ışık, şölen; hâlâ “kâğıt”…", "bir\n\tiki", "\U0001f469\u200d\U0001f469\u200d\U0001f467 aile",
        "\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f469\U0001f3fd\u200d\U0001f692", "\u2764\ufe0f\u200d\U0001f525",
        "1\ufe0f\u20e3 #\ufe0f\u20e3 \u260e\ufe0f \u00a9\ufe0f \u203c\ufe0f", "\U0001f9d1\u200d\u2695\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937",
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
        "\u05e9\u05dc\u05d5\u05dd\u200f!", "\u0639\u0631\u0628 \u2066Ayvalık\u2069 \u0647\u0646\u0627",
        "\u845b\U000e0100\u98fe", "東京 Ελλάδα Мир", "a\u00a0b", "15 °C ±2",
    ],
)  # fmt: skip
def test_what_people_write_stays(text):
    assert clean(text) == text
    assert is_clean(text)


def test_directions_beside_right_to_left_letters_come_in_pairs():
    assert clean("שלום \u2067a\u2069\u2069\u202c \u202eb\u2068") == "שלום \u2067a\u2069 b"


def test_one_line_has_no_breaks():
    assert clean("Konu\r\nBcc: biri\x0b\tson", lines=False) == "Konu Bcc: biri son"


@given(ANY)
@example("\u200d\U0001f468\u200d\ufe0f")
@example("\u0041\u200b\u030a")
def test_any_text_becomes_one_that_xml_holds_and_stays_so(text):
    once = clean(text)
    assert clean(once) == once
    assert is_clean(once)
    document = minidom.Document()
    document.appendChild(document.createElement("a")).appendChild(document.createTextNode(once))
    back = minidom.parseString(document.toxml("utf-8")).documentElement
    assert "".join(node.data for node in back.childNodes) == once
    assert "\n" not in clean(text, lines=False)


@given(ANY)
def test_html_and_json_are_cleaned_alike(text):
    assert is_clean(clean_html(f"<p>{text}</p>"))
    assert clean_json({text: [text, 1, None]}) == {clean(text): [clean(text), 1, None]}


def test_a_break_inside_rich_text_is_a_line_break():
    assert clean_html('<p>bir\x0biki <a href="http://a\x0b.example">üç</a></p>') == (
        '<p>bir<br/>iki <a href="http://a\n.example">üç</a></p>'
    )


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b\u200d\u2060", "\u00ad", "\u2800", "\ufe0f", "\u0301", "\u200e\u200f"]
)
def test_what_nobody_sees_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "0", "👍", "—", "\u200bş"])
def test_what_somebody_sees_is_not(text):
    assert not is_blank(text)


def test_an_invisible_character_splits_no_slug():
    assert slugify("Ayva\u200blık\u00adta su") == "ayvalikta-su"


def test_addresses_hold_nothing_invisible():
    assert email_address(" basin\u200b@ga\u00adzete.example\ufeff") == "basin@gazete.example"
    for wrong in (
        '"a\x01b"@gazete.example',
        '"a b"@gazete.example',
        "çağrı@gazete.example",
        "basin@",
        "a\nb@c.example",
    ):
        with pytest.raises(ValidationError):
            email_address(wrong)
