"""``/admin/ara/``: everything of the house that the reader may see, and the same while typing, for the palette."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.menu import admin_menu

from cms.core import turkish
from cms.core.text import clean
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users import office_search
from cms.users.models import User
from search.office import answers
from search.queries import LONGEST

# Of each kind, and of the screens of the menu, while somebody types.
GLANCED, SCREENS = 4, 5


def may_search(user: User | AnonymousUser) -> bool:
    """Whether ``user`` works here; what is found is a matter of each kind."""
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))


@never_cache
@require_safe
@allowed(may_search)
def search(request: HttpRequest) -> HttpResponseBase:
    """The page. ``q``: what is looked for; ``tur``: the kind to look at alone."""
    text = _asked(request)
    kinds = {kind.name: kind for kind in office_search.open_to(request.user)}
    only = request.GET.get("tur", "")
    only = only if only in kinds else ""
    answer = answers.found(request.user, text, only=only) if text else answers.Answer()
    return screen(
        request, "officesearch/search.html", title=_("Ara"), icon="search", styles=["officesearch/search.css"],
        text=text, only=only, answer=answer, groups=[group for group in answer.groups if not only or group.is_open],
        kinds=list(kinds.values()), doors=office_search.doors_for(request.user), longest=LONGEST, shown=answers.SHOWN,
        page=answers.PAGE,
    )  # fmt: skip


@never_cache
@require_safe
@allowed(may_search)
def glance(request: HttpRequest) -> HttpResponse:
    """The options of the palette for ``q``, as a piece of a page."""
    text = _asked(request)
    answer = answers.found(request.user, text, shown=GLANCED, typing=True) if text else answers.Answer()
    doors = [
        (door, address) for door, address in office_search.doors_for(request.user) if _called(str(door.label), text)
    ]
    context = {"text": text, "answer": answer, "doors": doors, "screens": _screens(request, text)}
    return render(request, "officesearch/options.html", context)


def _asked(request: HttpRequest) -> str:
    return clean(request.GET.get("q", "")[: LONGEST * 2], lines=False).strip()[:LONGEST]


def _called(label: str, text: str) -> bool:
    return not text or turkish.has_words(text, label)


def _screens(request: HttpRequest, text: str) -> list[tuple[str, str, str]]:
    """The screens of the menu that are called so: label, address, icon. Without words none: the menu is there."""
    found: list[tuple[str, str, str]] = []

    def walk(items: Any) -> None:
        for item in items:
            below = getattr(item, "menu", None)
            if below is not None:
                walk(below.menu_items_for_request(request))
            elif item.url and _called(str(item.label), text):
                found.append((str(item.label), item.url, getattr(item, "icon_name", "")))

    if text:
        walk(admin_menu.menu_items_for_request(request))
    return found[:SCREENS]
