"""The e-mail channel in a real SMTP conversation."""

from __future__ import annotations

import email
import email.policy
import socket
from dataclasses import replace

import pytest
from django.core.mail import EmailMessage, get_connection

from cms.core.message import Message
from cms.core.receipt import Outcome
from publishing.channels import email as channel
from publishing.channels.receipt import NothingSent, Unclear

MESSAGE = Message(
    headline="Sahil yolu açıldı",
    summary="Yol bu sabah açıldı.",
    body_html="<p>Yol açıldı.</p>",
    body_text="Yol açıldı.",
    url="https://belediye.example/bultenler/sahil-yolu/",
    number="2026/0001",
)
TO = channel.EmailRecipient("haber@gazete.example", "<b-1.v1.first.abc@belediye.example>")


def to(address: str) -> channel.EmailRecipient:
    return replace(TO, email=address, message_id=f"<{address.replace('@', '.')}@belediye.example>")


def test_an_accepted_mail_arrives_once_and_says_its_message_id(inbox):
    receipt = channel.send(MESSAGE, TO)
    assert (receipt.outcome, receipt.reference) == (Outcome.ACCEPTED, TO.message_id)
    [(address, content)] = inbox.mails
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert address == "haber@gazete.example"
    assert mail["Message-ID"] == TO.message_id
    assert mail["Subject"] == "Sahil yolu açıldı"
    assert mail["To"] == "haber@gazete.example"


@pytest.mark.parametrize(
    "answer, outcome",
    [
        ("550 no such user", Outcome.BOUNCED),
        ("551 user not local", Outcome.BOUNCED),
        ("450 greylisted, come back", Outcome.TEMPORARY),
        ("452 too many recipients", Outcome.TEMPORARY),
    ],
)
def test_a_refused_recipient(inbox, answer, outcome):
    inbox.answers[TO.email] = [answer]
    receipt = channel.send(MESSAGE, TO)
    assert receipt.outcome is outcome
    assert receipt.detail == answer
    assert not inbox.mails


@pytest.mark.parametrize(
    "answer, outcome", [("451 try later", Outcome.TEMPORARY), ("554 looks like spam", Outcome.FAILED)]
)
def test_a_refusal_after_the_text_is_a_clear_answer(inbox, answer, outcome):
    inbox.data_answers[TO.email] = answer
    receipt = channel.send(MESSAGE, TO)
    assert (receipt.outcome, receipt.detail) == (outcome, answer)


def test_a_line_that_breaks_before_data_sent_nothing(inbox):
    inbox.drop_before_data.add(TO.email)
    assert channel.send(MESSAGE, TO).outcome is Outcome.TEMPORARY


@pytest.mark.parametrize("where", ["drop_in_data", "drop_after_data"])
def test_a_line_that_breaks_from_data_on_is_unknown(inbox, where):
    getattr(inbox, where).add(TO.email)
    receipt = channel.send(MESSAGE, TO)
    assert receipt.outcome is Outcome.UNKNOWN


def test_a_server_that_is_not_there_is_unreachable_and_may_be_tried_again(inbox, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
        receipt = channel.send(MESSAGE, TO)
    assert (receipt.outcome, receipt.unreachable) == (Outcome.TEMPORARY, True)


def test_one_connection_carries_a_batch_and_survives_a_broken_line(inbox):
    before = inbox.sessions
    inbox.drop_in_data.add("iki@gazete.example")
    inbox.answers["uc@gazete.example"] = ["550 unknown"]
    with channel.Session() as session:
        outcomes = [
            session.carry(channel.compose(MESSAGE, to(f"{name}@gazete.example"))).outcome
            for name in ("bir", "iki", "uc", "dort", "bes")
        ]
    assert outcomes == [Outcome.ACCEPTED, Outcome.UNKNOWN, Outcome.BOUNCED, Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert [address for address, _ in inbox.mails] == [f"{n}@gazete.example" for n in ("bir", "dort", "bes")]
    assert inbox.sessions - before == 2


def test_a_connection_that_the_server_closed_meanwhile_is_opened_anew(inbox):
    with channel.Session() as session:
        assert session.carry(channel.compose(MESSAGE, to("bir@gazete.example"))).outcome is Outcome.ACCEPTED
        session.connection.connection.sock.shutdown(socket.SHUT_RDWR)
        assert session.carry(channel.compose(MESSAGE, to("iki@gazete.example"))).outcome is Outcome.ACCEPTED
    assert inbox.counts() == {"bir@gazete.example": 1, "iki@gazete.example": 1}


def test_a_line_beginning_with_a_dot_arrives_unchanged(inbox, settings):
    mail = EmailMessage("Nokta", ".bir\r\n..iki\r\n.\r\nson", to=[TO.email])
    get_connection(settings.MAIL_TRANSPORT).send_messages([mail])
    content = inbox.mails[0][1].decode()
    assert ".bir\r\n..iki\r\n.\r\nson" in content


def test_the_backend_says_what_it_knows(inbox, settings):
    mail = EmailMessage("Konu", "Metin", to=[TO.email])
    inbox.drop_in_data.add(TO.email)
    with pytest.raises(Unclear):
        get_connection(settings.MAIL_TRANSPORT).send_messages([mail])
    inbox.drop_in_data.clear()
    inbox.drop_before_data.add(TO.email)
    with pytest.raises(NothingSent):
        get_connection(settings.MAIL_TRANSPORT).send_messages([mail])


def test_an_unknown_complaint_of_a_foreign_backend_is_unknown(settings, monkeypatch):
    def explode(self, messages):
        raise RuntimeError("teapot")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", explode)
    receipt = channel.send(MESSAGE, TO)
    assert (receipt.outcome, receipt.detail) == (Outcome.UNKNOWN, "RuntimeError: teapot")
