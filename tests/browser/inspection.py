"""Screens looked at as a person would: what kinds of elements they hold, what is wrong with their words, and what axe,
the console and the width of the window say of them in Chromium; kept as pictures when asked.

``SCREENSHOTS=1`` keeps a picture of every screen in ``build/screenshots/<who>/``.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from itertools import cycle
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from playwright.sync_api import Page as Window
from wagtail.admin.icons import get_icons

from tests import factories
from tests.browser.paper import PaperHouse, Sheet, sheet_of
from tests.browser.window import SHOTS, sticks_out
from tests.journeys.test_no_english import WHOLE, complaints, words_of
from tests.office import browser as signed_in

PEOPLE = ("yonetici", "editor", "arsiv", "baskan", "mudur", "sosyal")
KEEPS_PICTURES = os.environ.get("SCREENSHOTS", "") == "1"
# Each screen is seen in the dark, on a phone, or both.
STATES = (("dark", 1280), ("light", 360), ("dark", 360))
PICTURED = (("light", 1280), ("dark", 360))
# As wide as a desk of 1,280 px at 200 %, and the narrowest that WCAG 1.4.10 asks for.
WIDTHS = (640, 320)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
TYPES = re.compile(r'"_type": "([\w.]+)"')
TOOLTIP = re.compile(r"<div data-tippy-root[^>]*pointer-events: none")
UNBUILT = re.compile(r"<script.*?</script>|<svg.*?</svg>|<template.*?</template>", re.DOTALL)
MIDDLE = re.compile(r"<main\b.*</main>", re.DOTALL)
TAG = re.compile(r"<(\w+)([^>]*)>")
TELLING = re.compile(r'class="[^"]*"|role="[^"]*"|aria-[\w-]+|type="\w+"|\balt=|\bhidden\b|\bfor=')
ICON = re.compile(r'href="#icon-([\w-]+)"')


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


def screen_of(who: str, address: str, response: Any) -> Screen | None:
    """``response`` as a screen; ``None`` when it leads elsewhere or shows no words."""
    text = "" if response.status_code in (301, 302, 405) else words_of(response)
    return Screen(who, address, sheet_of(response), text, frozenset(Kinds(text).found)) if text else None


@cache
def icons() -> frozenset[str]:
    return frozenset(re.findall(r'id="icon-([\w-]+)"', get_icons()))


def misspoken(screen: Screen, *, failures: Iterable[int] = ()) -> list[str]:
    """English, dates in another form, headings out of order, icons that do not exist, faults of ours but ``failures``,
    which the test has made."""
    found = complaints(screen.text)
    if screen.address.startswith("/admin/"):
        found += [f"no such icon: {name}" for name in set(ICON.findall(screen.text)) - icons()]
    if screen.sheet.status >= 500 and screen.sheet.status not in (503, *failures):
        found.append(f"answers {screen.sheet.status}")
    return found


def build_of(screen: Screen) -> str:
    """How the middle of ``screen`` is built: screens of one build differ in words and numbers alone."""
    text = UNBUILT.sub("", screen.text)
    middle = MIDDLE.search(text)
    found: list[str] = []
    for tag, rest in TAG.findall(middle[0] if middle else text):
        one = " ".join([tag, *sorted(TELLING.findall(rest))])
        if one not in found[-12:]:  # the next row of the same list
            found.append(one)
    return hashlib.sha1("\n".join(found).encode(), usedforsecurity=False).hexdigest()


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
# What no paper answers (a search while typing, who else is here, a service worker) is no fault of the screen.
PAPER = re.compile("Failed to load|Error fetching|does not have a MIME type")
STYLES = re.compile(r"<link[^>]+stylesheet[^>]*>")


def as_page(screen: Screen, theme: str, styles: str) -> Sheet:
    """The screen; what a script would open as a window stands on a page of its own, with the admin's styles."""
    if screen.whole:
        return screen.sheet
    return Sheet(SHELL.format(theme, styles, screen.text).encode())


def axe(page: Window, leaving_out: Iterable[str] = (), context: str | None = None) -> list[str]:
    """What axe says of the page, or of ``context`` on it, but for the rules ``leaving_out``."""
    said = Axe().run(page, context=context, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in said
        if rule["id"] not in leaving_out
        for node in rule["nodes"]
        # What lies below the fold is covered by the bar of buttons until one scrolls.
        if "obscured" not in node["failureSummary"]
        # A tooltip that happens to show belongs to its button, not to a region.
        and not (rule["id"] == "region" and TOOLTIP.match(node["html"]))
    ]


def findings(page: Window, screen: Screen) -> list[str]:
    """What axe says of the page; of a window's inside only what is true of it wherever it stands."""
    around = () if screen.whole else ("region", "landmark-unique", "heading-order", "page-has-heading-one")
    return axe(page, around)


