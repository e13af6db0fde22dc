"""Which addresses a redirect may lead from and to."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.website.richtext import path_of

LONGEST = 255
# Rooms that are not for the public, and stored files, whose addresses are nobody's to give away.
CLOSED = ("admin", "onay", "media", "static", "_util", "healthz", "saglik", "basin-kiti", "abonelik")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a redirect leads: to a public page, or to another address of the site such as a list."""

    path: str
    page: Page | None


def inside_path(address: str) -> str | None:
    """``address`` as a path of this site with its query; ``None`` when it leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc or parts.scheme:
        ours = urlsplit(settings.SITE_URL)
        if (parts.scheme.lower(), parts.netloc.lower()) != (ours.scheme, ours.netloc.lower()):
            return None
    if not parts.path.startswith("/") or parts.path.startswith("//") or "\\" in address:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def is_private_room(path: str) -> bool:
    """Whether ``path`` belongs to a room that no redirect touches."""
    return path.lstrip("/").partition("/")[0].partition("?")[0].lower() in CLOSED


def old_path_of(text: str) -> tuple[str, str]:
    """What was typed as an old address, as redirects are kept, and what is wrong with it: one of the two is empty.

    A whole address of an old site counts by its path and query.
    """
    text = text.strip()
    if any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in text):
        return "", _("Eski adreste görünmeyen karakter var.")
    try:
        path = Redirect.normalise_path(text)
    except ValueError:
        return "", _("Eski adres okunamadı.")
    if not text or path == "/" or " " in path:
        return "", _("Eski adres boş ya da yalnızca ana sayfa.")
    if len(path) > LONGEST:
        return "", _("Eski adres çok uzun (en çok %(most)d karakter).") % {"most": LONGEST}
    if is_private_room(path):
        return "", _("Bu adres sitenin herkese açık bölümünde değil.")
    if page_at(path) is not None:
        return "", _("Eski adreste yayında bir sayfa var; oradan yönlendirilemez.")
    return path, ""


def page_at(path: str) -> Page | None:
    """The public page at ``path``."""
    wanted = path.partition("?")[0].rstrip("/") + "/"
    found = Page.objects.live().filter(depth=wanted.count("/") + 1, url_path__endswith=wanted)
    return next((page for page in found if path_of(page.url_path) == wanted), None)


def target_of(text: str) -> tuple[Target | None, str]:
    """Where ``text`` leads, and what is wrong with it."""
    path = inside_path(text.strip())
    if path is None or len(path) > LONGEST:
        return None, _("Yeni adres bu sitenin içinde olmalı: “/…” ile başlamalı.")
    if is_private_room(path):
        return None, _("Yeni adres sitenin herkese açık bölümünde değil.")
    if (page := page_at(path)) is not None:
        query = path.partition("?")[2]
        # A row of Wagtail's names a page without a query; with one it is kept as an address.
        return (
            Target(f"{path_of(page.url_path)}?{query}", None) if query else Target(path_of(page.url_path), page)
        ), ""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        match = None
    # A list or a feed has an address of its own; an entry in one, and everything of the page tree, is a page.
    if match is None or match.url_name == "wagtail_serve" or match.kwargs.get("slug"):
        return None, _("Yeni adreste yayında bir sayfa yok.")
    return Target(path, None), ""
