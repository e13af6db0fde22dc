"""On a telephone, in a real browser: copies handed out with a finger's signature, and the hangers' day."""

from __future__ import annotations

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, expect

from publishing.printing.models import Movement
from tests import factories
from tests.browser.test_desk import opened
from tests.browser.window import DESKTOP, PHONE, keep
from tests.factories.outdoor import booking, hung, panel
from tests.factories.printing import delivered, job, recipient

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WCAG = {"runOnly": ["wcag2a", "wcag2aa"]}


def test_a_finger_signs_for_the_copies_and_the_screens_are_in_order(browser: Browser, live_server, faults):
    today = timezone.localdate()
    made = delivered(
        job(shares={recipient(): 700, recipient("Sahil Muhtarlığı", kind="headman"): 290}), printed_on=today
    )
    first = hung(booking(str(today), str(today)), on=str(today))
    booking(str(today), str(today), on=panel("B-02"))
    phone = opened(browser, live_server, factories.social_editor(), faults, PHONE)
    phone.goto(reverse("distribution:index"))
    keep(phone, "hand-out-360")
    phone.get_by_role("link", name="Kent Dergisi 12").click()
    phone.get_by_role("link", name="Sahil Muhtarlığı").click()
    keep(phone, "give-360")
    assert not Axe().run(phone, options=WCAG).response["violations"]
    canvas = phone.locator("canvas")
    canvas.scroll_into_view_if_needed()
    rim = canvas.bounding_box()
    phone.mouse.move(rim["x"] + 20, rim["y"] + 30)
    phone.mouse.down()
    phone.mouse.move(rim["x"] + 150, rim["y"] + 90, steps=5)
    phone.mouse.up()
    phone.get_by_role("button", name="Verildiğini yaz").click()
    expect(phone.get_by_text("290 adet verildi")).to_be_visible()
    given = Movement.objects.get(kind="given")
    darkest, _lightest = Image.open(io.BytesIO(given.proof.read())).convert("L").getextrema()
    assert darkest < 90  # a line was drawn
    phone.goto(reverse("outdoor:today"))
    keep(phone, "panels-360")
    assert not Axe().run(phone, options=WCAG).response["violations"]
    phone.goto(reverse("outdoor:booking", args=[first.pk]))
    keep(phone, "booking-360")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    desk = opened(browser, live_server, factories.editor(), faults, DESKTOP)
    for name, address in {
        "print-job": reverse("print_jobs:detail", args=[made.pk]), "stock": reverse("stock:index"),
        "stock-title": reverse("stock:title", args=[made.title_id]), "print-jobs": reverse("print_jobs:index"),
        "print-start": reverse("print_jobs:start"), "print-year": reverse("stock:year"),
    }.items():  # fmt: skip
        desk.goto(address)
        keep(desk, f"{name}-1280")
        assert not Axe().run(desk, options=WCAG).response["violations"], name
