"""Where kits show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.office.menu import RuledMenuItem
from media_library import menu
from media_library.kits.admin_views import may_see_kits
from media_library.kits.viewsets import KitViewSet, kit_viewset

menu.add(
    RuledMenuItem(
        _("Kitler"),
        reverse_lazy("kits:index"),
        rule=may_see_kits,
        icon_name="folder-open-inverse",
        name="kitler",
        order=40,
    )
)


@hooks.register("register_admin_viewset")
def register_kits() -> KitViewSet:
    return kit_viewset


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("kits.fill", _("Kite ekle"), _("Kite eklendi"))
    actions.register_action("kits.link", _("Kit bağlantısı ver"), _("Kit bağlantısı verildi"))
    actions.register_action("kits.revoke", _("Kit bağlantısını iptal et"), _("Kit bağlantısı iptal edildi"))
