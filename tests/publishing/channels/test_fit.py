"""A mail of any bulletin stays small enough to be shown whole, with its way out and its kit."""

from __future__ import annotations

import email
import email.policy
import random
import re
from dataclasses import replace

import pytest

from cms.core.message import Contact, Message, MessageKind, Picture
from publishing.channels import email as channel
from publishing.channels import limits

pytestmark = [pytest.mark.once, pytest.mark.slow]

LONG = "ş" * 300
KIT = "https://belediye.example/basin-kiti/6d1f8a/"
OUT = "https://belediye.example/abonelik/6d1f/"
TO = channel.EmailRecipient(
    "haber@gazete.example",
    "<1-7.v1.first.abc@belediye.example>",
    OUT,
    KIT,
    channel.Sender("Örnek Belediyesi", "Sahil Cad. 1\nÇamlıkıyı", "444 0 000"),
)
PARAGRAPH = "<p>Kâğıt, cam ve plastik & metal <strong>ayrı</strong> toplanacak; çalışma on beş gün sürecek.</p>"
FIGURE = (
    '<figure><img src="https://belediye.example/media/{n}.jpg" alt="Foto {n}" width="600" height="400">'
    "<figcaption>Açıklama {n}</figcaption></figure>"
)
FILM = (
    '<figure><a href="https://belediye.example/film/"><img src="https://belediye.example/afis.jpg" alt="Film"></a>'
    '<figcaption>Video: <a href="https://belediye.example/film/">Açılış filmi</a></figcaption></figure>'
)


def picture(number: int, words: str = "Sahil yolu") -> Picture:
    return Picture(
        number, f"{words} {number}", f"Fotoğraf: Deniz {words}", f"Açıklama {number} {words}",
        url=f"https://belediye.example/media/images/{'x' * 80}{number}.jpg",
        thumbnail_url=f"https://belediye.example/media/images/{'y' * 80}{number}.jpg",
    )  # fmt: skip


def message(**values) -> Message:
    values.setdefault("body_html", PARAGRAPH)
    values.setdefault("body_text", re.sub(r"<[^>]+>", "", values["body_html"].replace("</p>", "\n\n")))
    return Message(
        headline="Kâğıt toplama günü", summary="Cumartesi günü.", url="https://belediye.example/bultenler/kagit/",
        number="2026/0007", contact=Contact("Ayşe Işık", "0266 000 00 00", "basin@belediye.example"), **values,
    )  # fmt: skip


def parts(said: Message, to: channel.EmailRecipient = TO) -> tuple[str, str]:
    """HTML and text as they arrive."""
    sent = email.message_from_bytes(channel.compose(said, to).message().as_bytes(), policy=email.policy.default)
    return sent.get_body(("html",)).get_content(), sent.get_body(("plain",)).get_content()


BIG = {
    "two hundred photos": {"pictures": tuple(picture(n) for n in range(200))},
    "two hundred photos with long words": {"pictures": tuple(picture(n, LONG * 5) for n in range(200))},
    "two hundred photos in the text": {"body_html": "".join(FIGURE.format(n=n) for n in range(200))},
    "300 kB of text": {"body_html": PARAGRAPH * 3000},
    "one paragraph of 300 kB": {"body_html": f"<p>{'çok uzun bir cümle ' * 16_000}</p>"},
    "one word of 300 kB": {"body_html": f"<p>{'ş' * 150_000}</p>"},
    "quotes that grow when escaped": {"body_html": "<p>" + "&quot;&amp;" * 30_000 + "</p>"},
    "everything at once": {
        "body_html": (PARAGRAPH * 40 + FIGURE) * 200,
        "pictures": tuple(picture(n, '"&' * 3000) for n in range(200)),
        "note": '"&' * 20_000,
        "kind": MessageKind.CORRECTION,
    },
    "a withdrawal with a long reason": {"note": "neden " * 50_000, "kind": MessageKind.WITHDRAWAL},
}


