"""Subscribers as the office sees them: numbers, and three acts that tell nobody who reads."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.letters.models import Letter
from publishing.subscriptions import services, subjects
from publishing.subscriptions.models import Choice, Refusal, Subscriber, Wish
from tests import factories
from tests.publishing.subscriptions.test_subscribing import subscribed

pytestmark = pytest.mark.django_db
READER = "okur@ornek.example"


def signed_in(user):
    client = Client()
    client.get("/admin/login/")
    client.force_login(user)
    return client


def asked(client, act, email=READER):
    return client.post(reverse("subscribers"), {"act": act, "email": email}, follow=True)


def test_numbers_and_no_names():
    subscribed(READER, subjects.ALL)
    Choice.objects.create(subscriber=subscribed("baska@ornek.example", subjects.ALL), subject="kategori:999")
    services.ask(email="bekleyen@ornek.example", chosen=[subjects.ALL], place="1.2.3.4")
    client = signed_in(factories.mayor())
    page = client.get(reverse("subscribers"))
    tally = page.context["tally"]
    assert (tally.readers, tally.recent, tally.waiting) == (2, 2, 1)
    assert [(name, count) for _group, name, count in tally.rows if count] == [
        ("Bütün basın bültenleri", 2), ("Şu anda yayında bülteni olmayan konular", 1),
    ]  # fmt: skip
    text = page.content.decode()
    assert "ornek.example" not in text.replace("ad@kurum.example", "")
    assert "Yerine getir" not in text, "whoever only reads gets no form"
    assert asked(client, "durdur").status_code in (200, 403)
    assert Subscriber.objects.count() == 2
    assert signed_in(factories.archivist()).get(reverse("subscribers")).status_code == 302


def test_what_is_done_for_a_reader_is_answered_alike_for_everybody():
    subscribed(READER, subjects.ALL)
    client = signed_in(factories.director())
    known, unknown = asked(client, "durdur", READER.upper()), asked(client, "durdur", "yok@ornek.example")
    said = [str(next(iter(page.context["messages"]))) for page in (known, unknown)]
    assert said == ["Bu adrese artık bülten gönderilmez."] * 2
    assert not Subscriber.objects.exists()
    entries = ModelLogEntry.objects.filter(action="subscriptions.for_reader")
    assert [(entry.data, entry.user_id) for entry in entries] == [({"act": "durdur"}, factories.director().pk)] * 2

    # The owner of the address still has to say yes; who wants no question is asked again only after its lifting.
    asked(client, "sor")
    services.ask_owners()
    assert Letter.objects.filter(recipient=READER).count() == 1
    services.refuse(token=Wish.objects.get().token)
    asked(client, "sor")
    services.ask_owners()
    assert (Letter.objects.filter(recipient=READER).count(), Subscriber.objects.count()) == (0, 0)
    asked(client, "izin")
    assert not Refusal.objects.exists()

    for act, email, sentence in (
        ("durdur", "adres değil", "Geçerli bir e-posta adresi yazın"), ("durdur", "", "E-posta adresini yazın."),
        ("hepsini-sil", READER, "Ne istediğini seçin."),
    ):  # fmt: skip
        answer = asked(client, act, email)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    with pytest.raises(PermissionDenied):
        services.for_reader(act="durdur", email=READER, user=factories.editor())


def test_nobody_empties_the_list_by_hand(monkeypatch):
    monkeypatch.setattr(services, "PER_OFFICER_A_DAY", 2)
    client = signed_in(factories.director())
    for _time in range(2):
        asked(client, "durdur")
    subscribed(READER, subjects.ALL)
    answer = asked(client, "durdur")
    assert (answer.status_code, "Bugün çok sayıda istek" in answer.content.decode()) == (422, True)
    assert Subscriber.objects.exists()


def test_the_office_asks_as_many_as_it_is_told_were_asked():
    client = signed_in(factories.director())
    for number in range(7):
        asked(client, "sor", f"okur{number}@ornek.example")
    assert Wish.objects.count() == 7