def too_wide(page: Window, widths: Iterable[int] = WIDTHS) -> list[str]:
    """At 200 % and at 320 px nothing is wider than the window."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 700})
        if wide := sticks_out(page, width):
            found.append(f"{wide[0]} px wide at {width} px: {wide[1]}")
    return found


def beside(first: Screen) -> dict[str, Sheet]:
    """What every screen of the admin asks for besides itself: its icons and the words of its scripts."""
    names = {
        html.unescape(re.search(r'data-icon-url="([^"]+)"', first.text)[1]),
        reverse("wagtailadmin_javascript_catalog"),
    }
    client = clients()[first.who]
    return {name: sheet_of(client.get(name)) for name in names}


# Another screen takes the place of this one: its styles, when they are others, and its elements; no script runs.
REPLACE = """async ([html, sameStyles]) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  const root = document.documentElement;
  for (const { name } of [...root.attributes]) root.removeAttribute(name);
  for (const { name, value } of next.documentElement.attributes) root.setAttribute(name, value);
  document.title = next.title;
  if (!sameStyles) {
    document.head.querySelectorAll("link, style").forEach((one) => one.remove());
    await Promise.all([...next.head.querySelectorAll("link[rel=stylesheet], style")].map((one) => {
      const mine = document.importNode(one, true);
      const loaded = new Promise((done) => (mine.onload = mine.onerror = done));
      document.head.append(mine);
      return one.localName === "link" ? loaded : null;
    }));
  }
  document.body.replaceWith(document.importNode(next.body, true));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
EMPTY = "<!doctype html><html lang=tr><head><title>Boş</title></head><body><main><h1>Boş</h1></main></body>"


def skim(running: Browser, some: Iterable[Screen]) -> Iterator[tuple[Screen, list[str]]]:
    """What axe says of each of ``some``, one after the other in one window: a fifth of what loading each would cost."""
    with PaperHouse() as house:
        context = running.new_context(base_url=house.url, locale="tr-TR", viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.add_init_script(STILL)
        house.sheets = {"/bos/": Sheet(EMPTY.encode())}
        page.goto("/bos/")
        page.add_script_tag(path=str(finders.find("office/names.js")))  # it names the fields of whatever comes
        styles = None
        for screen in sorted(some, key=lambda one: STYLES.findall(one.text)):
            mine = STYLES.findall(screen.text)
            page.evaluate(REPLACE, [screen.text, mine == styles])
            styles = mine
            # A link past the menu leads nowhere while there is no menu.
            yield screen, axe(page, ("region", "skip-link"))
        context.close()


def picture_name(screen: Screen) -> str:
    """A file's name that says which screen it is: ``admin-sosyal`` of /admin/sosyal/, ``ilk-sayfa`` of the first."""
    words = re.sub(r"[^\w]+", "-", screen.address).strip("-") or "ilk-sayfa"
    state = "" if screen.sheet.status == 200 else f"-{screen.sheet.status}"
    how = "-" + re.sub(r"\W+", "-", screen.who.partition(",")[2]).strip("-") if "," in screen.who else ""
    return f"{words[:120]}{how}{state}"


def keep_picture(page: Window, who: str, name: str, width: int, scheme: str) -> None:
    """The whole page in ``build/screenshots/<who>/<name>_<width>_<light|dark>.png``."""
    folder = SHOTS / who
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}_{width}_{scheme}.png", full_page=True)


def look(
    running: Browser, some: list[Screen], besides: dict[str, Sheet], first: Screen, pictures_of: Iterable[Screen] = ()
) -> Iterator[tuple[Screen, list[str]]]:
    """Each of ``some`` in Chromium, with what is wrong with it; windows get the styles of ``first``, a screen of the
    admin. Then a picture of each of ``pictures_of`` is kept, on a desk by day and on a phone by night."""
    styles, theme = "".join(STYLES.findall(first.text)), re.search(r"<html[^>]*( class=[^>]+)>", first.text)[1]
    with PaperHouse() as house:
        context = running.new_context(base_url=house.url, locale="tr-TR")
        page = context.new_page()
        page.add_init_script(STILL)
        heard: list[str] = []
        page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: heard.append(str(error)))

        def opened(screen: Screen, scheme: str, width: int) -> None:
            house.sheets = {**besides, screen.address: as_page(screen, theme, styles)}
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(screen.address, wait_until="load")

        for screen, (scheme, width) in zip(some, cycle(STATES), strict=False):
            heard.clear()
            opened(screen, scheme, width)
            found = findings(page, screen) + (too_wide(page) if screen.whole else [])
            yield screen, found + [line for line in heard if not PAPER.search(line)]
        for screen in pictures_of:
            for scheme, width in PICTURED:
                opened(screen, scheme, width)
                keep_picture(page, screen.who.partition(",")[0], picture_name(screen), width, scheme)
        context.close()
