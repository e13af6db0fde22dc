"""The screen in one's account, and a word on the first page of whoever signs and is told in no browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from wagtail import hooks

from cms.core.home import Task
from cms.users.selectors import signed_in
from publishing.push import services, views
from publishing.push.models import Device


@hooks.register("register_admin_urls")
def push_urls() -> list[URLPattern]:
    return [
        path("account/bildirimler/", views.overview, name="push_settings"),
        path("account/bildirimler/ekle/", views.add, name="push_add"),
        path("account/bildirimler/kaldir/", views.remove, name="push_remove"),
        path("bildirim-iscisi.js", views.worker, name="push_worker"),
    ]


@hooks.register("register_account_menu_item")
def account_item(request: HttpRequest) -> dict[str, Any] | None:
    if not services.may_be_told(signed_in(request)):
        return None
    return {
        "url": reverse("push_settings"),
        "label": gettext("Anlık bildirimler"),
        "help_text": gettext("Acil bir içerik imzanıza geldiğinde telefonunuza hemen haber verilir."),
    }


@hooks.register("construct_homepage_panels")
def push_task(request: HttpRequest, panels: list[Any]) -> None:
    user = signed_in(request)
    if services.may_be_told(user) and not Device.objects.filter(user=user).exists():
        panels.append(
            Task(
                title=gettext("Anlık bildirimler"),
                sentence=gettext("Acil bir içerik imzanıza geldiğinde telefonunuza hemen haber verilir."),
                action=gettext("Bildirimleri aç"),
                url=reverse("push_settings"),
                icon="mobile-alt",
                order=60,
            )
        )
