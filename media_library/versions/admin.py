"""The address of the screen, and its word in the audit log."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from media_library.versions import views


@hooks.register("register_admin_urls")
def version_urls() -> list[URLResolver]:
    return [path("surum/", include((views.urlpatterns, "versions"), namespace="versions"))]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("versions.made", _("Sürüm"), _("Döndürülmüş ya da kırpılmış sürüm olarak eklendi"))
