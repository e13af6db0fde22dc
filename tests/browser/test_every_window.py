"""Every window that a script opens, and every notice that one gives when no answer comes, looked at where it opens: in
the light and in the dark, on a desk and on a phone, for English words, by axe and by its width."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.conf import settings as shipped
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Window

from media_library.models import File, Shoot
from tests import factories
from tests.browser.inspection import KEEPS_PICTURES, STILL, axe, keep_picture, too_wide
from tests.browser.test_writing_help import sign_in
from tests.browser.window import DESKTOP, PHONE, new_window
from tests.factories.galleries import video
from tests.journeys.test_no_english import complaints

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
READY = "() => document.querySelector('form[data-edit-form]')?.dataset.keeper === 'ready'"
# What the console says of requests that the test lets fail.
FAILED = re.compile("net::ERR_INTERNET_DISCONNECTED|Failed to fetch|status of 40[13]|Error fetching|Network error")
# What stands open is looked at on a desk by day and on a phone by night, and must fit the narrowest phone.
LOOKS = ((DESKTOP, "light"), (PHONE, "dark"))
NARROWEST = (320,)


class Looking:
    """Gathers what is wrong with what stands open in one window."""

    def __init__(self, page: Window) -> None:
        self.page = page
        self.told: dict[str, list[str]] = {}

    def at(self, name: str, inside: str | None = None, leaving_out: tuple[str, ...] = ()) -> None:
        """Reads the screen as it is now, then looks at it, or at the window ``inside`` it, in every state."""
        found = complaints(self.page.evaluate("document.body.outerHTML"))
        for size, scheme in LOOKS:
            self.page.set_viewport_size(size)
            self.page.emulate_media(color_scheme=scheme)
            found += [f"{size['width']} {scheme}: {fault}" for fault in axe(self.page, leaving_out, inside)]
            if KEEPS_PICTURES:
                keep_picture(self.page, "pencereler", name.replace(" ", "-"), size["width"], scheme)
        found += too_wide(self.page, NARROWEST)
        self.page.set_viewport_size(DESKTOP)
        self.page.emulate_media(color_scheme="light")
        if found:
            self.told[name] = found


@pytest.fixture
def window(browser, live_server, faults, settings) -> Callable[..., Window]:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0

    def opened(user, url: str) -> Window:
        page = new_window(browser, live_server, faults, DESKTOP)
        page.add_init_script(STILL)
        sign_in(page, live_server, user)
        page.goto(url)
        return page

    return opened


def add_block(page: Window, name: str) -> None:
    page.locator(".c-sf-add-button").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def shut(dialog: Locator) -> None:
    dialog.get_by_role("button", name="Kapat", exact=True).first.click()
    expect(dialog).to_be_hidden()


def link_button(page: Window) -> Locator:
    """The button for links in the toolbar of the text, all of which is marked for it. The editor draws itself anew
    after each change, and may take back what was marked before it had."""
    button = page.locator("[name=LINK]:visible")
    for _try in range(5):
        page.locator(".public-DraftEditor-content").first.press("Control+a")
        try:
            expect(button).to_be_visible(timeout=4000)
            return button
        except AssertionError:
            page.keyboard.press("ArrowRight")
    expect(button).to_be_visible()
    return button


def text_windows(page: Window, looking: Looking) -> None:
    """What the rich text opens: its commands, its toolbar, the kinds of links."""
    words = page.locator(".public-DraftEditor-content").first
    words.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    expect(page.locator(".w-combobox__menu:visible")).to_contain_text("Bağlantı")
    # Wagtail draws an empty tip beside its list of commands.
    looking.at("metin komutları", leaving_out=("aria-tooltip-name",))
    page.keyboard.press("Escape")
    expect(page.locator(".w-combobox__menu:visible")).to_have_count(0)
    page.keyboard.press("Backspace")
    expect(words).not_to_contain_text("/")
    link_button(page)
    looking.at("metin çubuğu")
    link_button(page).click()
    kinds, modal = page.locator(".modal .link-types"), page.locator(".modal")
    expect(kinds).to_be_visible()
    looking.at("bağlantı iç", ".modal")
    for name in ("Dış", "E-posta", "Telefon", "Sayfa içi"):
        kinds.get_by_role("link", name=name).click()
        expect(kinds.locator("b")).to_contain_text(name)
        looking.at(f"bağlantı {name}", ".modal")
    modal.locator("form button[type=submit], form input[type=submit]").last.click()
    expect(modal.locator(".error-message, .w-field__errors").first).to_be_visible()
    looking.at("bağlantı boş", ".modal")
    shut(modal)


def block_windows(page: Window, looking: Looking) -> None:
    """The list of blocks, and what each block's button opens."""
    page.locator(".c-sf-add-button").last.click()
    expect(page.get_by_role("option", name="Galeri", exact=True)).to_be_visible()
    looking.at("blok ekleme")
    page.keyboard.press("Escape")
    modal = page.locator(".modal")
    for block, button in (
        ("Dosya", "Belge seç"),
        ("Arşiv videosu", "Video seç"),
        ("İlgili bültenler / dizi", "Sayfa seç (Basın bülteni)"),
    ):
        add_block(page, block)
        page.get_by_role("button", name=button, exact=True).last.click()
        expect(modal.locator("h1, h2").first).to_be_visible()
        looking.at(f"seçme {block}", ".modal")
        shut(modal)
    add_block(page, "Galeri")
    dialog = page.get_by_role("dialog", name="Fotoğrafları seç")
    expect(dialog.get_by_role("gridcell").first).to_be_visible()
    looking.at("fotoğraf seçme")
    dialog.locator("[data-to-upload]").click()
    looking.at("fotoğraf yükleme")
    shut(dialog)


