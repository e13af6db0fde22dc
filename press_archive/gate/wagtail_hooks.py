"""Where gates show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy
from wagtail import hooks

from press_archive.gate import admin_urls


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("kapi/", include(admin_urls))]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, words in (
        ("opened", gettext_lazy("Kapı açıldı")),
        ("closed", gettext_lazy("Kapı kapatıldı")),
        ("followed_up", gettext_lazy("Etkinliğin bülteni gelenlere gönderildi")),
    ):
        actions.register_action(f"gate.{name}", words, words)
