"""The social queue on a telephone and on a desk: the phone's own sheet, and what does its work where there is none."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.browser.test_desk import opened
from tests.browser.window import DESKTOP, PHONE, becomes, fits, keep
from tests.publishing.social.test_services import queue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINK = "https://belediye.example/bultenler/sahil-yolu/"
TEXT = "Sahil yolu açıldı.\nHayırlı olsun."
# A sheet that notes what it was given; ``takes`` says which of these a device takes together.
SHEET = """takes => {
  window.given = [];
  const fits = (data) => Object.keys(data).every((key) => takes.includes(key));
  Object.defineProperty(navigator, "canShare", { value: fits });
  Object.defineProperty(navigator, "share", { value: async (data) => {
    document.documentElement.dataset.given = window.given.push(data);
  } });
}"""
NO_SHEET = """() => {
  delete Navigator.prototype.share;
  delete Navigator.prototype.canShare;
  navigator.clipboard.writeText = async (text) => { window.copied = text; };
}"""
GIVEN = """async () => {
  const { text, url, files } = window.given.at(-1);
  const found = (files ?? []).map(({ name, type, size }) => ({ name, type, size }));
  return { text, url: url ?? "", files: found };
}"""


def queue_of(browser: Browser, live_server, faults, size, script: str) -> Page:
    page = opened(browser, live_server, factories.social_editor(), faults, size)
    page.add_init_script(script)
    page.goto("/admin/sosyal/")
    return page


def was_given(page: Page, times: int) -> None:
    expect(page.locator(f"html[data-given='{times}']")).to_be_attached()


def card(page: Page, network: str):
    return page.locator(".social-card").filter(has=page.get_by_role("heading", name=network, exact=True))


def test_the_phones_sheet_gets_the_picture_the_text_and_the_address(browser, live_server, faults):
    photo = factories.photo()
    for network in ("x", "instagram", "telegram"):
        queue(network=network, text=TEXT, image_id=photo.pk)
    queue(network="bluesky", text=f"Açıldı: {LINK}")
    page = queue_of(browser, live_server, faults, PHONE, f'({SHEET})(["text", "url", "files"])')
    fits(page)
    keep(page, "social-queue-phone")
    share = card(page, "Instagram").get_by_role("button", name="Paylaş", exact=True)
    share.click()
    was_given(page, 1)
    given = page.evaluate(GIVEN)
    assert (given["text"], given["url"]) == (TEXT, LINK)
    assert [(one["type"], one["name"].endswith("instagram.jpg")) for one in given["files"]] == [("image/jpeg", True)]
    assert given["files"][0]["size"] > 1000
    # An address that stands in the text is not said twice; without a picture there is no file.
    card(page, "Bluesky").get_by_role("button", name="Paylaş", exact=True).click()
    was_given(page, 2)
    assert page.evaluate(GIVEN) == {"text": f"Açıldı: {LINK}", "url": "", "files": []}

    # A device that takes no address beside files gets the picture and the text, one that takes no files the address.
    for takes, expected in ((["text", "files"], ("", 1)), (["text", "url"], (LINK, 0))):
        page = queue_of(browser, live_server, faults, PHONE, f"({SHEET})({takes!r})")
        card(page, "X").get_by_role("button", name="Paylaş", exact=True).click()
        was_given(page, 1)
        given = page.evaluate(GIVEN)
        assert (given["text"], given["url"], len(given["files"])) == (TEXT, *expected)


def test_without_a_sheet_text_and_picture_are_copied_and_downloaded(browser, live_server, faults):
    photo = factories.photo()
    for network in ("x", "facebook", "telegram"):
        queue(network=network, text=TEXT * (1 if network == "x" else 3), image_id=photo.pk)
    page = queue_of(browser, live_server, faults, DESKTOP, f"({NO_SHEET})()")
    one = card(page, "X")
    expect(one.get_by_role("button", name="Paylaş", exact=True)).to_be_hidden()
    one.get_by_role("button", name="Metni kopyala").click()
    expect(one.get_by_text("Kopyalandı")).to_be_visible()
    becomes(page, "window.copied", TEXT)
    with page.expect_download() as download:
        one.get_by_role("link", name=re.compile("Fotoğrafı indir")).click()
    stream = io.BytesIO(download.value.path().read_bytes())
    assert Image.open(stream).size[0] / Image.open(stream).size[1] == pytest.approx(16 / 9, abs=0.01)
    # Side by side at one height, their pictures on one line.
    cards = [one.bounding_box() for one in page.locator(".social-card").all()]
    rows = {(round(box["y"]), round(box["height"])) for box in cards}
    assert len(rows) == len({top for top, _height in rows}) < len(cards)
    assert len({round(one.bounding_box()["y"]) for one in page.locator(".social-picture").all()}) == len(rows)
    keep(page, "social-queue-desk")
