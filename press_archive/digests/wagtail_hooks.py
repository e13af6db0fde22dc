"""Where the digest shows in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.office.menu import RuledMenuItem
from press_archive.digests import urls
from press_archive.digests.permissions import may_read_digests
from press_archive.digests.viewsets import ReaderViewSet


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    return [path("basin-ozeti/", include(urls))]


@hooks.register("register_admin_viewset")
def readers() -> ReaderViewSet:
    return ReaderViewSet()


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Basın özeti"), reverse_lazy("digests:index"), rule=may_read_digests, name="digests", icon_name="doc-full",
        order=312,
    )  # fmt: skip


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("digests.send", _("Basın özetini gönder"), _("Basın özeti gönderildi"))
