"""The directory in the admin, who may be written to, and the unsubscribe page."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.users.models import User
from press_archive.contacts import services
from press_archive.contacts.models import Address, DistributionList, Journalist, OptOut, Outlet
from press_archive.contacts.selectors import recipients, standings
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    outlet = Outlet.objects.create(name="Körfez Gazetesi", kind="newspaper")
    journalist = Journalist.objects.create(name="Işıl Çağ", outlet=outlet)
    desk = Address.objects.create(email="masa@korfez.example", outlet=outlet)
    own = Address.objects.create(email="isil@korfez.example", journalist=journalist)
    press = DistributionList.objects.create(name="Yerel basın")
    press.addresses.set([desk, own])
    press.save()
    return press


def formset(prefix: str, rows: list[dict[str, str]]) -> dict[str, str]:
    data = {
        f"{prefix}-TOTAL_FORMS": str(len(rows)),
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "1000",
    }
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{key}": value for key, value in row.items()}
    return data


def test_recipients_are_reachable_and_each_once(directory):
    twice = DistributionList.objects.create(name="Ulusal basın")
    twice.addresses.set(Address.objects.all())
    twice.save()
    assert [one.email for one in recipients([directory.pk, twice.pk])] == ["isil@korfez.example", "masa@korfez.example"]
    assert [one.name for one in recipients([directory.pk])] == ["Işıl Çağ", "Körfez Gazetesi"]
    Address.objects.filter(email="masa@korfez.example").update(active=False)
    services.opt_out(address=Address.objects.get(email="isil@korfez.example"))
    assert recipients([directory.pk, twice.pk]) == []
    told = standings(["masa@korfez.example", "isil@korfez.example", "yabanci@x.example"])
    assert [told[email].obstacle for email in told] == [
        "Adres artık kullanımda değil.", "Alıcı gönderim istemiyor.", "",
    ]  # fmt: skip


def test_nobody_is_of_the_house_and_of_the_press_under_one_address(directory):
    with pytest.raises(ValidationError, match="rehberinde kayıtlı"):
        User(username="yeni", password="x", email="ISIL@korfez.example").full_clean()
    journalist = factories.editor()  # whose account is older than the rule is not held up by it
    User.objects.filter(pk=journalist.pk).update(email="isil@korfez.example")
    User.objects.get(pk=journalist.pk).full_clean()
    own = factories.administrator().email
    with pytest.raises(ValidationError, match="çalışanın hesabına"):
        Address(email=own.upper()).full_clean()
    pasted = services.add_pasted_addresses(text=f"{own}\nyeni@korfez.example", lists=[], user=factories.superuser())
    assert [line.text for line in pasted.broken] == [own]
    assert [address.email for address in pasted.added] == ["yeni@korfez.example"]


def test_an_inactive_list_sends_nothing(directory):
    DistributionList.objects.update(active=False)
    assert recipients([directory.pk]) == []


def test_the_unsubscribe_page_changes_nothing_by_get(client, directory):
    address = Address.objects.get(email="masa@korfez.example")
    url = reverse("contacts:unsubscribe", args=[address.token])
    answer = client.get(url)
    assert answer.status_code == 200
    assert "Listeden çık" in answer.content.decode()
    assert "<form" in answer.content.decode()
    client.head(url)
    address.refresh_from_db()
    assert address.opted_out_at is None


def test_one_click_needs_no_cookie_and_twice_is_once(directory):
    address = Address.objects.get(email="masa@korfez.example")
    url = reverse("contacts:unsubscribe", args=[address.token])
    mail_program = Client(enforce_csrf_checks=True)
    answer = mail_program.post(url, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "artık basın bülteni gönderilmeyecek" in answer.content.decode()
    address.refresh_from_db()
    first = address.opted_out_at
    assert first is not None
    mail_program.post(url, {"List-Unsubscribe": "One-Click"})
    address.refresh_from_db()
    assert address.opted_out_at == first
    assert OptOut.objects.filter(email=address.email).count() == 1


def test_an_unknown_token_is_not_found(client):
    assert client.get(reverse("contacts:unsubscribe", args=[uuid.uuid4()])).status_code == 404


def test_a_refusal_outlives_the_address(directory):
    address = Address.objects.get(email="masa@korfez.example")
    services.opt_out(address=address)
    address.delete()
    again = Address.objects.create(email="masa@korfez.example")
    assert again.opted_out_at is not None


def test_an_administrator_keeps_the_directory(client):
    client.force_login(factories.administrator())
    client.post(
        "/admin/basin-rehberi/kuruluslar/new/",
        {"name": "Işık TV", "kind": "television", "city": "Balıkesir", "phone": ""}
        | formset("addresses", [{"email": "HABER@isiktv.example", "active": "on"}])
        | formset("months", [])
        | formset("prices", []),
    )
    outlet = Outlet.objects.get(name="Işık TV")
    assert [address.email for address in outlet.addresses.all()] == ["haber@isiktv.example"]
    client.post(
        "/admin/basin-rehberi/mensuplar/new/",
        {"name": "Ömer Şahin", "outlet": str(outlet.pk), "position": "Muhabir", "phone": ""}
        | formset("addresses", [{"email": "omer@isiktv.example", "active": "on"}]),
    )
    addresses = list(Address.objects.values_list("pk", flat=True))
    client.post(
        "/admin/basin-rehberi/listeler/new/",
        {"name": "Yerel televizyonlar", "description": "", "active": "on", "addresses": [str(pk) for pk in addresses]},
    )
    press = DistributionList.objects.get()
    assert press.addresses.count() == 2
    text = client.get(f"/admin/basin-rehberi/listeler/edit/{press.pk}/").content.decode()
    assert "data-address-search" in text
    assert "Ömer Şahin (Işık TV) · omer@isiktv.example" in text
    client.post(
        f"/admin/basin-rehberi/listeler/edit/{press.pk}/",
        {"name": "Yerel televizyonlar", "description": "", "active": "on", "addresses": [str(addresses[0])]},
    )
    assert DistributionList.objects.get().addresses.count() == 1


@pytest.mark.parametrize("part", ["kuruluslar", "mensuplar", "listeler", "adresler"])
def test_the_lists_open_and_search(client, directory, part):
    client.force_login(factories.administrator())
    text = client.get(f"/admin/basin-rehberi/{part}/").content.decode()
    assert {
        "kuruluslar": "Körfez Gazetesi",
        "mensuplar": "Işıl Çağ",
        "listeler": "Yerel basın",
        "adresler": "masa@korfez.example",
    }[part] in text
    assert client.get(f"/admin/basin-rehberi/{part}/?q=zzz").status_code == 200
    assert json.dumps("Basın rehberi") in text


def test_an_editor_reads_and_does_not_change(client, directory):
    client.force_login(factories.editor())
    assert "Yerel basın" in client.get("/admin/basin-rehberi/listeler/").content.decode()
    assert client.get(f"/admin/basin-rehberi/listeler/inspect/{directory.pk}/").status_code == 200
    assert client.get(f"/admin/basin-rehberi/listeler/edit/{directory.pk}/").status_code == 302
    client.post(f"/admin/basin-rehberi/listeler/edit/{directory.pk}/", {"name": "Değişti"})
    directory.refresh_from_db()
    assert directory.name == "Yerel basın"
