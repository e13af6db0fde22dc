"""Where the monitors show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from press_archive.monitoring import selectors, views
from press_archive.monitoring.permissions import may_read_desk, may_work_desk
from press_archive.monitoring.viewsets import MonitorViewSet, WordListViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [MonitorViewSet(), WordListViewSet()]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Haber masası"), reverse_lazy("haber_masasi"), rule=may_read_desk, name="haber_masasi", icon_name=views.ICON,
        order=309,
    )  # fmt: skip


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    acts = {
        "al": ("accept", views.accept), "alma": ("reject", views.reject), "sonra": ("later", views.later),
        "geri": ("reopen", views.reopen), "birlestir": ("join", views.join), "ayir": ("separate", views.separate),
    }  # fmt: skip
    return [
        path("haber-masasi/", views.desk, name="haber_masasi"),
        *(
            path(f"haber-masasi/<int:pk>/{word}/", view, name=f"haber_masasi_{name}")
            for word, (name, view) in acts.items()
        ),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("monitoring.accepted", _("Kupür yap"), _("Haberden kupür yapıldı"))
    actions.register_action("monitoring.rejected", _("Alma"), _("Haber alınmadı"))
    actions.register_action("monitoring.later", _("Ertele"), _("Haber ertelendi"))
    actions.register_action("monitoring.reopen", _("Geri al"), _("Haber yeniden beklemeye alındı"))
    actions.register_action("monitoring.join", _("Birleştir"), _("Haber başka bir haberle birleştirildi"))
    actions.register_action("monitoring.separate", _("Ayır"), _("Haber ayrıldı"))


@hooks.register("construct_homepage_panels")
def tasks(request: HttpRequest, panels: list[Any]) -> None:
    """Only while stories wait, or a source is silent, for whoever works the desk."""
    if not may_work_desk(request.user):
        return
    counts = selectors.desk_counts()
    if not counts["new"] and not counts["silent"]:
        return
    said = []
    if counts["new"]:
        said.append(
            ngettext("%(count)d haber bekliyor.", "%(count)d haber bekliyor.", counts["new"]) % {"count": counts["new"]}
        )
    if counts["silent"]:
        said.append(
            ngettext("%(count)d kaynak sessiz.", "%(count)d kaynak sessiz.", counts["silent"])
            % {"count": counts["silent"]}
        )
    panels.append(
        Task(
            title=str(_("Haber masası")), sentence=" ".join(said), action=str(_("Masaya git")),
            url=reverse("haber_masasi") if counts["new"] else reverse("monitoring:index"), icon=views.ICON, order=42,
        )
    )  # fmt: skip
