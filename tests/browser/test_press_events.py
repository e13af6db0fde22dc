"""Somebody invited finds the event on a telephone and answers with one key; the office reads it, at both widths."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from press_archive.agenda.models import InvitationAnswer
from tests import factories
from tests.browser.inspection import axe
from tests.browser.test_desk import opened
from tests.browser.window import DESKTOP, PHONE, fits, keep, new_window
from tests.factories import agenda

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_invitation_is_answered_with_one_key_and_read_in_the_office(browser: Browser, live_server, faults):
    event = agenda.announced(
        zones="Salon\nKamera platformu", notes="Kürsüde ses çıkışı var.", topics="Yol\nSahil", capacity=40
    )
    invitation = agenda.invited(event)
    visit = agenda.visit()
    phone = new_window(browser, live_server, faults, PHONE)
    for path in (reverse("agenda_calendar"), event.public_path, reverse("agenda_invitation", args=[invitation.token])):
        phone.goto(path)
        fits(phone)
        assert axe(phone) == [], path
    phone.get_by_role("button", name="Geliyorum").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_contain_text("Yanıtınız kaydedildi: geliyorum.")
    keep(phone, "invitation-360")
    assert InvitationAnswer.objects.get().answer == "yes"
    assert phone.context.cookies() == []
    for size in (PHONE, DESKTOP):
        office = opened(browser, live_server, factories.editor(), faults, size)
        for name, number in (("press_events:detail", event.pk), ("press_visits:detail", visit.pk),
                             ("press_visits:paper", visit.pk), ("press_visits:change", visit.pk)):  # fmt: skip
            office.goto(reverse(name, args=[number]))
            fits(office)
            assert axe(office) == [], name
    expect(office.locator("body")).not_to_contain_text("None")