def side_windows(page: Window, looking: Looking) -> None:
    """The panes beside the form, a remark on a passage, and the menus of the page."""
    for name in ("readiness", "status", "preview", "checks", "comments"):
        toggle = page.locator(f"[data-side-panel-toggle={name}]")
        toggle.click()
        expect(toggle).to_have_attribute("aria-expanded", "true")
        looking.at(f"yan pano {name}")
        toggle.click()
    page.locator("[data-contentpath=summary] [data-comment-add]").click()
    page.locator(".comment__input:visible").fill("Bu cümle kısalsın.")
    looking.at("yorum yazma")
    page.locator("[data-w-dropdown-target=toggle]:visible").first.click()
    looking.at("sayfa menüsü")
    page.keyboard.press("Escape")


def palette_window(page: Window, looking: Looking) -> None:
    """What Ctrl-K opens on every screen."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+k")
    palette = page.locator("dialog.palette")
    expect(palette.get_by_role("option").first).to_be_visible()
    looking.at("seçenek kutusu", "dialog.palette")
    palette.get_by_role("combobox").fill("böylebirşeyyok")
    expect(palette.locator(".palette-none")).to_be_visible()
    looking.at("seçenek kutusu boş", "dialog.palette")
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()


def without_answers(page: Window, looking: Looking, why: str, said: str) -> None:
    """What is said at each place that asks the server when no answer comes, and that one can go on afterwards."""
    trouble = page.locator("dialog.office-trouble")

    def told(place: str) -> None:
        expect(trouble).to_contain_text(said)
        looking.at(f"{why} {place}", "dialog.office-trouble")
        trouble.get_by_role("button", name="Kapat").click()
        expect(trouble).to_have_count(0)

    choose = page.get_by_role("button", name="Sayfa seç (Basın bülteni)", exact=True).last
    choose.click()
    told("sayfa seçme")
    expect(choose).to_be_enabled()  # Wagtail leaves it shut
    link_button(page).click()
    told("bağlantı")
    page.get_by_role("button", name="Fotoğraf seç").first.click()
    sorry = page.locator("dialog.arc-choose")
    expect(sorry.get_by_role("alert")).to_contain_text(said.split()[0])
    looking.at(f"{why} fotoğraf seçme", "dialog.arc-choose")
    page.keyboard.press("Escape")
    expect(sorry).to_have_count(0)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+k")
    palette = page.locator("dialog.palette")
    expect(palette.locator(".palette-none")).to_contain_text("Şu an aranamıyor")
    looking.at(f"{why} seçenek kutusu", "dialog.palette")
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.get_by_role("button", name="Kaydet", exact=True).click()
    expect(page.locator(".keeper-error")).to_contain_text(said.split()[0])
    looking.at(f"{why} kaydetme", ".keeper-error")


def test_when_no_answer_comes_every_place_says_why(window, faults, settings):
    # Wagtail, which asks every ten seconds, must not learn of it first: it would ask before it lets anything be saved.
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 600_000
    bulletin = factories.bulletin(title="Sahil yolu bakımı")
    page = window(factories.editor(), reverse("wagtailadmin_pages:edit", args=[bulletin.pk]))
    page.wait_for_function(READY)
    add_block(page, "İlgili bültenler / dizi")
    looking = Looking(page)
    page.context.set_offline(True)
    without_answers(page, looking, "çevrimdışı", "Sunucuya ulaşıl")
    page.context.set_offline(False)
    page.context.clear_cookies(name=shipped.SESSION_COOKIE_NAME)
    without_answers(page, looking, "oturumsuz", "Oturumunuz kapanmış")
    faults[:] = [fault for fault in faults if not FAILED.search(fault)]
    assert looking.told == {}, json.dumps(looking.told, ensure_ascii=False, indent=1)


def test_every_window_of_the_writing_screen_can_be_used(window):
    shoot = Shoot.objects.create(title="Sahil yolu")
    factories.photo("Kare 1", description="Sahil", shoot=shoot, legal_basis="public_event")
    video("Körfez")
    File.objects.create(title="Basın dosyası", file=ContentFile(b"%PDF-1.4", name="dosya.pdf"))
    draft = factories.bulletin(title="Sahil yolu bakımı")
    page = window(factories.editor(), reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    page.wait_for_function(READY)
    looking = Looking(page)
    text_windows(page, looking)
    block_windows(page, looking)
    side_windows(page, looking)
    palette_window(page, looking)
    assert looking.told == {}, json.dumps(looking.told, ensure_ascii=False, indent=1)
