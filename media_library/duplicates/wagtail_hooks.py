"""Photos that look alike in the admin: menu, addresses, audit log."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from cms.office.menu import RuledMenuItem
from media_library import menu
from media_library.duplicates import services

menu.add(
    RuledMenuItem(
        _("Benzerler"),
        reverse_lazy("duplicates:groups"),
        rule=services.may_merge,
        name="duplicates",
        icon_name="copy",
        order=50,
    )
)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("benzerler/", include("media_library.duplicates.urls"))]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("media_library.stack", _("Üst üste koy"), _("Benzer fotoğraflar üst üste kondu"))
    actions.register_action("media_library.unstack", _("Yığından çıkar"), _("Benzer fotoğraflar yığından çıkarıldı"))
    actions.register_action("media_library.merge", _("Birleştir"), _("Benzer fotoğraflar birleştirildi"))
