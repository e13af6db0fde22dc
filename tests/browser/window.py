"""A real browser for the tests: its windows, what they complain about, and the pictures they leave behind."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def loop_of(found: list[asyncio.AbstractEventLoop]) -> Iterator[None]:
    """The driver's event loop is this thread's running one inside; tests that know no browser never see it."""
    asyncio._set_running_loop(found[0] if found else None)
    yield
    found[:] = [asyncio.get_running_loop()]
    asyncio._set_running_loop(None)


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
