"""The palette in a real browser: opened and walked with keys alone, nothing wrong with it, forgotten at signing out."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from media_library.models import Shoot
from search.office import index
from tests import factories
from tests.browser.inspection import axe
from tests.browser.test_archive import opened
from tests.browser.window import DESKTOP, becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_palette_is_used_with_keys_alone_and_keeps_nothing_behind(live_server, browser, faults):
    shoots = [Shoot.objects.create(title=f"Zeytin hasadı {number}") for number in range(3)]
    index.catch_up()
    page = opened(browser, live_server, faults, DESKTOP, factories.editor())
    for number in range(2):
        page.goto(reverse("archive:shoot", args=[shoots[number].pk]))
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog")
    field = palette.get_by_role("combobox")
    expect(field).to_be_focused()
    options = palette.get_by_role("option")
    # What was opened before, this page aside, and what the editor may begin.
    expect(options.first).to_contain_text("Zeytin hasadı 0")
    expect(palette).to_contain_text("Yeni bülten")
    expect(palette).not_to_contain_text("Yayın kuruluşu ekle")

    field.fill("zeytinleri")
    expect(options).to_have_count(3)
    assert axe(page, context="dialog.palette") == []
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = palette.locator("[aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    for _round in range(6):
        page.keyboard.press("Tab")
        becomes(page, "document.querySelector('dialog.palette').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()

    page.keyboard.press("Control+k")
    field.fill("hasadı 2")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('archive:shoot', args=[shoots[2].pk])}")
    # Without a choice Enter opens the page with all results.
    page.keyboard.press("Control+k")
    field.fill("zeytin")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('office_search')}?q=zeytin")
    expect(page.locator(".find-result")).to_have_count(3)
    becomes(page, "Boolean(localStorage.getItem('basin-masasi.recent'))")
    page.context.clear_cookies()
    page.goto(reverse("wagtailadmin_login"))
    becomes(page, "localStorage.getItem('basin-masasi.recent')", None)
