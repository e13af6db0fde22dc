"""From the invitation to the badge at the gate: an officer invites, a reporter applies, the office accredits."""

import re

import pytest
from django.urls import reverse

from cms.letters.models import Letter
from press_archive.accreditation import followups, keys, selectors, services, tokens
from press_archive.accreditation.models import Application
from press_archive.agenda.models import Invitation
from tests.factories import agenda
from tests.factories.accreditation import accredited_event, form_of, officer
from tests.factories.journalists import press_account, press_browser, press_outlet
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_from_the_invitation_to_the_gate(client):
    event = accredited_event(capacity=10)
    paper = press_outlet()
    derya = press_account("derya@kiyi.example", outlet=paper)
    agenda.invited(event, "derya@kiyi.example")
    assert Invitation.objects.filter(event=event, email="derya@kiyi.example").exists()

    # The public page of the event leads to the form, and the sign-in back to it.
    page = client.get(event.public_path).content.decode()
    apply = reverse("accreditation:event", args=[event.pk])
    assert f'href="{apply}"' in page
    mine = press_browser(derya)
    answer = mine.post(apply, form_of(outlet_name="Kıyı Postası"))
    row = Application.objects.get(event=event)
    assert row.outlet == paper

    # The officer finds it on the first page, reads it and says yes.
    office = browser(officer())
    assert "1 akreditasyon başvurusu karar bekliyor." in office.get("/admin/").content.decode()
    decide = reverse("accreditation_desk:decide", args=[row.pk, "onayla"])
    office.post(decide, {"onayla-seen": services.seen_state(row), "onayla-zones": ["Saha"]})
    letter = Letter.objects.get(origin=f"akreditasyon:{row.pk}:approved")
    card = re.search(r"/basin/akreditasyon/kart/\S+", letter.body)[0]
    assert mine.get(card).status_code == 200
    assert client.get(card).status_code == 302  # a forwarded mail opens nothing

    # At the gate, without the net: the list that was loaded before, and the code.
    listed = selectors.gate_list(event)
    public = {int(number): bytes.fromhex(key) for number, key in listed["keys"].items()}
    token = Application.objects.get(pk=row.pk).badge.token
    verdict = tokens.verify(token, public, event.starts_at, event=event.pk, old=listed["old"])
    assert verdict.ok
    assert verdict.claims.nonce == listed["people"][0]["nonce"]
    assert [listed["zones"][number] for number in verdict.claims.zone_numbers()] == ["Saha"]

    # The event moves: a new badge, and the old one is told apart at the gate.
    moved = agenda.changed(event, place="Kültür Merkezi", entrance_note="Arka kapı")
    followups.look()
    assert "Kültür Merkezi" in Letter.objects.get(origin=f"akreditasyon:{row.pk}:moved").body
    assert tokens.verify(token, keys.public_keys(), moved.starts_at, event=moved.pk).ok  # the time is the same
    assert answer.status_code == 302
