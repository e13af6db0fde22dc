"""Every page that says no: forged forms, closed rooms, what is gone, too large, too often, broken or away; in the admin
and outside, spoken in Turkish and usable."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as shipped
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.home import HomeView

from cms.core import outage
from cms.office.answers import Unavailable
from cms.website import selectors
from media_library.kits.models import KitLink
from tests import factories, worlds
from tests.browser.inspection import KEEPS_PICTURES, Kinds, Screen, beside, clients, look, misspoken, screen_of
from tests.browser.paper import Sheet
from tests.browser.window import loop_of
from tests.journeys.test_odd_input import furnished
from tests.office import browser as signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once, pytest.mark.django_db, worlds.on(furnished)]
HOME = "/admin/"
# The pages of nginx, which no view of ours makes: their files, with the status that they go out with.
OF_THE_SERVER = {"413.html": 413, "429.html": 429, "502.html": 502}


@pytest.fixture
def address_of_the_site() -> None:
    """No site is served here: the screens are made in the test's own transaction."""


def away() -> OperationalError:
    return OperationalError("connection to server failed: Connection refused")


def closed(people: dict[str, Client]) -> Iterator[tuple[str, str, object]]:
    """403: forged forms, and rooms that are not for this person."""
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(factories.editor())
    stranger = Client(enforce_csrf_checks=True)
    edit = reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", 3])
    yield "editor", edit, forger.post(edit, {"title": "Sahil"})
    for address in (reverse("wagtailadmin_login"), reverse("subscriptions:subscribe")):
        yield "stranger", address, stranger.post(address, {"username": "a", "email": "a@b.example"})
    for who, address in (("editor", "/onay/"), ("arsiv", "/admin/sosyal/"), ("sosyal", "/admin/makamlar/")):
        yield who, address, people[who].get(address)


def missing(people: dict[str, Client], house: tuple) -> Iterator[tuple[str, str, object]]:
    """404 and 410: what never was, and what was taken back."""
    for who, address in (("editor", "/admin/yok/"), ("mudur", "/onay/yok/"), ("stranger", "/bultenler/yok/")):
        yield who, address, people[who].get(address)
    live = factories.withdraw(house[4])
    yield "stranger", live.get_url(), people["stranger"].get(live.get_url())
    link = KitLink.objects.filter(revoked_at=None).exclude(kit__state="closed").latest("pk")
    address = f"/basin-kiti/{link.token}/"
    for fields in ({"expires_at": timezone.now() - dt.timedelta(days=1)}, {"revoked_at": timezone.now()}):
        KitLink.objects.filter(pk=link.pk).update(**fields)
        yield "stranger", f"{address}?{'-'.join(fields)}", people["stranger"].get(address)


def too_much(people: dict[str, Client], settings) -> Iterator[tuple[str, str, object]]:
    """What is too large, and what was tried too often."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    for who, address in (("editor", "/admin/account/"), ("stranger", reverse("subscriptions:subscribe"))):
        yield who, f"{address}?cok-alan", people[who].post(address, dict.fromkeys("abcd", "x"))
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000, 10
    for who, address in (("editor", "/admin/account/"), ("stranger", reverse("subscriptions:subscribe"))):
        yield who, f"{address}?cok-buyuk", people[who].post(address, {"email": "a" * 300})
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.LOGIN_FAILURE_LIMIT = 10_000, 1
    login, wrong = reverse("wagtailadmin_login"), {"username": "editor", "password": "yanlış"}
    people["stranger"].post(login, wrong)
    yield "stranger", login, people["stranger"].post(login, wrong)


def broken(people: dict[str, Client], monkeypatch) -> Iterator[tuple[str, str, object]]:
    """Faults of ours, a race that was lost, the store of files or the database away, with and without a form."""
    errors = {"hata": RuntimeError("x"), "depo": Unavailable("Depoya ulaşılamıyor."), "veritabani": away()}
    for name, error in errors.items():

        def fails(*_args, error=error, **_kwargs):
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(HomeView, "get", fails)
            patch.setattr(HomeView, "post", fails, raising=False)
            patch.setattr(selectors, "frame", fails)
            yield "editor", f"{HOME}?{name}", people["editor"].get(HOME)
            yield "editor", f"{HOME}?{name}-form", people["editor"].post(HOME, {"summary": "Yazılan cümle."})
            yield "stranger", f"/bultenler/?{name}", people["stranger"].get("/bultenler/")
            outage._Outage.since = outage._Outage.seen = 0.0
    with monkeypatch.context() as patch:

        def lost(*_args, **_kwargs):
            raise IntegrityError("UNIQUE constraint failed")

        patch.setattr(HomeView, "post", lost, raising=False)
        yield "editor", f"{HOME}?yaris", people["editor"].post(HOME, {"summary": "x"})


def of_the_server() -> Iterator[Screen]:
    folder = Path(shipped.BASE_DIR) / "cms" / "static" / "errors"
    assert {one.name for one in folder.glob("*.html")} == OF_THE_SERVER.keys()
    for name, status in OF_THE_SERVER.items():
        text = (folder / name).read_text()
        yield Screen("stranger", f"/nginx/{name}", Sheet(text.encode(), status), text, frozenset(Kinds(text).found))


def test_every_refusal_speaks_turkish_and_can_be_used(world, chromium, settings, monkeypatch):
    running, loop = chromium
    people = clients()
    first = screen_of("editor", HOME, signed_in(factories.editor()).get(HOME))
    besides = beside(first)
    answers = [
        *closed(people), *missing(people, world), *too_much(people, settings), *broken(people, monkeypatch)
    ]  # fmt: skip
    every = [screen for said in answers if (screen := screen_of(*said))] + list(of_the_server())
    statuses = {screen.sheet.status for screen in every}
    assert statuses >= {400, 403, 404, 409, 410, 413, 429, 500, 502, 503}, statuses
    (kept,) = [one for one in every if one.address.endswith("veritabani-form")]
    assert "Yazılan cümle." in kept.text
    told = {f"{one} ({one.sheet.status})": found for one in every if (found := misspoken(one, failures=(500, 502)))}
    with loop_of(loop):
        for screen, found in look(running, every, besides, first, every if KEEPS_PICTURES else ()):
            if found:
                told[f"{screen} seen"] = found
    assert told == {}, json.dumps(told, ensure_ascii=False, indent=1)
