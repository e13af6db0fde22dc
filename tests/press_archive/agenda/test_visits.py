"""Visits: planned, changed by one at a time, closed; the outlet's file beside them; the mayor's secret calendar."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from cms.core.refusal import Refusal
from cms.letters.models import Letter
from cms.users.roles import Role
from press_archive.agenda import letters, persons, selectors, services, visits
from press_archive.agenda.models import CalendarAddress, Invitation, InvitationAnswer, Visit
from press_archive.journalists.models import JournalistAccount
from tests import factories, worlds
from tests.factories import agenda
from tests.factories.clippings import clipping
from tests.office import browser

pytestmark = [pytest.mark.django_db]
PLACE = "/admin/basin-ziyaretleri/"


def make():
    """A visit to a newspaper that wrote of us."""
    clipping("Sahil yolu bitmedi", tone="negative")
    return agenda.visit(gift="Albüm", gift_cost="180.00", gift_reason="Yıldönümü")


@worlds.on(make)
@pytest.mark.once
def test_the_page_and_the_paper_say_what_the_mayor_needs(world):
    for path in (f"{PLACE}{world.pk}/", f"{PLACE}{world.pk}/yazdir/"):
        page = browser(factories.mayor()).get(path).content.decode()
        for words in ("Sahil yolu bitmedi", "olumsuz", "Kent müzesi", "10.20 Gazete", "Albüm", "Yıldönümü"):
            assert words in page, words
    listed = browser(factories.editor()).get(PLACE).content.decode()
    assert world.title in listed
    assert f"{PLACE}yeni/" in listed
    assert f"{PLACE}yeni/" not in browser(factories.director()).get(PLACE).content.decode()
    stranger = Client().get(f"{PLACE}{world.pk}/")
    assert (stranger.status_code, "login" in stranger["Location"]) == (302, True)


@worlds.on(make)
def test_one_plans_and_nobody_writes_over_another(world):
    office = browser(factories.editor())
    form = {
        "kind": "to_mayor", "outlet": world.outlet_id, "title": "Nezaket ziyareti", "place": "Makam",
        "starts_at": "2030-01-10T10:00", "ends_at": "2030-01-10T11:00", "seen": "0",
    }  # fmt: skip
    assert office.post(f"{PLACE}{world.pk}/duzenle/", form).status_code == 302
    world.refresh_from_db()
    assert (world.title, world.changes, world.sequence) == ("Nezaket ziyareti", 1, 1)
    late = office.post(f"{PLACE}{world.pk}/duzenle/", form | {"title": "Üstüne"})
    assert late.status_code in (302, 409)
    assert Visit.objects.get().title == "Nezaket ziyareti"
    for wrong in ({"gift": "Saat", "gift_reason": ""}, {"ends_at": "2030-01-10T09:00"}, {"outlet": ""}):
        assert office.post(f"{PLACE}yeni/", form | wrong).status_code == 400, wrong
    with pytest.raises(ValidationError):
        visits.plan_visit(values={"title": "x"}, user=factories.editor())
    with pytest.raises(PermissionDenied):
        visits.close_visit(visit=world, took_place=False, text="x", user=factories.mayor())
    with pytest.raises(Refusal, match="henüz başlamadı"):
        visits.close_visit(visit=world, took_place=True, text="İyi geçti", user=factories.editor())
    visits.close_visit(visit=world, took_place=False, text="Ertelendi", user=factories.editor())
    with pytest.raises(Refusal, match="kapandı"):
        visits.change_visit(visit=world, values=form, seen=2, user=factories.editor())


def test_the_mayor_s_calendar_opens_for_its_secret_only():
    agenda.visit("Gizli konu")
    agenda.announced("Açılış", is_listed=False)
    user = factories.person("okur", Role.ARCHIVIST)
    token = visits.CALENDAR.give(user=user)
    assert token not in str(CalendarAddress.objects.values())
    path = f"/abonelik/ziyaretler/{token}.ics"
    answer = Client().get(path)
    text = answer.content.decode()
    assert ("Basın ziyareti" in text, "SUMMARY:Açılış" in text, "Gizli" in text) == (True, True, False)
    assert "private, no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    for guess in (token[:-1], token + "A", "a" * 43):
        assert Client().get(f"/abonelik/ziyaretler/{guess}.ics").status_code == 404
    new = visits.CALENDAR.give(user=user)
    assert Client().get(path).status_code == 404
    user.groups.clear()
    assert Client().get(f"/abonelik/ziyaretler/{new}.ics").status_code == 404
    with pytest.raises(PermissionDenied):
        visits.CALENDAR.give(user=factories.social_editor())
    assert visits.CALENDAR.take_back(user=user)
    assert not visits.CALENDAR.take_back(user=user)


def test_who_goes_is_nobody_and_still_counted():
    found = agenda.announced()
    row = agenda.invited(found, "ayse@bir.example")
    services.record_answer(token=row.token, said="yes", people=2, note="Ayşe, 0999")
    account = JournalistAccount(email="ayse@bir.example", name="Ayşe")
    (kept,) = persons.kept(account)
    assert (kept["event"], kept["answer"], kept["people"], kept["note"]) == (found.title, "geliyorum", 2, "Ayşe, 0999")
    persons.let_go(account)
    assert persons.kept(account) == []
    rows = [Invitation.objects.values(), InvitationAnswer.objects.values(), Letter.objects.filter(kind="invitation")]
    everything = " ".join(str(list(one.values())) for one in rows)
    assert "ayse" not in everything
    assert "Ayşe" not in everything
    assert Client().get(f"/basin/davet/{row.token}/").status_code == 404
    assert selectors.answer_counts(agenda.fresh(found))["people"] == 2
    agenda.changed(found, place="Başka yer")
    assert letters.tell() == 0
    with time_machine.travel(found.starts_at - dt.timedelta(hours=20)):
        assert letters.remind(now=timezone.now().replace(hour=10)) == 0
