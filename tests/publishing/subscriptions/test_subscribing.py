"""Anybody may subscribe, nobody for somebody else: what a stranger, a mail scanner and a bomber get."""

import datetime as dt
import hashlib
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cms.core.carriage import DeliveryState
from cms.letters.models import Letter, LetterKind
from cms.users.models import Throttle
from press_archive.bulletins.models import Category
from publishing.subscriptions import consent, services, subjects
from publishing.subscriptions.models import Choice, Refusal, Subscriber, Wish
from tests import factories

pytestmark = pytest.mark.django_db

FORM = "/abonelik/"
WHO = "okur@ev.example"
PLACE = "publishing.subscriptions.views.network_of_request"


def typed(**values):
    return {"email": WHO, "chosen": ["hepsi"], "consent": "on", "website": "", **values}


def link(name, letter=None):
    body = (letter or Letter.objects.latest("pk")).body
    return re.search(rf"http://[^/]+(/abonelik/{name}/\S+)", body)[1]


def subscribed(email=WHO, *keys):
    now = timezone.now() - dt.timedelta(minutes=1)
    one = Subscriber.objects.create(email=email, consent=consent.CURRENT, asked_at=now, confirmed_at=now)
    Choice.objects.bulk_create(Choice(subscriber=one, subject=key) for key in keys or ("hepsi",))
    return one


