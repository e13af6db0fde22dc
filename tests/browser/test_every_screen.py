"""Every screen that has an address, as the people of the house see it: found by itself, spoken in Turkish, usable.

The addresses come from the resolver and from each person's menu, so the next new screen is walked without being named
here. All are read; those that hold a kind of element which no earlier one held are loaded in Chromium, each in the dark
or on a phone. Every address inside is asked for by everybody: whatever is built in another way for somebody is read and
looked at by axe, too, once. With ``SCREENSHOTS=1`` a picture of each screen is kept for each person.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from tests import worlds
from tests.browser.inspection import (
    KEEPS_PICTURES,
    PEOPLE,
    Kinds,
    Screen,
    beside,
    build_of,
    chosen,
    clients,
    look,
    misspoken,
    screen_of,
    skim,
)
from tests.browser.paper import Sheet, sheet_of
from tests.browser.window import loop_of
from tests.journeys.doors import ANYTHING
from tests.journeys.test_no_english import NOT_WALKED, words_of
from tests.journeys.test_odd_input import addresses, furnished

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once, pytest.mark.django_db, worlds.on(furnished)]

MENU = re.compile(r'"url": "(/(?:admin|onay)/[^"]*)"')


@pytest.fixture
def address_of_the_site() -> None:
    """No site is served here: the screens are made in the test's own transaction."""


def asked(people: dict[str, Client], who: str, address: str) -> Screen | None:
    """What ``who`` is shown at ``address``; ``None`` when it leads elsewhere or shows no words."""
    response = people[who].get(address)
    people[who].status = response.status_code
    return screen_of(who, address, response)


def screens(house) -> Iterator[Screen]:
    """Every address as the first person sees it who is let in, each person's first page and menu, and every page."""
    people, seen = clients(), set()
    for who in PEOPLE:
        first = asked(people, who, "/admin/")
        assert first
        yield first
        for address in dict.fromkeys(MENU.findall(first.text)):
            if address not in seen and not NOT_WALKED.search(address) and (screen := asked(people, who, address)):
                yield screen
            seen.add(address)
    for name, address in addresses(house).items():
        # The rows of a list alone are those of the list.
        if address and address not in seen and not NOT_WALKED.search(address) and not name.endswith("results"):
            yield from first_let_in(people, address)
    for page in Page.objects.live().exclude(depth=1):
        yield from first_let_in(people, page.get_url())
    yield from first_let_in(people, "/boyle-bir-sayfa-yok/")


def first_let_in(people: dict[str, Client], address: str) -> Iterator[Screen]:
    """The screen at ``address`` of the first who may see it (of all, for their pictures); else how the first was
    refused."""
    inside = address.startswith(("/admin/", "/onay/"))
    refused, shown = None, False
    for who in (*PEOPLE, "stranger") if inside else ("stranger",):
        screen = asked(people, who, address)
        if screen and screen.sheet.status == 200:
            yield screen
            shown = True
            if KEEPS_PICTURES:
                continue
            return
        refused = refused or screen
        if people[who].status not in (302, 403):  # it is the same for everybody
            break
    if refused and not shown:
        yield refused


def built_otherwise(people: dict[str, Client], shown: list[Screen]) -> list[Screen]:
    """What others are shown at the addresses inside that is built as nothing in ``shown`` is."""
    builds, found = {build_of(one) for one in shown}, []
    first = {one.address: one.who for one in shown if one.sheet.status == 200}
    for address, let_in in first.items():
        for who in PEOPLE:
            if who == let_in or not address.startswith(("/admin/", "/onay/")):
                continue
            response = people[who].get(address)
            is_screen = response.status_code == 200 and response["Content-Type"].startswith("text/html")
            text = words_of(response) if is_screen else ""
            screen = Screen(who, address, sheet_of(response), text, frozenset())
            if text and (build := build_of(screen)) not in builds:
                builds.add(build)
                found.append(screen)
    return found


class Forms(HTMLParser):
    """The forms of a screen that are sent: [(address, {name: kind of field})]."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.open = (given.get("method") or "").lower() == "post"
            if self.open:
                self.found.append((given.get("action") or "", {}))
        elif self.open and given.get("name") and tag in ("input", "select", "textarea"):
            self.found[-1][1][given["name"]] = (given.get("type") or "text") if tag == "input" else tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = False


ODD = {"email": "yok", "number": "-1", "date": "32.13.2026", "url": "yok", "select": "999999", "textarea": "a" * 700}
ROWS = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "9", "count": "1"}
LEFT = ("csrfmiddlewaretoken", "next")


def odd_values(fields: dict[str, str]) -> dict[str, str]:
    """What no field of its kind takes, in one row of each set of rows."""
    return {
        name: ROWS.get(name.rpartition("-")[2]) or ODD.get(kind, "a" * 300)
        for name, kind in fields.items()
        if kind not in ("file", "checkbox") and name not in LEFT
    }


def sent(people: dict[str, Client], screen: Screen, done: set[str]) -> Iterator[Screen]:
    """What comes back when each form of ``screen`` is sent empty, and with odd values; nothing stays of it."""
    for action, fields in Forms(screen.text).found:
        address = urljoin(screen.address, action)
        kind = re.sub(r"\d+", "N", address)
        if kind in done or NOT_WALKED.search(address) or not address.startswith("/"):
            continue
        done.add(kind)
        for how, form in (("empty", {ANYTHING: "x"}), ("odd", odd_values(fields))):
            with transaction.atomic():
                response = people[screen.who].post(address, form)
                transaction.set_rollback(True)
            if answer := screen_of(f"{screen.who}, {how} form:", address, response):
                yield answer


def test_every_screen_speaks_turkish_and_can_be_used(world, chromium, capsys):
    running, loop = chromium
    shown = list(screens(world))
    people, done = clients(), set()
    answers = [answer for screen in shown if screen.sheet.status == 200 for answer in sent(people, screen, done)]
    others = built_otherwise(people, shown)
    every = shown + answers + others
    assert len(answers) > 50
    assert {one.who for one in shown} == {*PEOPLE, "stranger"}
    told = {str(one): found for one in every if (found := misspoken(one))}
    some = chosen(shown + answers)
    loaded = {build_of(one) for one in some}
    rest = {build: one for one in every if one.whole and (build := build_of(one)) not in loaded}
    besides = beside(every[0])
    with loop_of(loop):
        for screen, found in look(running, some, besides, every[0], every if KEEPS_PICTURES else ()):
            if found:
                told[str(screen)] = told.get(str(screen), []) + found
        for screen, found in skim(running, rest.values()):
            if found:
                told[str(screen)] = told.get(str(screen), []) + found
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(every)} ekran okundu ({len(answers)} yanıt, {len(others)} başka türlü kurulan), "
            f"{len(some)} ekrana tarayıcıda, {len(rest)} ekrana axe ile bakıldı\n"
        )
    assert told == {}, json.dumps(told, ensure_ascii=False, indent=1)


def test_what_is_new_on_a_screen_is_looked_at():
    def screen(text: str) -> Screen:
        return Screen("editor", "/admin/", Sheet(text.encode()), text, frozenset(Kinds(text).found))

    plain, same = screen("<p class=a>Bir</p>"), screen("<p class=a>İki</p>")
    other = screen("<p class=a>Üç</p><input type=date>")
    assert chosen([plain, same, other]) == [plain, other]
    assert misspoken(screen('<!doctype html><h1>A</h1><svg><use href="#icon-none-such"></use></svg>')) == [
        "no such icon: none-such"
    ]
