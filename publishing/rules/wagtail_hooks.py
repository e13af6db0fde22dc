"""Where rules show in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.users.models import User
from publishing.rules import services, viewsets


@hooks.register("register_admin_viewset")
def rules() -> viewsets.RuleViewSet:
    return viewsets.RuleViewSet()


@hooks.register("register_admin_urls")
def rule_urls() -> list[URLPattern]:
    return [path("isler/<int:notice_id>/yapildi/", viewsets.done, name="rules_done")]


class NoticesPanel(Component):
    """What rules have put on this person's first page."""

    name = "rules_notices"
    template_name = "rules/notices_panel.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        user = request.user
        return {"notices": services.open_notices(user) if isinstance(user, User) else [], "request": request}


@hooks.register("construct_homepage_panels")
def notices_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(NoticesPanel())
