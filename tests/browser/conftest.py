"""One Chromium for each process, windows of their own for each test, and a list of what its pages complained about."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from tests import economy
from tests.browser.window import ARGUMENTS, CHROMIUM, loop_of


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[Browser, list[asyncio.AbstractEventLoop]]]:
    loop: list[asyncio.AbstractEventLoop] = []
    with economy.shared(), loop_of(loop):
        driver = sync_playwright().start()
        running = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield running, loop
    asyncio._set_running_loop(loop[0])
    running.close()
    driver.stop()


@pytest.fixture
def browser(chromium, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # The driver's loop runs in this thread; Django would refuse to ask the database beside it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    running, loop = chromium
    with loop_of(loop):
        yield running
        for window in running.contexts:
            window.close()
        connections.close_all()  # those of this loop; the database file is put back under nobody's hands


@pytest.fixture(autouse=True)
def address_of_the_site(settings, live_server) -> None:
    """Mails and posts show their photos under the site's own address."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the pages complained about on the console, and addresses outside the site."""
    found: list[str] = []
    yield found
    assert found == []
