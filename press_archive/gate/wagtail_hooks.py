"""Where gates show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from press_archive.gate import admin_urls, selectors
from press_archive.gate.admin_views import ICON
from press_archive.gate.permissions import may_keep_gates


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("kapi/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def menu_item() -> RuledMenuItem:
    return RuledMenuItem(
        gettext_lazy("Kapılar"), reverse_lazy("gate_desk:index"), rule=may_keep_gates, icon_name=ICON, order=308,
        name="gates",
    )  # fmt: skip


@hooks.register("construct_homepage_panels")
def gates_of_the_day(request: HttpRequest, panels: list[Any]) -> None:
    """Only while a gate is open."""
    count = selectors.gates_of_the_day().count() if may_keep_gates(request.user) else 0
    if count:
        sentence = ngettext("Bugün %(count)d kapı açık.", "Bugün %(count)d kapı açık.", count) % {"count": count}
        task = Task(
            title=_("Kapılar"), sentence=sentence, action=_("Aç"), url=reverse("gate_desk:index"), icon=ICON, order=44
        )
        panels.append(task)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, words in (
        ("opened", gettext_lazy("Kapı açıldı")),
        ("entered", gettext_lazy("Kapıda duruyor")),
        ("closed", gettext_lazy("Kapı kapatıldı")),
        ("followed_up", gettext_lazy("Etkinliğin bülteni gelenlere gönderildi")),
    ):
        actions.register_action(f"gate.{name}", words, words)
