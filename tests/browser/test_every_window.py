"""Every window that a script opens on the writing screen, looked at where it opens: in the light and in the dark, on a
desk and on a phone, for English words, by axe and by its width."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
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
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+a")
    expect(page.locator("[name=LINK]:visible")).to_be_visible()
    looking.at("metin çubuğu")
    page.locator("[name=LINK]:visible").click()
    kinds, modal = page.locator(".modal .link-types"), page.locator(".modal")
    expect(kinds).to_be_visible()
    looking.at("bağlantı iç", ".modal")
    for name in ("Dış", "E-posta", "Telefon", "Çapa"):
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
    assert looking.told == {}, json.dumps(looking.told, ensure_ascii=False, indent=1)
