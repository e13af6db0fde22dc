"""What surrounds every public page, and what a body text needs before it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import CharField, Value
from django.http import HttpRequest
from wagtail.fields import StreamField

from cms.core import colours
from cms.identity.models import Identity
from cms.identity.selectors import current
from cms.website import facts, generation
from cms.website.models import AlertBanner, StandardPage
from cms.website.pictures import attach_renditions, pictures_in, posters_in
from cms.website.richtext import links_of, path_of

THEME_VERSION = "2"
# Paper, surfaces before a colour is mixed in, and ink of dark screens.
NIGHT, NIGHT_SURFACE, NIGHT_INK = "#11161b", "#1a2127", "#e8edf1"
THEME_NAME = re.compile(r"([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-z]+)")


@dataclass(frozen=True, slots=True)
class Alert:
    """One strip on top of the page; ``level`` is a value of ``AlertBanner.Level``."""

    title: str
    text: str
    level: str
    link: str


@dataclass(frozen=True, slots=True)
class FooterLink:
    """One standard page, named at the foot of every page."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every public page shows around its own content."""

    identity: Identity
    alerts: tuple[Alert, ...]
    footer: tuple[FooterLink, ...]
    theme: str
    site_url: str
    # Of the public state in which it was read; none for a preview.
    generation: int | None = None


def frame(request: HttpRequest | None, shown: Identity | None = None) -> Frame:
    """The frame of this request: one query for the generation, and three more when the process does not know it.

    ``shown``: an identity not yet signed, in its preview.
    """
    found: Frame | None = getattr(request, "_site_frame", None)
    if found is None:
        if shown is not None:
            found = _frame(shown, None)
        else:
            known: int | None = getattr(request, "_generation", None)
            now = generation.current() if known is None else known
            found = facts.remembered(now, "frame", lambda: _frame(current(), now))
        if request is not None:
            request._site_frame = found  # type: ignore[attr-defined]
    return found


def _frame(who: Identity, now: int | None) -> Frame:
    attach_renditions([who.logo])
    alerts, footer = _strips_and_links()
    return Frame(who, alerts, footer, theme_name(who), settings.SITE_URL, now)


def _strips_and_links() -> tuple[tuple[Alert, ...], tuple[FooterLink, ...]]:
    """Live alerts, newest first, and the live pages of the footer. One round trip: every public page asks for both."""

    def text(value: str) -> Value:
        return Value(value, output_field=CharField())

    live = AlertBanner.objects.filter(live=True).order_by()
    alerts = live.values_list(text("alert"), "pk", "title", "text", "level", "link")
    pages = StandardPage.objects.live().filter(in_footer=True).order_by()
    links = pages.values_list(text("page"), "pk", "title", text(""), text(""), "url_path")
    rows = sorted(alerts.union(links, all=True), key=lambda row: row[1])
    return (
        tuple(Alert(*row[2:]) for row in reversed(rows) if row[0] == "alert"),
        tuple(FooterLink(title=row[2], path=path_of(row[5])) for row in rows if row[0] == "page"),
    )


def theme(primary: str, accent: str) -> dict[str, str]:
    """The custom properties of the site's colours: property name to ``#rrggbb``. Every pair of them reads well (AA)."""
    surface = colours.mixed(primary, colours.WHITE, 0.93)
    deep = colours.mixed(primary, "#0b0f14", 0.62)
    return {
        "--primary": primary,
        "--on-primary": colours.text_on(primary),
        "--primary-text": colours.as_text_on(primary, surface),
        "--surface": surface,
        "--line": colours.mixed(primary, colours.WHITE, 0.78),
        "--deep": deep,
        "--on-deep": colours.text_on(deep),
        "--accent": accent,
        "--accent-text": colours.as_text_on(accent, surface),
    }


def dark_theme(primary: str, accent: str) -> dict[str, str]:
    """What differs from :func:`theme` for readers who asked their machine for dark screens; as readable."""
    surface = colours.mixed(primary, NIGHT_SURFACE, 0.9)
    return {
        "--primary-text": colours.as_text_on_dark(primary, surface),
        "--surface": surface,
        "--line": colours.mixed(primary, "#3d4853", 0.85),
        "--deep": colours.mixed(primary, "#070a0d", 0.9),
        "--on-deep": colours.text_on(colours.mixed(primary, "#070a0d", 0.9)),
        "--accent-text": colours.as_text_on_dark(accent, surface),
        "--ink": NIGHT_INK,
        "--ink-soft": colours.as_text_on_dark("#a9b4be", surface, 5),
        "--paper": NIGHT,
    }


def colours_of(who: Identity) -> tuple[str, str]:
    """Main and accent colour of ``who``; the neutral ones in place of what is no colour."""
    return colours.checked(who.primary_colour, "#0b4f6c"), colours.checked(who.accent_colour, "#b5541c")


def theme_name(who: Identity) -> str:
    """Names the stylesheet of these colours, so that browsers may keep it for good: the name says all that is in it."""
    primary, accent = colours_of(who)
    return f"{primary[1:]}-{accent[1:]}-{THEME_VERSION}"


def theme_called(name: str) -> tuple[str, str] | None:
    """The colours that the stylesheet ``name`` is made of, or ``None`` when this version makes none of that name."""
    found = THEME_NAME.fullmatch(name)
    if found is None or found.group(3) != THEME_VERSION:
        return None
    return f"#{found.group(1)}", f"#{found.group(2)}"


def theme_sheet(primary: str, accent: str) -> str:
    """The stylesheet of these colours. Dark screens are screens: paper stays white."""
    light, dark = (
        "".join(f"{key}:{value};" for key, value in made(primary, accent).items()) for made in (theme, dark_theme)
    )
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def prepare_body(body: StreamField, *more: Any) -> dict[str, str]:
    """Attaches the stored sizes of all photos of ``body`` and of ``more``; gives the addresses that it links to."""
    photos = [photo for photo, _ in pictures_in(body)]
    attach_renditions([*photos, *posters_in(body), *more])
    return links_of(body)


def absolute(path: str) -> str:
    """``path`` below the site's public address; an absolute address as it is."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}/{path.lstrip('/')}"
