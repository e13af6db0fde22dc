"""A real browser for the tests: its windows, what they complain about, and the pictures they leave behind."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, Page

SHOTS = Path(settings.BASE_DIR) / "build" / "screenshots"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def new_window(browser: Browser, live_server, faults: list[str], size: dict[str, int], **options) -> Page:
    """A window of ``size`` with a session of its own; console errors and foreign addresses go to ``faults``."""
    context = browser.new_context(
        viewport=size, locale="tr-TR", base_url=live_server.url, has_touch=size is PHONE, **options
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request", lambda r: None if r.url.startswith((live_server.url, "data:", "blob:")) else faults.append(r.url)
    )
    return page


def keep(page: Page, name: str) -> None:
    """Leaves a picture of the whole page in ``build/screenshots``."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
