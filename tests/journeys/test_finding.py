"""How people find what the office published, and how they no longer find what is not public (any more)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.core import clock
from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.factories import rights
from tests.office import browser
from tests.search.test_public_search import headings

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture(autouse=True)
def the_worker_follows(monkeypatch):
    """The database cannot travel along; and nobody has asked too often yet."""
    monkeypatch.setattr(clock, "ahead_of_database", dt.timedelta)
    cache.clear()


def carry() -> None:
    call_command("worker", drain=True, verbosity=0)


def found(**query: str) -> list[str]:
    answer = Client().get("/ara/", query)
    assert answer.status_code == 200
    return headings(answer.content.decode())


def published(title: str, **values) -> BulletinPage:
    return factories.publish(factories.bulletin(title=title, **values))


def test_last_years_bulletin_by_two_words_that_one_half_remembers_and_a_month():
    now = timezone.now()
    last_year = now - dt.timedelta(days=365)
    with time_machine.travel(last_year):
        wanted = published("Zeytinliklerimizin sulama kanalları yenilendi")
        published("Kütüphanede yaz okuma günleri")
    with time_machine.travel(now - dt.timedelta(days=20)):
        published("Zeytin hasadında kanal boyu gezisi")
    carry()
    assert wanted.title in found(q="zeytinlik kanalı")
    month = timezone.localtime(last_year).strftime("%Y-%m")
    assert found(q=f"zeytinlik kanalı tarih:{month}") == [wanted.title]
    assert found(q=f"zeytnlik kanali tarih:{month}") == [wanted.title]  # half remembered, and no Turkish keyboard
    html = Client().get("/ara/", {"q": f"zeytinlik kanalı tarih:{month}"}).content.decode()
    assert wanted.number in html
    assert Client().get(wanted.url).status_code == 200


def test_an_embargo_ends_and_a_withdrawal_ends_it_again():
    minute = (timezone.now() + dt.timedelta(hours=3)).replace(second=0, microsecond=0)
    page = published("Kent meydanı projesi açıklandı", go_live_at=minute)
    with time_machine.travel(minute - dt.timedelta(seconds=1), tick=False):
        carry()
        assert found(q="meydan projesi") == []
        assert Client().get("/ara/oneri/", {"q": "kent"}).json()["titles"] == []
    with time_machine.travel(minute + dt.timedelta(seconds=1), tick=False):
        carry()
        assert found(q="meydan projesi") == [page.title]
        assert "Kent meydanı" in str(Client().get("/ara/oneri/", {"q": "kent"}).json()["titles"])
        page.refresh_from_db()
        factories.withdraw(page)
        assert found(q="meydan projesi") == []  # at once, before the index has followed
        carry()
        assert found(q="meydan projesi") == []
        assert Client().get("/ara/oneri/", {"q": "kent"}).json()["titles"] == []


def test_an_archivist_finds_every_photo_of_a_consent_that_was_taken_back():
    photos = [factories.photo(title=f"Şenlik {number}") for number in range(3)]
    others = [factories.photo(title="Şenlik, başka bir çocuk")]
    row = rights.consent(*photos, name="Ayşe Yılmaz")
    rights.consent(*others, name="Zeynep Yıldız")
    archivist = browser(factories.archivist())
    archivist.post(reverse("rights:consent_withdraw", args=[row.pk]), {"note": "Ailesi dilekçe verdi."})
    html = archivist.get(reverse("rights:consent", args=[row.pk])).content.decode()
    assert sorted(set(re.findall(r"Şenlik \d", html))) == [photo.title for photo in photos]
    assert others[0].title not in html
    listed = archivist.post(reverse("rights:consents"), {"kisi": "ayse yilmaz"}).content.decode()
    assert "Ayşe Yılmaz" in listed
    assert "Zeynep Yıldız" not in listed