@pytest.mark.parametrize("kind", BIG)
@pytest.mark.parametrize("kit", [KIT, ""])
def test_every_mail_is_shown_whole(kind, kit):
    said = message(**BIG[kind])
    html, text = parts(said, replace(TO, kit_url=kit))
    assert len(html.encode()) < 90_000
    assert len(text.encode()) < 90_000 + 12_000
    assert html.count("<img") <= 12
    assert html.rstrip().endswith("</html>")
    assert OUT in html
    assert OUT in text
    if said.kind is not MessageKind.WITHDRAWAL:
        assert said.url in html
        assert (KIT in html) is bool(kit)
        assert (KIT in text) is bool(kit)
        # Before the text: whatever cuts a mail at its end does not take it away.
        assert html.index(kit or said.url) < 30_000


def test_a_dozen_pictures_and_then_the_kit():
    html, text = parts(message(pictures=tuple(picture(n) for n in range(200))))
    assert html.count("Fotoğrafı indir") == 12
    assert html.count("<img") == 12
    for part in (html, text):
        assert "Bütün fotoğraflar (200) basın kitindedir" in part
    html, text = parts(message(pictures=tuple(picture(n) for n in range(13))), replace(TO, kit_url=""))
    for part in (html, text):
        assert "Bütün fotoğraflar (13) bültenin sayfasındadır" in part


def test_few_pictures_are_all_there_and_nothing_is_promised():
    html, text = parts(message(body_html=PARAGRAPH + FIGURE.format(n=1), pictures=tuple(map(picture, range(4)))))
    assert html.count("<img") == 1 + 1 + 4
    assert "Bütün fotoğraflar" not in html + text
    assert "Metnin devamı" not in html + text


def test_pictures_of_the_text_go_with_their_captions_and_films_stay_links():
    body = limits.styled("".join(FIGURE.format(n=n) for n in range(8)) + FILM, pictures=6)
    assert (body.pictures, body.dropped) == (6, 3)
    assert "Açıklama 5" in body.html
    assert "Açıklama 6" not in body.html
    assert "Açılış filmi" in body.html
    assert "afis.jpg" not in body.html
    assert body.html.count("max-width:100%") == 6


def test_a_long_text_is_cut_at_the_end_of_a_paragraph_and_says_where_the_rest_is():
    numbered = "".join(f"<p>{n}. paragraf: çalışma sürüyor ve sürecek.</p>" for n in range(6000))
    html, text = parts(message(body_html=numbered))
    shown = re.findall(r"<p>(\d+)\. paragraf: çalışma sürüyor ve sürecek\.</p>", html)
    assert shown == [str(n) for n in range(len(shown))]
    assert len(shown) > 500
    assert f"<p>{len(shown)}" not in html
    for part in (html, text):
        assert "Metnin devamı web sitesinde" in part
    assert text.split("…")[0].rstrip().endswith("sürecek.")


def test_shortening_never_makes_more_than_there_is_room_for():
    dice = random.Random(5)
    for _ in range(300):
        html = "".join(
            dice.choice(["<p>{}</p>", "<ul><li>{}</li></ul>", "{}", "<h2>{}</h2>"]).format(
                dice.choice(["şğ&amp;", "kısa ", "x" * 50, "&quot;" * 9]) * dice.randint(0, 40)
            )
            for _ in range(dice.randint(0, 12))
        )
        room = dice.randint(20, 900)
        kept, is_cut = limits.shortened(html, room)
        assert len(kept.encode()) <= max(room, 20)
        assert is_cut is (len(html.encode()) > room)
        text, text_cut = limits.shortened_text("".join(dice.choices("şğ ab\n", k=dice.randint(0, 200))), room)
        assert len(text.encode()) <= room + 4
        assert text_cut is text.endswith("…")


def test_a_short_body_is_left_as_it_is():
    assert limits.shortened("<p>Şu</p>", 100) == ("<p>Şu</p>", False)
    assert limits.shortened_text("Şu", 100) == ("Şu", False)
