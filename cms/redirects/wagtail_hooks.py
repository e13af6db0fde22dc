"""Where redirects show in Wagtail's admin, in the place of Wagtail's own screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.office.menu import RuledMenuItem
from cms.redirects import services, views


def _to_ours(request: HttpRequest, rest: str = "") -> Any:
    return redirect("redirects_index")


@hooks.register("register_admin_urls", order=-10)
def admin_urls() -> list[URLPattern]:
    """Wagtail's forms take any target, and its import knows no preview of what is wrong."""
    return [
        path("yonlendirmeler/", views.index, name="redirects_index"),
        path("yonlendirmeler/tablo/", views.table, name="redirects_table"),
        path("yonlendirmeler/<int:redirect_id>/sil/", views.remove, name="redirects_remove"),
        re_path(r"^redirects/(?P<rest>.*)$", _to_ours),
    ]


@hooks.register("register_settings_menu_item")
def redirects_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Yönlendirmeler"), reverse("redirects_index"), rule=services.may_redirect, name="old-addresses",
        icon_name="redirect", order=800,
    )  # fmt: skip


@hooks.register("construct_settings_menu")
def without_wagtails(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name != "redirects"]
