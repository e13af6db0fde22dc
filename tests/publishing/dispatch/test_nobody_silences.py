"""No one person keeps from the press what two signed: no correction, no withdrawal, no kit; of the rest both offices
hear."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from cms.letters.models import Letter
from media_library.kits.models import KitLink
from publishing.dispatch import services
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from tests import economy, factories
from tests.factories import administrator, director, mayor, superuser
from tests.factories.kits import build
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE = {"administrator": administrator, "superuser": superuser, "Müdür": director}


@pytest.fixture
def page():
    director(), mayor()
    return factories.publish(factories.bulletin(lists=[factories.distribution_list()]))


def row_of(page, kind, state):
    """The mail of this kind to the press, in this state; what went before has arrived."""
    rows = Delivery.objects.filter(channel=Channel.EMAIL, object_id=str(page.pk))
    if kind != "first":
        rows.update(state=DeliveryState.ACCEPTED)
        if kind == "withdrawal":
            factories.withdraw(page, user=mayor())
        else:
            factories.publish(factories.edit(page, summary="Yeni.", correction="Özet düzeltildi."))
    rows.filter(kind=kind).update(state=state)
    Letter.objects.all().delete()
    return rows.get(kind=kind)


def act(who, row, action):
    answer = browser(PEOPLE[who]()).post(reverse("dagitim:act", args=[row.pk]), {"action": action})
    row.refresh_from_db()
    return answer


def told():
    return {office for office in (director(), mayor()) if Letter.objects.filter(recipient=office.email).exists()}


@pytest.mark.parametrize("who", economy.people(PEOPLE, again=["superuser", "Müdür"]))
@pytest.mark.parametrize("kind", ["withdrawal", "correction"])
def test_nobody_cancels_a_withdrawal_or_a_correction(page, who, kind):
    row = row_of(page, kind, DeliveryState.QUEUED)
    assert "İptal et" not in browser(PEOPLE[who]()).get(reverse("dagitim:inspect", args=[row.pk])).text
    act(who, row, "cancel")
    assert row.state == DeliveryState.QUEUED


@pytest.mark.parametrize("who", economy.people(PEOPLE, again=["superuser", "Müdür"]))
@pytest.mark.parametrize("kind", ["withdrawal", "correction"])
def test_that_one_of_them_arrived_only_an_office_says_and_the_other_hears(page, who, kind):
    row = row_of(page, kind, DeliveryState.UNKNOWN)
    text = browser(PEOPLE[who]()).get(reverse("dagitim:inspect", args=[row.pk])).text
    assert ("Ulaştı say" in text) == (who == "Müdür")
    act(who, row, "arrived")
    if who == "Müdür":
        assert row.state == DeliveryState.ACCEPTED
        assert told() == {director(), mayor()}
    else:
        assert row.state == DeliveryState.UNKNOWN


@pytest.mark.parametrize("who", economy.people(PEOPLE, again=["superuser", "Müdür"]))
def test_that_what_was_taken_back_never_arrived_only_an_office_says(page, who):
    """Else the one who has it would never hear of the withdrawal."""
    first = Delivery.objects.get(channel=Channel.EMAIL)
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.UNKNOWN)
    factories.withdraw(page, user=mayor())
    act(who, first, "not_arrived")
    assert first.state == (DeliveryState.FAILED if who == "Müdür" else DeliveryState.UNKNOWN)
    if who != "Müdür":
        act(who, first, "arrived")
        assert Delivery.objects.filter(kind="withdrawal", channel=Channel.EMAIL).exists()


DECISIONS = {"cancel": DeliveryState.QUEUED, "arrived": DeliveryState.UNKNOWN, "not_arrived": DeliveryState.UNKNOWN}


@pytest.mark.parametrize("action", DECISIONS)
@pytest.mark.parametrize("who", economy.people(PEOPLE, again=["superuser", "Müdür"]))
def test_both_offices_hear_of_whatever_one_person_decides(page, who, action):
    row = row_of(page, "first", DECISIONS[action])
    act(who, row, action)
    assert row.state != DECISIONS[action]
    assert told() == {director(), mayor()}
    letter = Letter.objects.filter(recipient=mayor().email).get()
    assert letter.kind == "security"
    assert row.recipient in letter.body
    assert reverse("dagitim:inspect", args=[row.pk]) in letter.body


def test_without_its_letters_nothing_is_decided(page, monkeypatch):
    row = row_of(page, "first", DeliveryState.QUEUED)

    def broken(*args, **kwargs):
        raise RuntimeError("no letter")

    monkeypatch.setattr(services.records, "tell", broken)
    with pytest.raises(RuntimeError):
        services.cancel(delivery=row, user=administrator())
    row.refresh_from_db()
    assert row.state == DeliveryState.QUEUED


def test_every_act_on_a_delivery_is_told_or_brings_the_mail(page):
    """A new act that a person can do to a delivery says here which of the two it is."""
    from publishing.dispatch.views import ACTIONS

    assert set(ACTIONS) == {*DECISIONS, "retry"}


def test_services_refuse_without_a_screen(page):
    row = row_of(page, "withdrawal", DeliveryState.QUEUED)
    with pytest.raises(ValidationError):
        services.cancel(delivery=row, user=director())
    Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.UNKNOWN)
    with pytest.raises(PermissionDenied):
        services.resolve_unknown(delivery=row, user=superuser(), accepted=True)


@pytest.mark.parametrize("who", [factories.editor, administrator, superuser])
def test_nobody_closes_the_kit_in_the_mails_of_a_live_bulletin(page, who):
    build()
    link = KitLink.objects.get(kit__object_id=str(page.pk), is_mailing=True)
    client = browser(who())
    revoke = reverse("kits:revoke", args=[link.kit_id, link.pk])
    shown = client.get(reverse("kits:inspect", args=[link.kit_id]))
    assert revoke not in shown.text
    client.post(revoke)
    address = f"/basin-kiti/{link.token}/"
    assert Client().get(address).status_code == 200
    factories.withdraw(page, user=mayor())
    assert Client().get(address).status_code == 410
