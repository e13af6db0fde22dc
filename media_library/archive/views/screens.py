"""What every screen of the archive shares: its frame, and the way back to the result that a person came from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from media_library.archive.permissions import require

View = Callable[..., HttpResponseBase]


def screen(
    request: HttpRequest, template: str, *, title: str, icon: str, crumbs: tuple[tuple[str, str], ...] = (),
    status: int = 200, **context: Any,
) -> HttpResponse:  # fmt: skip
    """The page ``template`` in the admin's frame; ``crumbs`` are (address, label) between the archive and ``title``."""
    items = [{"url": reverse("wagtailadmin_home"), "label": _("Ana sayfa")}]
    items += [{"url": url, "label": label} for url, label in crumbs]
    items.append({"url": "", "label": title})
    context |= {"header_title": title, "page_title": title, "header_icon": icon, "breadcrumbs_items": items}
    return render(request, template, context, status=status)


def allowed(rule: Callable[[Any], bool]) -> Callable[[View], View]:
    """Lets only those in whom ``rule`` allows."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(rule(request.user))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def finder_crumb() -> tuple[str, str]:
    """The way to the finder."""
    return reverse("archive:finder"), _("Arşiv")


def shoots_crumb() -> tuple[str, str]:
    """The way to the list of shoots."""
    return reverse("archive:shoots"), _("Çekimler")


def query_of(request: HttpRequest) -> QueryDict:
    """The search that the person came from, as it is handed on in ``liste``."""
    return QueryDict(request.GET.get("liste", "")[:1000])