def test_double_opt_in_and_out_again(client):
    answer = client.post(FORM, typed(email=" Okur@EV.example "))
    assert (answer.status_code, answer.url) == (302, "/abonelik/istendi/")
    assert not Letter.objects.exists(), "no request writes to anybody"
    assert (services.ask_owners(), services.ask_owners()) == (1, 0)
    letter = Letter.objects.get()
    assert (letter.recipient, letter.secret, letter.recipient_name) == (WHO, True, "")
    # A scanner opens every link: nothing happens.
    for name in ("onay", "istemiyorum"):
        page = client.get(link(name))
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page.headers["Cache-Control"]
    assert not Subscriber.objects.exists()
    assert not Refusal.objects.exists()
    confirm = link("onay")
    assert client.post(confirm).status_code == 200
    person = Subscriber.objects.get()
    assert (person.email, person.consent) == (WHO, consent.CURRENT)
    assert person.asked_at < person.confirmed_at
    assert [choice.subject for choice in person.choices.all()] == ["hepsi"]
    # Used: the wish and its letter are gone, the link does nothing.
    assert client.post(confirm).status_code == client.get(confirm).status_code == 404
    assert not Wish.objects.exists()
    assert not Letter.objects.exists()
    # Out: a GET shows a button, the mail program's one click needs no cookie, and twice is no error.
    out = f"/abonelik/birak/{person.token}/"
    assert client.get(out).status_code == 200
    assert Subscriber.objects.exists()
    for _time in range(2):
        assert Client(enforce_csrf_checks=True).post(out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists()
    assert not Choice.objects.exists()


def test_nobody_learns_who_subscribes(client):
    subscribed()
    answers = [client.post(FORM, typed(email=email)) for email in (WHO, "yok@ev.example")]
    assert {(one.status_code, one.url) for one in answers} == {(302, "/abonelik/istendi/")}
    services.ask_owners()
    letters = list(Letter.objects.order_by("recipient"))
    assert [one.recipient for one in letters] == [WHO, "yok@ev.example"]
    assert re.sub(r"[0-9a-f-]{36}", "", letters[0].body) == re.sub(r"[0-9a-f-]{36}", "", letters[1].body)
    # Confirming once more replaces the subjects and keeps since when it reads.
    before = Subscriber.objects.get().confirmed_at
    client.post(link("onay", letters[0]))
    assert Subscriber.objects.get().confirmed_at == before


def test_no_address_is_bombed_and_no_place_sends_a_flood(client, monkeypatch):
    for number in range(5):
        monkeypatch.setattr(PLACE, lambda request, number=number: f"10.0.0.{number}")
        client.post(FORM, typed())
    assert Wish.objects.count() == services.PER_ADDRESS
    monkeypatch.setattr(PLACE, lambda request: "10.9.9.9")
    for number in range(services.PER_PLACE + 3):
        assert client.post(FORM, typed(email=f"k{number}@ev.example")).status_code == 302
    assert Wish.objects.exclude(email=WHO).count() == services.PER_PLACE
    assert not Throttle.objects.filter(key__contains=WHO).exists(), "counts keep no addresses"
    # The owner says no once, and is asked no more; what was asked is forgotten.
    services.ask_owners()
    asked = Letter.objects.filter(recipient=WHO)
    assert asked.count() == 2
    assert client.post(link("istemiyorum", asked.first())).status_code == 200
    assert not Wish.objects.filter(email=WHO).exists()
    assert not asked.exists()
    Throttle.objects.all().delete()
    client.post(FORM, typed())
    services.ask_owners()
    assert not asked.exists()
    assert WHO not in str(list(Refusal.objects.values()))
    # Bots that fill every field are told the same.
    client.post(FORM, typed(email="bot@ev.example", website="x"))
    assert not Wish.objects.filter(email="bot@ev.example").exists()


def test_what_is_wrong_is_said_and_nothing_is_lost(client):
    factories.department()
    wrong = [
        {"email": "yok"}, {"email": "a@b.example\r\nBcc: c@d.example"}, {"email": f"{'a' * 300}@b.example"},
        {"chosen": []}, {"chosen": ["mudurluk:1"]}, {"consent": ""},
    ]  # fmt: skip
    for values in wrong:
        answer = client.post(FORM, typed(**values))
        assert answer.status_code == 422, values
        assert "field__error" in answer.text
        assert "email" in values or f'value="{WHO}"' in answer.text
    assert not Wish.objects.exists()


def test_only_names_that_strangers_may_read_are_offered(client):
    Category.objects.create(name="Gizli konu", slug="gizli")
    page = factories.bulletin(department=factories.department())
    assert [one.key for one in subjects.offered()] == ["hepsi"]
    assert "Fen İşleri" not in client.get(FORM).text
    assert subjects.subjects_of(page) == ["hepsi", f"mudurluk:{page.department_id}"]
    with pytest.raises(ValidationError):
        services.choose(subscriber=subscribed(), chosen=["kategori:1"])


def test_a_wish_is_confirmed_as_it_was_asked_for(client):
    """Meanwhile the only bulletin of its subjects was withdrawn: the yes holds, the name is shown to nobody."""
    department = factories.department()
    key = f"mudurluk:{department.pk}"
    wish = Wish.objects.create(email=WHO, subjects=[key], consent=consent.CURRENT)
    services.ask_owners()
    assert "- Seçtiğiniz, şu anda yayında bülteni olmayan konular" in Letter.objects.get().body
    page = client.get(link("onay")).text
    assert "şu anda yayında bülteni olmayan konular" in page
    assert department.name not in page
    assert client.post(link("onay")).status_code == 200
    assert [choice.subject for choice in Choice.objects.all()] == [key]
    assert not Wish.objects.filter(pk=wish.pk).exists()


def test_who_changed_their_mind_may_be_asked_again(client, capsys):
    client.post(FORM, typed())
    services.ask_owners()
    client.post(link("istemiyorum"))
    call_command("forget_refusal", "yok@ev.example")
    assert "hiçbir şey değişmedi" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("forget_refusal", "yok")
    assert Refusal.objects.exists()
    call_command("forget_refusal", " Okur@EV.example ")
    assert "ret kaydı silindi" in capsys.readouterr().out
    assert not Refusal.objects.exists()
    client.post(FORM, typed())
    services.ask_owners()
    assert Letter.objects.get().recipient == WHO


def test_what_nobody_confirms_is_forgotten_and_dead_addresses_leave(client):
    client.post(FORM, typed())
    services.ask_owners()
    old = link("onay")
    Wish.objects.update(asked_at=timezone.now() - dt.timedelta(hours=49))
    assert client.post(old).status_code == 404
    services.tidy()
    assert not Wish.objects.exists()
    assert not Letter.objects.exists()
    for email in ("olu@ev.example", "diri@ev.example"):
        subscribed(email)
        for number in range(services.MOST_BOUNCES + 1):
            alive = email.startswith("diri") and number == services.MOST_BOUNCES
            Letter.objects.create(
                kind=LetterKind.SUBSCRIPTION, recipient=email, subject="x", body="", message_id=f"<{number}{email}>",
                state=DeliveryState.ACCEPTED if alive else DeliveryState.BOUNCED, origin="abone:1:1:000001:first",
            )  # fmt: skip
    services.tidy()
    assert [one.email for one in Subscriber.objects.all()] == ["diri@ev.example"]
    assert not Letter.objects.filter(recipient="olu@ev.example").exists()
    assert not Letter.objects.not_arrived().exists(), "what bounces at readers is no office's work"


def test_the_journal_of_an_older_release_names_no_reader():
    """An office could decide about letters to readers once; the journal called them by their addresses."""
    reader, house = (
        Letter.objects.create(kind=kind, recipient=who, subject="x", body="", message_id=f"<{who}>", origin=origin)
        for kind, who, origin in (
            (LetterKind.SUBSCRIPTION, "olu@ev.example", "abone:1:1:000001:first"),
            (LetterKind.OTHER, "mudur@belediye.example", ""),
        )
    )
    for letter in (reader, house):
        log(instance=letter, action="letters.retry")
    import_module("publishing.subscriptions.migrations.0002_journal").blank(apps, None)
    named = ModelLogEntry.objects.filter(label__contains="@")
    assert [entry.object_id for entry in named] == [str(house.pk)]


def test_a_consent_that_was_given_keeps_its_words(client):
    """A new text is a new version: add its digest here, change none."""
    digests = {version: hashlib.sha256(text.encode()).hexdigest()[:16] for version, text in consent.TEXTS.items()}
    assert digests == {"2026-11": "57c8f577515d5b4e"}
    assert consent.text_of(consent.CURRENT) in client.get(FORM).text.replace("&#x27;", "'")
