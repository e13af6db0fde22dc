"""Without a mouse: a bulletin is written, sent and signed with the keyboard; every stop on the way can be seen."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.browser.test_desk import opened, settled
from tests.browser.window import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What has the focus: whether it is what is looked for, and whether its frame or a frame around it can be seen.
AT = """([name, selector]) => {
  const at = document.activeElement;
  const drawn = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const around = [at, at.parentElement, at.closest("label"), at.closest(".w-field__input, .Draftail-Editor__wrapper"),
    at.nextElementSibling, ...(at.labels ?? [])];
  const labels = [...(at.labels ?? [])].map((one) => one.textContent).join();
  const said = at.ariaLabel || labels || at.textContent || at.value || "";
  return {
    there: at.matches(selector || "*") && said.trim().startsWith(name),
    // The little calendar inside a date, and what stands in a preview, have frames of their own.
    seen: at === document.body || at.matches("[type=date], iframe") || around.some((one) => one && drawn(one)),
    what: at.outerHTML.slice(0, 160),
  };
}"""


def to(page: Page, name: str = "", selector: str = "", key: str = "Tab", most: int = 90) -> None:
    """Presses ``key`` until the element called ``name``, or like ``selector``, has the focus."""
    for _press in range(most):
        page.keyboard.press(key)
        at = page.evaluate(AT, [name, selector])
        assert at["seen"], f"nobody sees that this has the focus: {at['what']}"
        if at["there"]:
            return
    raise AssertionError(f"never at {name} {selector}, but at {at['what']}")


def test_a_bulletin_is_written_sent_and_signed(browser, live_server, faults, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    editor, director = factories.editor(), factories.director()
    factories.department("Park ve Bahçeler Müdürlüğü", "park-ve-bahceler")
    factories.distribution_list()
    factories.photo("Sahil yolu", description="Yeni yol", credit="Fotoğraf: Ece Örnek", legal_basis="public_event")
    page = opened(browser, live_server, editor, faults, DESKTOP)
    page.goto("/admin/")
    to(page, "Yeni bülten yaz")
    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_be_focused()
    page.keyboard.type("Sahil yolu 29 Kasım’da açılıyor")
    to(page, selector="#id_summary")
    page.keyboard.type("Üç kilometrelik yol, 29 Kasım Pazar günü açılacak.")
    to(page, selector=".public-DraftEditor-content")
    page.keyboard.type("Yol; yürüyüş ve bisiklet şeridiyle hizmet verecek.")
    # Tab leaves the text, as it leaves every field.
    to(page, selector="#id_lead_image-chooser button")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Fotoğraf seç")
    expect(dialog.get_by_role("gridcell")).to_be_focused(timeout=20_000)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate(AT, ["", "#id_lead_image-chooser button"])["there"], "the focus is lost with the window"
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("gridcell")).to_be_focused(timeout=20_000)
    page.keyboard.press("Enter")
    expect(page.locator("#id_lead_image_alt")).to_have_value("Yeni yol")
    to(page, selector="#id_department")
    page.keyboard.type("Park")
    to(page, "Onaya gönder")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("onaya gönderildi", timeout=20_000)

    desk = opened(browser, live_server, director, faults, DESKTOP)
    desk.goto(reverse("approval:desk"))
    to(desk, selector="a.card")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sahil yolu 29 Kasım’da açılıyor", timeout=20_000)
    settled(desk)
    to(desk, "İmzala", "button", most=200)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_contain_text("Müdür olarak")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_be_hidden()
    desk.keyboard.press("Enter")
    to(desk, "Evet, imzala", most=10)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("İmzalandı.", timeout=20_000)
    assert BulletinPage.objects.get().workflow_in_progress
