"""A real browser for the tests: its windows, what they complain about, and the pictures they leave behind."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

SHOTS = Path(settings.BASE_DIR) / "build" / "screenshots"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A busy machine is no fault of the page. What an answer takes is measured elsewhere.
PATIENCE_MS = 20_000
SETTLED_MS = 5_000
WIDTH = "document.documentElement.scrollWidth"
STICKING_OUT = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .slice(-4).map((one) => `${one.tagName}.${one.getAttribute("class")}`)"""
expect.set_options(timeout=PATIENCE_MS)


def becomes(place: Page | Locator, expression: str, expected: Any = True, arg: Any = None) -> None:
    """Waits, as ``expect`` does, until ``expression`` in the browser has the value ``expected``."""
    ends = time.monotonic() + PATIENCE_MS / 1000
    page = place if isinstance(place, Page) else place.page
    while (found := place.evaluate(expression, arg)) != expected and time.monotonic() < ends:
        page.wait_for_timeout(50)
    assert found == expected, (expression, found)


def fits(page: Page) -> None:
    """Nothing is wider than the window, once what its scripts move has moved."""
    becomes(page, f"{WIDTH} <= document.documentElement.clientWidth")


def sticks_out(page: Page, width: int) -> tuple[int, list[str]] | None:
    """How wide the page stays in a window of ``width``, and what of it sticks out; ``None`` when it fits.

    What a script has put beside a button (a tip at 355 of 360 px) is put anew after the window has changed its size.
    """
    try:
        page.wait_for_function(f"(width) => {WIDTH} <= width", arg=width, timeout=SETTLED_MS)
    except PlaywrightTimeoutError:
        return page.evaluate(WIDTH), page.evaluate(STICKING_OUT)
    return None


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
    page.set_default_timeout(PATIENCE_MS)
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
