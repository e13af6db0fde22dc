"""Every screen that has an address, as the people of the house see it: found by itself, spoken in Turkish, usable.

The addresses come from the resolver and from each person's menu, so the next new screen is walked without being named
here. All are read; those that hold a kind of element which no earlier one held are looked at in Chromium, each in the
dark or on a phone.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from playwright.sync_api import Page as Window
from wagtail.admin.icons import get_icons
from wagtail.models import Page

from tests import factories, worlds
from tests.browser.paper import PaperHouse, Sheet, sheet_of
from tests.browser.window import loop_of
from tests.journeys.doors import ANYTHING
from tests.journeys.test_no_english import NOT_WALKED, WHOLE, complaints, words_of
from tests.journeys.test_odd_input import addresses, furnished
from tests.office import browser as signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once, pytest.mark.django_db, worlds.on(furnished)]

PEOPLE = ("yonetici", "editor", "arsiv", "baskan", "mudur", "sosyal")
# Each screen is seen in the dark, on a phone, or both.
STATES = (("dark", 1280), ("light", 360), ("dark", 360))
# As wide as a desk of 1,280 px at 200 %, and the narrowest that WCAG 1.4.10 asks for.
WIDTHS = (640, 320)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
TYPES = re.compile(r'"_type": "([\w.]+)"')
ICON = re.compile(r'href="#icon-([\w-]+)"')
MENU = re.compile(r'"url": "(/(?:admin|onay)/[^"]*)"')


@pytest.fixture
def address_of_the_site() -> None:
    """No site is served here: the screens are made in the test's own transaction."""


@dataclass
class Screen:
    """One answer: who asked, where, and what kinds of elements it holds."""

    who: str
    address: str
    sheet: Sheet
    text: str
    kinds: frozenset[str]

    @property
    def whole(self) -> bool:
        return bool(WHOLE.match(self.text.lstrip()))

    def __str__(self) -> str:
        return f"{self.who} {self.address}"


