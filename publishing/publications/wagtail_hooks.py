"""Where publications show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from publishing.publications import desk_urls
from publishing.publications.listing import PublicationsGroup


@hooks.register("register_admin_viewset")
def lists() -> PublicationsGroup:
    return PublicationsGroup()


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("sayi/", include(desk_urls))]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "publications.files_asked", _("Baskı dosyaları istendi"), _("Baskı dosyalarının hazırlanması istendi")
    )
