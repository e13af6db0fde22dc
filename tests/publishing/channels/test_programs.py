"""A mail holds nothing that Outlook for Windows (Word's engine), Gmail or Apple Mail are known to drop, unless what is
left without it is meant as well.

The rules are those measured by caniemail.com (MIT, by Hteumeuleu), read on 27 November 2026 in its data of 29 June
2026; each line names its page (``https://www.caniemail.com/features/<name>/``). What stands in no line is refused until
somebody has looked it up.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from cms.core.message import MessageKind
from publishing.channels import email as channel
from publishing.channels import limits
from tests.publishing.channels.test_fit import FIGURE, FILM, TO, message, parts, picture

pytestmark = pytest.mark.once

# Known by all three: html-body, html-div, html-h1-h6, html-p, html-blockquote, html-lists, html-table, html-img,
# html-anchor-links, html-span, html-strong. Not by Word: html-semantics (figure, figcaption, aside, section).
ELEMENTS = {
    "body", "div", "h1", "h2", "h3", "p", "blockquote", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr",
    "th", "td", "img", "a", "span", "strong", "b", "em", "i", "br",
}  # fmt: skip
ANY = frozenset(ELEMENTS)
CELLS = frozenset({"td", "th"})
# Property to the elements on which all three show it.
PROPERTIES = {
    "background": ANY,  # css-background: Word takes nothing but a colour; css-background-color
    "border": CELLS | {"img", "table"},  # css-border: unreliable on p and div in Word, not beyond 8 pixels
    "border-top": CELLS | {"table"},
    "border-left": CELLS | {"blockquote"},
    "color": ANY, "font-family": ANY, "font-size": ANY, "font-weight": ANY,  # css-font
    "line-height": ANY,  # css-line-height
    "margin": ANY - {"body", "span"},  # css-margin: not on these in Word; nowhere negative, nowhere auto
    "padding": CELLS, "padding-left": CELLS, "padding-right": CELLS,  # css-padding: in Word on cells alone
    "text-align": ANY,  # css-text-align
    "text-decoration": ANY,  # css-text-decoration: one value
    "vertical-align": CELLS,
    "width": frozenset({"table", "td", "img"}),  # css-width: Word wants the attribute on a picture, asked below
}  # fmt: skip
# What one of them drops, and what it shows instead.
WITHOUT = {
    ("blockquote", "padding-left"): "css-padding: Word keeps the margin beside the line",
    ("body", "margin"): "css-margin: Word and Gmail put a body of their own around it",
    ("body", "padding"): "css-padding: as above",
    ("caption", "padding"): "css-padding: the words stand closer",
    ("div", "display"): "css-display-none: the first line for lists of mails; Word hides it by mso-hide",
    ("div", "max-height"): "css-max-height: as above",
    ("div", "overflow"): "css-overflow: as above",
    ("div", "mso-hide"): "Word's own",
    ("img", "display"): "css-display: a line's room below the picture",
    ("img", "height"): "css-height: the attribute",
    ("img", "max-width"): "css-max-width: Word takes the attribute width, of no more than 600",
    ("a", "display"): "css-display: the cell around it is the button",
    ("a", "padding"): "css-padding: the cell around it is the button",
    ("table", "max-width"): "css-max-width: Word gets a table of 640 by a conditional comment",
    ("table", "table-layout"): "long words in Word widen the cell",
    ("table", "border-collapse"): "two lines beside each other",
    ("*", "overflow-wrap"): "word-break is understood by Word (css-word-break)",
    ("*", "word-break"): "css-word-break: Gmail and Apple Mail take overflow-wrap",
}


def mails() -> dict[str, str]:
    body = (
        "<h2>Ara başlık</h2><p>Metin <strong>koyu</strong> <em>eğik</em> "
        '<a href="https://belediye.example/x/">bağlantı</a></p><ul><li>bir</li></ul><ol><li>iki</li></ol>'
        f"<figure><blockquote><p>Söz.</p></blockquote><figcaption>Ayşe Işık</figcaption></figure>{FIGURE}{FILM}"
        "<table><caption>Saatler</caption><thead><tr><th>Gün</th></tr></thead><tbody><tr><td>Salı</td></tr></tbody>"
        "</table>"
    )
    whole = message(body_html=body, pictures=tuple(picture(number) for number in range(14)), note="Tarih düzeltildi.")
    return {kind.value: channel.render_html(replace(whole, kind=kind), TO) for kind in MessageKind}


def declarations(style: str) -> list[tuple[str, str]]:
    pairs = (one.split(":", 1) for one in style.split(";") if ":" in one)
    return [(name.strip(), value.strip()) for name, value in pairs]


def complaints(html: str) -> list[str]:
    """What one of the three would not show as it is meant."""
    soup = BeautifulSoup(html, "html.parser")
    found = []
    for element in [soup.body, *soup.body.find_all(True)]:
        name = element.name
        if name not in ELEMENTS:
            found.append(f"<{name}>")
        for prop, value in declarations(element.get("style", "")):
            known = name in PROPERTIES.get(prop, ()) or {(name, prop), ("*", prop)} & set(WITHOUT)
            if not known:
                found.append(f"{name} {prop}")
            if re.search(r"url\(|gradient|-\d|\bauto\b.*\bauto\b|var\(|calc\(|flex|grid", value):
                found.append(f"{name} {prop}: {value}")
            if prop.startswith("border") and any(int(one) > 8 for one in re.findall(r"(\d+)px", value)):
                found.append(f"{name} {prop}: {value}")
        if name == "img" and not 0 < int(element.get("width") or 0) <= limits.WIDEST_PICTURE:
            found.append("img without a width that Word takes")
        if name == "table" and element.get("role") == "presentation" and element.get("cellpadding") != "0":
            found.append("table without cellpadding")
    found += [
        "style: html-style, Gmail"
        for sheet in soup.find_all("style")
        if sheet.find_parent("head") is None or len(sheet.string.encode()) > 16_000 or "url(" in sheet.string
    ]
    found += [f"<{one.name}>: html-link" for one in soup.find_all(["link", "script", "base", "form", "video", "svg"])]
    return found


def test_every_mail_is_made_of_what_the_three_programs_show():
    for kind, html in mails().items():
        assert complaints(html) == [], kind
        assert len(html.encode()) < 102_000  # Gmail hides the rest
        assert '<!--[if mso]><table role="presentation" width="640"' in html
        for said in ('name="color-scheme" content="light dark"', 'name="format-detection"', "PixelsPerInch"):
            assert said in html
    first = BeautifulSoup(mails()["first"], "html.parser")
    caption = first.find(string="Ayşe Işık").parent
    assert (caption.name, caption["class"]) == ("p", ["m-quiet"])
    assert caption.parent.name == "div"


@pytest.mark.parametrize(
    "wrong",
    [
        "<figure>x</figure>", '<p style="border:1px solid #000">x</p>', '<div style="padding:4px">x</div>',
        '<td style="border:9px solid #000">x</td>', '<td style="background:url(x.png)">x</td>', '<img src="x">',
        '<p style="margin:-4px">x</p>', '<div style="display:flex">x</div>', '<img width="900" src="x">',
        "<link>", "<style>p{}</style>",
    ],
)  # fmt: skip
def test_the_measure_sees_what_they_drop(wrong):
    assert complaints(f"<html><head></head><body>{wrong}</body></html>")


def test_the_plain_part_says_all_of_it_in_short_lines():
    said = message(
        pictures=(picture(1),), date="2026-11-27", place="Sahil", department="Fen İşleri Müdürlüğü",
        body_text="Uzun bir cümle " * 40,
    )  # fmt: skip
    _html, text = parts(said)
    assert all(len(line) <= 78 or line.strip().startswith("http") for line in text.splitlines())
    for word in ("Fotoğraflar", "27 Kasım 2026", "Örnek Belediyesi", "Basın irtibatı", said.url):
        assert word in text
