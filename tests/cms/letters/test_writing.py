"""What is written: in the caller's transaction, to each address once, whatever stands in a name or a text."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, mail_admins, send_mail
from django.db import transaction
from django.utils import timezone

from cms.core.receipt import Outcome, Receipt
from cms.letters import services
from cms.letters.checks import check_mail_settings
from cms.letters.models import Letter, LetterKind
from cms.users import services as people
from cms.users.models import User
from cms.users.roles import Office
from publishing.channels import letter as channel
from tests import factories

ROOT = Path(__file__).resolve().parents[3]
SENDERS = {
    "send_mail", "send_mass_mail", "mail_admins", "mail_managers", "get_connection", "EmailMessage",
    "EmailMultiAlternatives",
}  # fmt: skip
# What no header and no line of a notice may be able to hold.
ODD = (
    "Ayşe\r\nBcc: herkes@gazete.example", "Ali\u202eelttes", "Veli\x0bOğlu", "\u2066Can\u2069", "Ece\u2028Öz",
    "Sıfır\u200bgenişlik", "Çok " + "uzun " * 200, "\ufffe\uffff", "'\"<b>&amp;%s%(x)s{{ x }}",
)  # fmt: skip

pytestmark = pytest.mark.django_db


def test_nobody_outside_the_channels_sends_mail():
    """A mail that is sent where it occurs to somebody waits for another machine; a letter is a row."""
    offenders = []
    for package in ("cms", "media_library", "press_archive", "publishing", "search", "scripts"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name.startswith("publishing/channels/"):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                names = set()
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.core.mail"):
                    names = {alias.name for alias in node.names} & SENDERS
                    if name in MAY_NAME_A_MAIL:
                        names -= {"EmailMessage", "EmailMultiAlternatives"}
                elif isinstance(node, ast.Import):
                    names = {
                        alias.name for alias in node.names if alias.name.split(".")[0] in {"smtplib", "aiosmtplib"}
                    }
                    names |= {alias.name for alias in node.names if alias.name.startswith("django.core.mail")}
                elif isinstance(node, ast.ImportFrom) and node.module in {"smtplib", "wagtail.admin.mail"}:
                    names = {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module == "django.core":
                    names = {alias.name for alias in node.names} & {"mail"}
                elif isinstance(node, ast.Attribute) and node.attr == "email_user":
                    names = {"email_user"}
                if names:
                    offenders.append(f"{name}:{node.lineno} {sorted(names)}")
    assert offenders == []


# They name the type of a mail that they are given, and make none.
MAY_NAME_A_MAIL = {"cms/letters/backend.py", "publishing/dispatch/worker.py"}


def test_the_transport_is_for_the_worker_and_everybody_else_writes_rows(settings):
    from cms.settings import base

    assert base.EMAIL_BACKEND == settings.EMAIL_BACKEND == "cms.letters.backend.LetterBackend"
    assert base.MAIL_TRANSPORT != base.EMAIL_BACKEND
    assert check_mail_settings(None) == []
    settings.MAIL_TRANSPORT = base.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "publishing.channels.smtp.EmailBackend"
    assert [found.id for found in check_mail_settings(None)] == ["letters.E001", "letters.E002"]


def test_a_rolled_back_act_leaves_no_letter():
    def act() -> None:
        services.write(kind=LetterKind.SECURITY, to=[("a@b.example", "A")], subject="Konu", body="Metin")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transaction.atomic(act)()
    assert not Letter.objects.exists()


def test_an_address_stands_once_and_an_empty_one_not_at_all():
    to = [("a@b.example", "A"), (" a@b.example ", "Aynı"), ("", "Adressiz"), ("c@d.example", "C")]
    services.write(kind=LetterKind.APPROVAL, to=to, subject="Konu", body="Metin")
    assert list(Letter.objects.order_by("pk").values_list("recipient", flat=True)) == ["a@b.example", "c@d.example"]
    assert Letter.objects.values("message_id").distinct().count() == 2


@pytest.mark.parametrize("odd", ODD)
def test_no_name_and_no_text_makes_a_letter_fail(odd):
    [row] = services.write(
        kind=LetterKind.SECURITY, to=[("a@b.example", odd)], subject=f"Vekâlet: {odd}", body=f"{odd}\nson", html=odd
    )
    row.refresh_from_db()
    mail = channel.compose(channel.Letter(row.recipient, row.recipient_name, row.subject, row.body, row.message_id))
    sent = mail.message()
    assert sent.as_bytes()
    assert sent["Bcc"] is None
    assert mail.recipients() == [sent["To"]] or len(mail.recipients()) == 1
    assert "\n" not in row.subject
    assert not {"\u202e", "\u2066", "\x0b", "\x00"} & set(row.subject + row.recipient_name + row.body)


def test_what_postgresql_cannot_store_is_left_out():
    text = "bir\x00iki\ud800üç"
    [row] = services.write(kind=LetterKind.OTHER, to=[("a@b.example", text)], subject=text, body=text)
    row.refresh_from_db()
    assert row.body == "birikiüç"


@pytest.mark.parametrize("odd", ODD)
def test_delegation_and_appointment_of_an_odd_name_succeed_and_are_told(odd):
    director, mayor, administrator = factories.director(), factories.mayor(), factories.administrator()
    User.objects.filter(pk=director.pk).update(first_name=odd[:150])
    deputy = factories.person("vekil")
    User.objects.filter(pk=deputy.pk).update(last_name=odd[:150], job_title=odd[:120])
    director.refresh_from_db()
    deputy.refresh_from_db()
    people.delegate(
        office=Office.DIRECTOR, principal=director, deputy=deputy, by=administrator, document_number="E-1",
        starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(hours=5),
    )  # fmt: skip
    people.appoint(user=deputy, office=Office.DIRECTOR, by=administrator, document_number="E-2")
    told = Letter.objects.filter(kind=LetterKind.SECURITY)
    assert {director.email, mayor.email} <= set(told.values_list("recipient", flat=True))
    for letter in told:
        # A name writes no lines of its own into a notice.
        assert not any(line.startswith("Bcc:") for line in letter.body.splitlines())
        assert "http://testserver/admin/makamlar/" in letter.body


def test_an_act_that_fails_later_tells_nobody():
    director, deputy = factories.director(), factories.person("vekil")

    def act() -> None:
        people.delegate(
            office=Office.DIRECTOR, principal=director, deputy=deputy, by=director, document_number="E-1",
            starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(hours=5),
        )  # fmt: skip
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transaction.atomic(act)()
    assert not Letter.objects.exists()


def test_whoever_asks_django_to_send_a_mail_writes_a_secret_letter(settings):
    settings.ADMINS = [("Bakım", "bakim@belediye.example")]
    assert send_mail("Konu", "Metin", None, ["Ayşe Öz <a@b.example>", "c@d.example"]) == 1
    EmailMessage("İki", "Metin", to=["e@f.example"], bcc=["g@h.example"]).send()
    mail_admins("Hata", "Metin")
    rows = {letter.recipient: letter for letter in Letter.objects.all()}
    assert set(rows) == {"a@b.example", "c@d.example", "e@f.example", "g@h.example", "bakim@belediye.example"}
    assert rows["a@b.example"].recipient_name == "Ayşe Öz"
    assert all(letter.secret and letter.kind == LetterKind.OTHER for letter in rows.values())
    with pytest.raises(ValueError, match="attachments"):
        EmailMessage("Ek", "Metin", to=["a@b.example"], attachments=[("a.txt", "a", "text/plain")]).send()


@pytest.mark.parametrize(
    "outcome, kept",
    [
        (Outcome.ACCEPTED, False),
        (Outcome.BOUNCED, False),
        (Outcome.FAILED, False),
        (Outcome.UNKNOWN, False),
        (Outcome.TEMPORARY, True),
    ],
)
def test_a_secret_is_forgotten_once_the_letter_has_left(outcome, kept):
    services.write(kind=LetterKind.SIGN_IN, to=[("a@b.example", "")], subject="Parola", body="/gizli/", secret=True)
    [row] = services.lease_due(owner="w", limit=5)
    assert row.body == "/gizli/"
    assert services.mark_sending(letter=row)
    assert services.settle(letter=row, outcome=Receipt(outcome))
    assert (Letter.objects.get().body == "/gizli/") is kept


def test_a_secret_is_forgotten_when_its_worker_died():
    services.write(kind=LetterKind.SIGN_IN, to=[("a@b.example", "")], subject="Parola", body="/gizli/", secret=True)
    [row] = services.lease_due(owner="w", limit=5)
    services.mark_sending(letter=row)
    assert services.release_expired(at=timezone.now() + dt.timedelta(hours=1)) == 1
    row.refresh_from_db()
    assert (row.state, row.body) == ("unknown", "")
