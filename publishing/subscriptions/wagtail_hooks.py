"""Subscribers in the admin's menu."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.office.menu import RuledMenuItem
from publishing.subscriptions import admin_views


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Aboneler"), reverse("subscribers"), rule=admin_views.may_see_numbers, name="subscribers", icon_name="mail",
        order=255,
    )  # fmt: skip


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [path("aboneler/", admin_views.overview, name="subscribers")]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "subscriptions.for_reader", _("Okur isteği"), _("Bir okurun abonelik isteği yerine getirildi")
    )
