"""The address of the screen, and its word in the audit log."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from media_library.blur import views


@hooks.register("register_admin_urls")
def blur_urls() -> list[URLResolver]:
    return [path("bulaniklastir/", include((views.urlpatterns, "blur"), namespace="blur"))]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("rights.blurred", _("Bulanıklaştırıldı"), _("Bulanıklaştırılmış kopya olarak eklendi"))
