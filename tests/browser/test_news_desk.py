"""The desk of what the monitors found, worked without a mouse: one key a decision, and the next story in hand."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from press_archive.clippings.models import Clipping
from press_archive.monitoring.models import Candidate, State
from press_archive.monitoring.models import Page as StoryPage
from tests import factories
from tests.browser.test_desk import opened
from tests.browser.window import DESKTOP, fits, keep
from tests.factories import monitoring

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AGENCY = (
    "Çamlıkıyı Belediyesi'nin yaptığı yeni park bu sabah törenle açıldı. Açılışa mahalleli ve çocuklar katıldı. "
    "Parkta iki oyun alanı, bir koşu yolu ve yüz elli ağaç var. Başkan, sıradaki parkın yerini de açıkladı."
)
ONES = ("otobüs aldı", "sahili temizledi", "zeytin dağıttı", "yolu onardı", "tiyatro kurdu")


def in_hand(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-story]')?.querySelector('h2').innerText ?? ''"))


def press(page: Page, key: str, *, told: str = "") -> None:
    page.keyboard.press(key)
    if told:
        expect(page.get_by_text(told)).to_be_visible()
        page.wait_for_load_state("load")


def test_a_morning_s_stories_are_decided_by_keyboard_alone(browser: Browser, live_server, faults):
    for number, what in enumerate(ONES):
        monitoring.found(f"Çamlıkıyı Belediyesi {what}", f"{number} numaralı haberin kendi sözleri: {what}.",
                         url=f"http://kiyi.example/{number}")  # fmt: skip
    for number in range(3):
        monitoring.found(f"Yeni park açıldı {number}", AGENCY, site=f"s{number}.example")
    Candidate.objects.update(page=StoryPage.READ)
    page = opened(browser, live_server, factories.editor(), faults, DESKTOP)
    page.goto(reverse("haber_masasi"))
    stories = page.locator("[data-story]")
    expect(stories).to_have_count(6)
    keep(page, "news-desk-1280")
    press(page, "j")
    assert "Yeni park açıldı" in in_hand(page)
    press(page, "k")  # above the first there is none
    assert "Yeni park açıldı" in in_hand(page)
    press(page, "h", told="3 kupür eklendi.")
    assert "tiyatro kurdu" in in_hand(page)
    press(page, "r", told="1 haber alınmadı.")
    assert "yolu onardı" in in_hand(page)
    press(page, "z", told="Haber yeniden bekliyor.")
    expect(stories).to_have_count(5)
    press(page, "j")
    press(page, "j")
    assert "yolu onardı" in in_hand(page)
    press(page, "s", told="Haber ertelendi.")
    assert "zeytin dağıttı" in in_hand(page)
    page.evaluate("addEventListener('click', (event) => { window.gone = event.target.href; event.preventDefault() })")
    press(page, "o")
    assert page.evaluate("window.gone") == "http://kiyi.example/2"
    # The same story as another one: chosen by its name, joined with Enter on the button beside it.
    page.goto(reverse("haber_masasi"))
    press(page, "j")
    press(page, "j")
    press(page, "b")
    press(page, "ArrowDown")
    press(page, "ArrowDown")
    expect(page.locator("[data-join]:focus")).to_have_value(str(Candidate.objects.get(title__contains="sahili").pk))
    press(page, "Tab")
    press(page, "Enter", told="Haberler birleştirildi.")
    expect(stories).to_have_count(3)
    press(page, "j")
    press(page, "a", told="1 kupür eklendi.")
    page.set_viewport_size({"width": 360, "height": 740})
    fits(page)
    keep(page, "news-desk-360")
    states = dict(Candidate.objects.filter(title__startswith="Çamlıkıyı").values_list("title", "state"))
    assert sorted(states.values()) == sorted([State.ACCEPTED, State.LATER, State.NEW, State.NEW, State.NEW])
    joined = Candidate.objects.filter(title__regex="zeytin|sahili").values_list("story", flat=True)
    assert len(set(joined)) == 1
    assert Clipping.objects.count() == 4

    # What was taken is walked in the list by keys, too.
    page.set_viewport_size(DESKTOP)
    page.goto(reverse("clippings:index"))
    rows = page.locator("[data-clipping]")
    expect(rows).to_have_count(4)
    for key in "jjk":
        page.keyboard.press(key)
    expect(rows.first).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("input[name=id]:checked")).to_have_count(1)
    for key, address in (("o", "clippings:detail"), ("e", "clippings:edit")):
        page.keyboard.press(key)
        page.wait_for_url(f"**{reverse(address, args=[Clipping.objects.order_by('-published_on', '-pk')[0].pk])}")
    page.goto(reverse("clippings:index"))
    page.keyboard.press("n")
    page.wait_for_url(f"**{reverse('clippings:add')}")
