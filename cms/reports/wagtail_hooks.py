"""Where reports show in Wagtail's admin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from cms.reports import health, views
from cms.reports.coverage import views as coverage
from cms.reports.permissions import may_read_coverage
from cms.users.roles import is_administrator


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("saglik/", views.health_page, name="reports_health"),
        path("basin-yansimasi/", coverage.report, name="reports_coverage"),
        path("basin-yansimasi/pdf/", coverage.pdf, name="reports_coverage_pdf"),
        path("basin-yansimasi/xlsx/", coverage.xlsx, name="reports_coverage_xlsx"),
        path("basin-yansimasi/dondur/", coverage.freeze, name="reports_coverage_freeze"),
        path("basin-yansimasi/<int:pk>/", coverage.frozen, name="reports_coverage_frozen"),
        path("basin-yansimasi/<int:pk>/liste/", coverage.frozen_list, name="reports_coverage_list"),
        path("basin-yansimasi/<int:pk>/pdf/", coverage.frozen_pdf, name="reports_coverage_frozen_pdf"),
        path("basin-yansimasi/<int:pk>/xlsx/", coverage.frozen_xlsx, name="reports_coverage_frozen_xlsx"),
    ]


@hooks.register("register_admin_menu_item")
def coverage_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Basın yansıması"), reverse("reports_coverage"), rule=may_read_coverage, name="coverage", icon_name="table",
        order=314,
    )  # fmt: skip


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("reports.freeze", _("Raporu dondur"), _("Rapor donduruldu"))


@hooks.register("register_admin_menu_item")
def health_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Sistem sağlığı"),
        reverse("reports_health"),
        rule=is_administrator,
        name="health",
        icon_name="desktop",
        order=860,
    )


@hooks.register("construct_homepage_panels", order=1000)
def health_task(request: HttpRequest, panels: list[Any]) -> None:
    """Only for administrators, and only while something is broken."""
    if not is_administrator(request.user):
        return
    troubles = health.troubles()
    if troubles:
        # One card stands out; while something is broken it is this.
        panels[:] = [replace(panel, first=False) if isinstance(panel, Task) else panel for panel in panels]
        panels.append(
            Task(
                title=gettext("Sistem sağlığı"),
                sentence=gettext("İlgi bekliyor: %(names)s.") % {"names": ", ".join(one.title for one in troubles)},
                action=gettext("Sistem sağlığını aç"),
                url=reverse("reports_health"),
                icon="warning",
                order=4,
                first=True,
            )
        )
