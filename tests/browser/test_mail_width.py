"""Mails on a telephone: no wider than its screen, whatever stands in them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from cms.core import colours
from cms.core.message import Contact, Message, Picture
from publishing.channels import email as channel
from publishing.channels import letter as letter_channel
from tests import factories

RUN = "ğ" * 300
ADDRESS = f"https://belediye.example/{'uzun-adres-' * 30}"
FIGURE = (
    f'<figure><img src="{ADDRESS}1.jpg" alt="{RUN}" width="1200" height="800"><figcaption>{RUN}</figcaption></figure>'
)
PLAIN = Message(
    headline="Kâğıt toplama günü başlıyor", summary="Cumartesi sabahı bütün mahallelerde.",
    body_html=f"<p>Kâğıt ayrı toplanacak.</p><blockquote>Bekliyoruz.</blockquote>{FIGURE}".replace(RUN, "Açıklama"),
    body_text="Kâğıt ayrı toplanacak.", url="https://belediye.example/bultenler/kagit/", number="2026/0007",
    contact=Contact("Ayşe Işık", "0266 000 00 00", "basin-yayin-ve-halkla-iliskiler@camlikiyi-belediyesi.example"),
    pictures=tuple(
        Picture(n, "Sahil", "Foto: Deniz", "Sahil yolu", f"{ADDRESS}{n}.jpg", f"{ADDRESS}{n}k.jpg") for n in range(3)
    ),
)  # fmt: skip
UNBROKEN = replace(
    PLAIN, headline=RUN, summary=RUN, number=RUN, department=RUN, url=ADDRESS, note=RUN,
    body_html=f'<h2>{RUN}</h2><p>{RUN} <a href="{ADDRESS}">{ADDRESS}</a></p><ul><li>{RUN}</li></ul>'
    f"<blockquote><p>{RUN}</p></blockquote>{FIGURE}",
    contact=Contact(RUN, RUN, f"{RUN}@belediye.example"),
    pictures=tuple(Picture(n, RUN, RUN, RUN, f"{ADDRESS}{n}.jpg", f"{ADDRESS}{n}k.jpg") for n in range(200)),
)  # fmt: skip
# Each piece of text with its colour and that of what it stands on.
SEEN = """() => {
  const two = (n) => (+n).toString(16).padStart(2, "0");
  const hex = (colour) => "#" + colour.match(/[\\d.]+/g).slice(0, 3).map(two).join("");
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
    let below = element;
    const clear = (one) => /rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(one).backgroundColor);
    while (below && clear(below)) below = below.parentElement;
    found.push([walker.currentNode.data.trim().slice(0, 30), hex(getComputedStyle(element).color),
      hex(getComputedStyle(below || document.body).backgroundColor)]);
  }
  return found;
}"""
SENDER = channel.Sender("Çamlıkıyı Belediyesi", "Sahil Caddesi 1", "444 0 000", "basin@camlikiyi-belediyesi.example")
TO = channel.EmailRecipient(
    "haber@gazete.example", unsubscribe_url=f"{ADDRESS}/abonelik/", kit_url=f"{ADDRESS}/kit/", sender=SENDER
)
TO_UNBROKEN = replace(TO, sender=channel.Sender(RUN, RUN, RUN, f"{RUN}@belediye.example"))


def letter(text: str) -> str:
    said = letter_channel.Letter("a@b.example", "Ayşe", "Konu", "Metin", "<bir@belediye.example>", html=text)
    return letter_channel.compose(said).alternatives[0].content


def mails() -> dict[str, str]:
    found = {
        "plain": channel.render_html(PLAIN, TO),
        "unbroken": channel.render_html(UNBROKEN, TO_UNBROKEN),
        "long": channel.render_html(replace(PLAIN, body_html=PLAIN.body_html * 2000), TO),
        "letter": letter("<p>Sayın Ayşe,</p><p>İmzanıza geldi.</p>"),
        "letter unbroken": letter(f'<h1>{RUN}</h1><p>{RUN}</p><p><a href="{ADDRESS}">{ADDRESS}</a></p>{FIGURE}'),
    }
    for kind in ("correction", "withdrawal"):
        found[kind] = channel.render_html(replace(UNBROKEN, kind=channel.MessageKind(kind)), TO_UNBROKEN)
    return found


def as_gmail_shows_it(html: str) -> str:
    """For an account that is not Google's: no style sheet at all, and the body is a ``div`` of Gmail's page
    (caniemail.com: html-style, html-body)."""
    bare = re.sub(r"<style>.*?</style>|<!--.*?-->", "", html, flags=re.DOTALL)
    return re.sub(r"<(/?)body", r"<\1div", bare)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360])
def test_no_mail_is_wider_than_the_telephone(browser: Browser, width: int):
    page = browser.new_page(viewport={"width": width, "height": 740})
    jpeg = factories.jpeg(1200, 800)
    page.route("**/*", lambda route: route.fulfill(body=jpeg, content_type="image/jpeg"))
    wide = {}
    shown = mails()
    shown |= {f"{name}, Gmail": as_gmail_shows_it(html) for name, html in shown.items() if "unbroken" not in name}
    for name, html in shown.items():
        assert len(html.encode()) < 90_000, name
        page.set_content(html, wait_until="load")
        measured = page.evaluate("document.documentElement.scrollWidth")
        if measured > width:
            wide[name] = measured
    assert wide == {}


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_of_a_mail_can_be_read_in_light_and_dark(browser: Browser, scheme: str):
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page.route("**/*", lambda route: route.fulfill(body=factories.jpeg(8, 8), content_type="image/jpeg"))
    pale = replace(TO, sender=replace(SENDER, colour="#f2d16b"))
    for html in (
        channel.render_html(PLAIN, pale),
        channel.render_html(replace(PLAIN, kind=channel.MessageKind("correction"), note="Not"), TO),
        as_gmail_shows_it(channel.render_html(PLAIN, pale)),
    ):
        page.set_content(html, wait_until="load")
        seen = page.evaluate(SEEN)
        assert len(seen) > 15
        poor = [(words, text, back) for words, text, back in seen if colours.contrast(text, back) < 4.5]
        assert poor == []


@pytest.mark.browser
def test_the_measure_sees_a_wide_mail(browser: Browser):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.set_content(f"<table><tr><td>{'ğ' * 300}</td></tr></table>")
    assert page.evaluate("document.documentElement.scrollWidth") > 360
