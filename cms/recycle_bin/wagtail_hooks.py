"""Where the bin shows in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.office.menu import RuledMenuItem
from cms.recycle_bin import selectors, views


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("cop-kutusu/", views.index, name="recycle_bin"),
        path("cop-kutusu/<int:entry_id>/geri-al/", views.restore, name="recycle_bin_restore"),
        path("cop-kutusu/<int:entry_id>/yer/", views.place, name="recycle_bin_place"),
        path("cop-kutusu/<int:entry_id>/sil/", views.empty, name="recycle_bin_empty"),
    ]


@hooks.register("register_admin_menu_item")
def bin_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Çöp kutusu"), reverse("recycle_bin"), rule=selectors.may_open, name="recycle-bin", icon_name="bin", order=880
    )


@hooks.register("register_log_actions")
def log_actions(registry: Any) -> None:
    registry.register_action("recycle_bin.restore", _("Çöp kutusundan al"), _("Çöp kutusundan geri alındı"))
    registry.register_action("recycle_bin.empty", _("Kalıcı olarak sil"), _("Çöp kutusundan kalıcı olarak silindi"))