class Kinds(HTMLParser):
    """The kinds of elements on a screen: tags, classes, and what they say of themselves to assistive technology."""

    SAID = ("role", "type", "alt", "for", "hidden", "scope")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)
        self.found.update(TYPES.findall(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("svg", "use", "path"):  # icons are looked up by name
            return
        classes = [name for name in (given.get("class") or "").split() if not re.search(r"\d|^w-", name)]
        said = [name for name in given if name in self.SAID or name.startswith("aria-")]
        self.found.update(f"{tag} {name}" for name in classes)
        self.found.add(" ".join([tag, *sorted(said), given.get("role") or given.get("type") or ""]))


def clients() -> dict[str, Client]:
    """Everybody of the house who has a screen, and a stranger."""
    makers = (
        factories.administrator, factories.editor, factories.archivist, factories.mayor, factories.director,
        factories.social_editor,
    )  # fmt: skip
    found = {name: signed_in(make()) for name, make in zip(PEOPLE, makers, strict=True)} | {"stranger": Client()}
    for one in found.values():
        one.raise_request_exception = False
    return found


def asked(people: dict[str, Client], who: str, address: str) -> Screen | None:
    """What ``who`` is shown at ``address``; ``None`` when it leads elsewhere or shows no words."""
    response = people[who].get(address)
    people[who].status = response.status_code
    text = "" if response.status_code in (301, 302, 405) else words_of(response)
    return Screen(who, address, sheet_of(response), text, frozenset(Kinds(text).found)) if text else None


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
    """The screen at ``address`` of the first who may see it; else how the first was refused."""
    inside = address.startswith(("/admin/", "/onay/"))
    refused = None
    for who in (*PEOPLE, "stranger") if inside else ("stranger",):
        screen = asked(people, who, address)
        if screen and screen.sheet.status == 200:
            yield screen
            return
        refused = refused or screen
        if people[who].status not in (302, 403):  # it is the same for everybody
            break
    if refused:
        yield refused


@cache
def icons() -> frozenset[str]:
    return frozenset(re.findall(r'id="icon-([\w-]+)"', get_icons()))


def misspoken(screen: Screen) -> list[str]:
    """English, dates in another form, headings out of order, icons that do not exist, faults of ours."""
    found = complaints(screen.text)
    if screen.address.startswith("/admin/"):
        found += [f"no such icon: {name}" for name in set(ICON.findall(screen.text)) - icons()]
    if screen.sheet.status >= 500 and screen.sheet.status != 503:
        found.append(f"answers {screen.sheet.status}")
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
            text = "" if response.status_code in (301, 302) else words_of(response)
            if text:
                yield Screen(
                    f"{screen.who}, {how} form:", address, sheet_of(response), text, frozenset(Kinds(text).found)
                )


def chosen(every: list[Screen]) -> list[Screen]:
    """Those with a kind of element that none before them held."""
    seen: set[str] = set()
    found = []
    for one in every:
        if one.kinds - seen:
            found.append(one)
            seen |= one.kinds
    return found


STILL = """
const still = new CSSStyleSheet();
still.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important; }");
document.adoptedStyleSheets = [still];
"""
SHELL = "<!doctype html><html lang=tr{}><head><title>Pencere</title>{}</head><body><main><h1>Pencere</h1>{}</main>"
# What no paper answers (a search while typing, who else is here) is no fault of the screen.
PAPER = re.compile("Failed to load|Error fetching")
STYLES = re.compile(r"<link[^>]+stylesheet[^>]*>")


def as_page(screen: Screen, theme: str, styles: str) -> Sheet:
    """The screen; what a script would open as a window stands on a page of its own, with the admin's styles."""
    if screen.whole:
        return screen.sheet
    return Sheet(SHELL.format(theme, styles, screen.text).encode())


def findings(page: Window, screen: Screen) -> list[str]:
    """What axe says of the page; of a window's inside only what is true of it wherever it stands."""
    said = Axe().run(page, options=RULES).response["violations"]
    around = set() if screen.whole else {"region", "landmark-unique", "heading-order", "page-has-heading-one"}
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in said
        if rule["id"] not in around
        for node in rule["nodes"]
        # What lies below the fold is covered by the bar of buttons until one scrolls.
        if "obscured" not in node["failureSummary"]
    ]


def too_wide(page: Window) -> list[str]:
    """At 200 % and at 320 px nothing is wider than the window."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        if (whole := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{whole} px wide at {width} px")
    return found


def beside(first: Screen) -> dict[str, Sheet]:
    """What every screen of the admin asks for besides itself: its icons and the words of its scripts."""
    names = {
        html.unescape(re.search(r'data-icon-url="([^"]+)"', first.text)[1]),
        reverse("wagtailadmin_javascript_catalog"),
    }
    client = clients()[first.who]
    return {name: sheet_of(client.get(name)) for name in names}


def looked_at(running: Browser, some: list[Screen], besides: dict[str, Sheet]) -> Iterator[tuple[Screen, list[str]]]:
    """Each of ``some`` in Chromium, with what is wrong with it."""
    styles, theme = "".join(STYLES.findall(some[0].text)), re.search(r"<html[^>]*( class=[^>]+)>", some[0].text)[1]
    with PaperHouse() as house:
        context = running.new_context(base_url=house.url, locale="tr-TR")
        page = context.new_page()
        page.add_init_script(STILL)
        heard: list[str] = []
        page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: heard.append(str(error)))
        for screen, (scheme, width) in zip(some, cycle(STATES), strict=False):
            heard.clear()
            house.sheets = {**besides, screen.address: as_page(screen, theme, styles)}
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(screen.address, wait_until="load")
            found = findings(page, screen) + (too_wide(page) if screen.whole else [])
            yield screen, found + [line for line in heard if not PAPER.search(line)]
        context.close()


def test_every_screen_speaks_turkish_and_can_be_used(world, chromium, capsys):
    running, loop = chromium
    shown = list(screens(world))
    people, done = clients(), set()
    answers = [answer for screen in shown if screen.sheet.status == 200 for answer in sent(people, screen, done)]
    every = shown + answers
    assert len(answers) > 50
    assert {one.who for one in shown} == {*PEOPLE, "stranger"}
    told = {str(one): found for one in every if (found := misspoken(one))}
    some = chosen(every)
    besides = beside(every[0])
    with loop_of(loop):
        for screen, found in looked_at(running, some, besides):
            if found:
                told[str(screen)] = told.get(str(screen), []) + found
    with capsys.disabled():
        sys.stdout.write(f"\n{len(every)} ekran okundu ({len(answers)} yanıt), {len(some)} ekrana bakıldı\n")
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
