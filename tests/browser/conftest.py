"""One Chromium for each test, and a list of what its pages complained about, which must stay empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from tests.browser.window import ARGUMENTS, CHROMIUM


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # The browser's driver runs an event loop in this thread; Django would refuse to ask the database beside it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()
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
