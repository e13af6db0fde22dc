"""Many addresses at once: the good are added, the broken stay with a reason, nothing is lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from press_archive.contacts import services
from press_archive.contacts.models import Address, DistributionList, Journalist, OptOut, Outlet
from press_archive.contacts.parser import AddressLine, BrokenLine, parse
from tests import factories


@pytest.mark.parametrize(
    "line, email, name, outlet",
    [
        ("haber@gazete.example", "haber@gazete.example", "", ""),
        ("Işıl Çağ <Isil@Gazete.Example>", "isil@gazete.example", "Işıl Çağ", ""),
        ('"Çağ, Işıl" <isil@gazete.example>;', "isil@gazete.example", "Çağ, Işıl", ""),
        ("isil@gazete.example; Işıl Çağ; Körfez Gazetesi", "isil@gazete.example", "Işıl Çağ", "Körfez Gazetesi"),
        ("isil@gazete.example\tIşıl Çağ\tKörfez Gazetesi", "isil@gazete.example", "Işıl Çağ", "Körfez Gazetesi"),
        ("isil@gazete.example;;Körfez Gazetesi", "isil@gazete.example", "", "Körfez Gazetesi"),
    ],
)
def test_good_lines(line, email, name, outlet):
    [good], broken = parse(line)
    assert good == AddressLine(1, line, email, name, outlet)
    assert broken == []


@pytest.mark.parametrize(
    "line, reason",
    [
        ("Işıl Çağ", "@ işareti yok"),
        ("isil@", "geçerli bir e-posta adresi değil"),
        ("ışıl@gazete.example", "geçerli bir e-posta adresi değil"),
        ("Işıl Çağ <>", "adresi yok"),
        ("Işıl Çağ <isil@gazete.example", "biçiminde yazın"),
        ("a@b.example; Ad; Kuruluş; fazla", "üçten çok"),
        ("; Ad; Kuruluş", "adresi yok"),
        ("a@b.example\r; Bcc: x@y.example <", "biçiminde yazın"),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example" * 2, "değil"),
    ],
)
def test_broken_lines(line, reason):
    _good, broken = parse(line)
    assert any(reason in one.reason for one in broken)


def test_numbers_count_blank_lines_and_an_address_counts_once():
    good, broken = parse("a@b.example\n\n  \nyok\nA@B.example")
    assert [line.number for line in good] == [1]
    assert broken == [
        BrokenLine(4, "yok", "“yok” bir e-posta adresi değil: @ işareti yok."),
        BrokenLine(5, "A@B.example", "Bu adres 1. satırda da var."),
    ]


@pytest.mark.django_db
def test_thirty_broken_lines_stay_in_the_box(client):
    Outlet.objects.create(name="Körfez Gazetesi", kind="newspaper")
    Address.objects.create(email="eski@gazete.example")
    press = DistributionList.objects.create(name="Yerel basın")
    good = [f"Muhabir {n} <muhabir{n}@gazete.example>" for n in range(20)]
    good += ["masa@korfez.example; ; KÖRFEZ GAZETESİ", "eski@gazete.example"]
    broken = [f"bozuk satır {n}" for n in range(30)]
    lines = [line for pair in zip(good + [""] * 8, broken, strict=True) for line in pair]
    client.force_login(factories.administrator())
    url = reverse("basin_adres:paste")
    answer = client.post(url, {"text": "\r\n".join(lines), "lists": [press.pk]})
    text = answer.content.decode()
    assert Address.objects.filter(email__startswith="muhabir").count() == 20
    assert DistributionList.objects.get().addresses.count() == 22
    assert Address.objects.get(email="masa@korfez.example").outlet.name == "Körfez Gazetesi"
    assert Journalist.objects.get(name="Muhabir 7").addresses.get().email == "muhabir7@gazete.example"
    assert answer.context["form"]["text"].value().splitlines() == broken
    assert [line.number for line in answer.context["broken"]] == list(range(1, 31))
    assert "30 satır eklenemedi" in text
    assert "21 adres eklendi." in text
    assert "@ işareti yok" in text
    mended = "\n".join(f"duzeltilmis{n}@gazete.example" for n in range(30))
    answer = client.post(url, {"text": mended, "lists": [press.pk]})
    assert answer.status_code == 302
    assert DistributionList.objects.get().addresses.count() == 52


@pytest.mark.django_db
def test_an_unknown_outlet_and_a_refusal_are_said_and_not_overruled():
    OptOut.objects.create(email="hayir@gazete.example", at="2026-01-01T00:00:00Z")
    pasted = services.add_pasted_addresses(
        text="a@b.example; Ad; Olmayan Gazete\nhayir@gazete.example", lists=[], user=factories.administrator()
    )
    assert pasted.added == []
    assert ["rehberde yok" in line.reason or "istemiyor" in line.reason for line in pasted.broken] == [True, True]
    assert not Address.objects.exists()


@pytest.mark.django_db
def test_only_those_who_may_add_addresses_paste(client):
    with pytest.raises(PermissionDenied):
        services.add_pasted_addresses(text="a@b.example", lists=[], user=factories.editor())
    client.force_login(factories.editor())
    assert client.get(reverse("basin_adres:paste")).status_code == 302
    assert not Address.objects.exists()
