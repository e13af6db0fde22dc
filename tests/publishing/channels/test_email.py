"""What a mail says, and where the default backend puts it."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from cms.core import colours
from cms.core.message import Contact, Message, MessageKind, MessageVideo, Picture
from cms.core.receipt import Outcome
from publishing.channels import email as channel
from publishing.channels.eml import EmlFileBackend, file_name
from publishing.channels.receipt import NothingSent

MESSAGE = Message(
    headline="Kâğıt toplama <günü> & şenlik",
    summary="Cumartesi günü.",
    body_html="<p>Herkesi <strong>bekliyoruz</strong>.</p>",
    body_text="Herkesi bekliyoruz.",
    url="https://belediye.example/bultenler/kagit/",
    number="2026/0007",
    department="Temizlik İşleri Müdürlüğü",
    contact=Contact("Ayşe Işık", "0266 000 00 00", "basin@belediye.example"),
    pictures=(
        Picture(
            3,
            "Kâğıt toplayan çocuklar",
            "Fotoğraf: Deniz",
            url="https://belediye.example/media/a.jpg",
            thumbnail_url="https://belediye.example/media/a-kucuk.jpg",
        ),
    ),
)
TO = channel.EmailRecipient(
    "haber@gazete.example",
    "<1-7.v1.first.abc@belediye.example>",
    "https://belediye.example/abonelik/6d1f/",
    channel.Sender("Örnek Belediyesi", "Sahil Cad. 1", "444 0 000"),
)


def test_text_and_html_say_the_same_and_photos_are_links():
    mail = channel.compose(MESSAGE, TO)
    html = mail.alternatives[0].content
    for text in (mail.body, html):
        assert "2026/0007" in text
        assert "Temizlik İşleri Müdürlüğü" in text
        assert "https://belediye.example/media/a.jpg" in text
        assert "Örnek Belediyesi" in text
        assert TO.unsubscribe_url in text
    assert "Kâğıt toplama <günü> & şenlik" in mail.body
    assert "Kâğıt toplama &lt;günü&gt; &amp; şenlik" in html
    assert "<strong>bekliyoruz</strong>" in html
    assert re.search(
        r'<a href="https://belediye.example/media/a.jpg"><img src="https://belediye.example/media/a-kucuk', html
    )
    assert not mail.attachments


def test_headers_for_the_mail_program():
    mail = channel.compose(MESSAGE, TO)
    sent = email.message_from_bytes(mail.message().as_bytes(), policy=email.policy.default)
    assert sent["List-Unsubscribe"] == "<https://belediye.example/abonelik/6d1f/>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["Message-ID"] == TO.message_id
    assert sent["Reply-To"] == "basin@belediye.example"
    assert sent["To"] == "haber@gazete.example", "an address, and no name that one person typed"


@pytest.mark.parametrize("kind, mark", [(MessageKind.CORRECTION, "DÜZELTME"), (MessageKind.WITHDRAWAL, "GERİ ÇEKME")])
def test_a_correction_and_a_withdrawal_say_so_first(kind, mark):
    mail = channel.compose(replace(MESSAGE, kind=kind, note="Tarih yanlış yazılmıştı."), TO)
    assert mail.subject.startswith(f"{mark}: ")
    assert mail.body.startswith(f"*** {mark} ***")
    html = mail.alternatives[0].content
    assert html.index(mark, html.index("<body")) < html.index("<h1")
    # The note of a correction is signed; what one person typed as the reason of a withdrawal is not.
    signed = kind is MessageKind.CORRECTION
    assert ("Tarih yanlış yazılmıştı." in mail.body) is signed
    assert ("Tarih yanlış yazılmıştı." in html) is signed


def test_a_withdrawal_does_not_repeat_what_it_takes_back():
    mail = channel.compose(replace(MESSAGE, kind=MessageKind.WITHDRAWAL), TO)
    assert "Herkesi bekliyoruz." not in mail.body
    assert "bekliyoruz" not in mail.alternatives[0].content
    assert "media/a.jpg" not in mail.body + mail.alternatives[0].content


RICH = replace(
    MESSAGE, place="İskele", date="2026-11-26", videos=(MessageVideo(4, "Açılış", "", "Görüntü: Deniz"),),
    summary="Uzun bir özet cümlesi " * 20, note="x" * 200, kind=MessageKind.CORRECTION,
    body_html='<p>Belge: <a href="https://belediye.example/belgeler/3/p.pdf">Program</a></p><figure>'
    '<img src="https://belediye.example/b.jpg" width="1200" height="801" alt=""></figure><img src="/c.jpg">',
    body_text=f"Metin {'ж' * 300}\nhttps://belediye.example/{'u' * 200}\n\n  - girintili " + "sözcük " * 40,
)  # fmt: skip


def test_day_videos_and_documents_stand_in_both_parts_and_no_line_is_long():
    mail = channel.compose(RICH, replace(TO, sender=channel.Sender("Örnek Belediyesi", colour="#e8b04a")))
    html = mail.alternatives[0].content
    for text in (mail.body, html):
        assert "İskele, 26 Kasım 2026" in text
        assert text.index("Açılış") < text.rindex("Program")
        assert "https://belediye.example/belgeler/3/p.pdf" in text
        assert "Görüntü: Deniz" in text
    assert [line for line in mail.body.splitlines() if len(line) > 78 and "://" not in line] == []
    assert f"https://belediye.example/{'u' * 200}" in mail.body.splitlines()
    assert mail.body.count("ж") == 300
    assert "\n-- \n" in mail.body
    sent = email.message_from_bytes(mail.message().as_bytes(), policy=email.policy.default)
    assert sent["From"].addresses[0].display_name == "Örnek Belediyesi"
    assert sent["From"].addresses[0].addr_spec == "basin@belediye.example"
    assert all(len(line) <= 998 for line in mail.message().as_bytes().splitlines())
    # Outlook's Word engine goes by attributes.
    assert re.search(r'<img [^>]*height="400"[^>]*width="600"|<img [^>]*width="600"[^>]*height="400"', html)
    # Light yellow: dark text on it, and links darkened on white.
    palette = channel.Palette.of("#e8b04a")
    assert palette.on != "#ffffff"
    assert colours.contrast(palette.link, "#ffffff") >= 4.5 <= colours.contrast(palette.dark_link, channel.DARK_SHEET)
    assert channel.Palette.of("red;}body{x:y").band == channel.HOUSE_COLOUR
    withdrawal = channel.compose(replace(RICH, kind=MessageKind.WITHDRAWAL), TO)
    assert "Açılış" not in withdrawal.body + withdrawal.alternatives[0].content
    assert channel.day_in_words("bugün") == ""


def test_nothing_can_add_a_header():
    evil = "Başlık\r\nBcc: herkes@gazete.example\n\nMetin\u2028son"
    mail = channel.compose(
        replace(MESSAGE, headline=evil, contact=Contact(email="a@b.example\r\nBcc: x@y.example")),
        replace(TO, unsubscribe_url="https://a.example/\r\nX-Evil: 1"),
    )
    sent = email.message_from_bytes(mail.message().as_bytes(), policy=email.policy.default)
    assert sent["Bcc"] is None
    assert sent["X-Evil"] is None
    assert "\n" not in mail.subject
    assert mail.recipients() == ["haber@gazete.example"]


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "yok", "a b@c.example"]
)
def test_an_impossible_address_is_refused(address):
    with pytest.raises(ValueError, match="not an e-mail address"):
        channel.compose(MESSAGE, replace(TO, email=address))


def test_each_mail_is_one_file_and_a_repeat_replaces_it(settings, tmp_path: Path):
    settings.MAIL_TRANSPORT = "publishing.channels.eml.EmlFileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    assert channel.send(MESSAGE, TO).outcome is Outcome.ACCEPTED
    assert channel.send(MESSAGE, TO).outcome is Outcome.ACCEPTED
    assert (
        channel.send(MESSAGE, replace(TO, message_id="<1-7.v1.first.def@belediye.example>")).outcome is Outcome.ACCEPTED
    )
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert file_name(TO.message_id) in [file.name for file in files]
    parsed = email.message_from_bytes(files[0].read_bytes(), policy=email.policy.default)
    assert parsed["Subject"] == "Kâğıt toplama <günü> & şenlik"


def test_a_message_id_cannot_leave_the_folder():
    name = file_name("<../../etc/passwd@x>")
    assert "/" not in name
    assert not name.startswith(".")
    assert file_name("<a@x>") != file_name("<a@y>")


def test_a_folder_that_cannot_be_written_sent_nothing(settings, tmp_path: Path):
    (tmp_path / "dosya").write_text("")
    settings.EMAIL_FILE_PATH = str(tmp_path / "dosya" / "mail")
    with pytest.raises(NothingSent):
        EmlFileBackend().send_messages([EmailMessage("Konu", "Metin", to=["a@b.example"])])
    settings.MAIL_TRANSPORT = "publishing.channels.eml.EmlFileBackend"
    assert channel.send(MESSAGE, TO).outcome is Outcome.TEMPORARY
