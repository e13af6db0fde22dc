"""Where a person is led after an act: one safe way back, never out of this site."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

NEXT = "next"


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether ``address`` leads into this site, by the same scheme or a safer one."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def way_back(request: HttpRequest, default: str = "", *, name: str = NEXT) -> str:
    """The address that the form or else the query carries under ``name``, if it is ours; else ``default``.

    ``default``: an address; without one the admin's home.
    """
    wanted = request.POST.get(name) or request.GET.get(name) or ""
    return wanted if is_ours(request, wanted) else default or reverse("wagtailadmin_home")


def came_from(request: HttpRequest, default: str = "") -> str:
    """The page that the browser says it came from, if it is ours and no page that leads to itself; else ``default``."""
    said = request.headers.get("Referer", "")
    loops = request.method in ("GET", "HEAD") and said.endswith(request.get_full_path())
    return said if is_ours(request, said) and not loops else default or reverse("wagtailadmin_home")


def asked_for(request: HttpRequest) -> str:
    """Where to lead after a screen that came between: the page asked for, or the page a form was sent from."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else came_from(request)
