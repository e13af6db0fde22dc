"""The queue in the admin's menu, its addresses and its entries in the audit log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from cms.users.roles import Role, has_role
from publishing.social import services, views
from publishing.social.models import SocialPost


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Sosyal kuyruk"),
        reverse("social_queue"),
        rule=views.may_see_queue,
        name="social-queue",
        icon_name="clipboard-list",
        order=230,
    )


@hooks.register("construct_homepage_panels")
def queue_task(request: HttpRequest, panels: list[Any]) -> None:
    if not services.may_post(request.user):
        return
    waiting = SocialPost.objects.waiting().count()
    panels.append(
        Task(
            title=gettext("Sosyal kuyruk"),
            sentence=gettext("%(count)d gönderi bekliyor.") % {"count": waiting}
            if waiting
            else gettext("Bekleyen gönderi yok."),
            action=gettext("Sosyal kuyruğu aç"),
            url=reverse("social_queue"),
            icon="clipboard-list",
            order=20,
            first=has_role(request.user, Role.SOCIAL_EDITOR),
        )
    )


@hooks.register("register_admin_urls")
def queue_urls() -> list[URLPattern]:
    return [
        path("sosyal/", views.queue, name="social_queue"),
        path("sosyal/<int:post_id>/gorsel/", views.crop, name="social_crop"),
        path("sosyal/<int:post_id>/paylasildi/", views.posted, name="social_posted"),
        path("sosyal/<int:post_id>/kaldirildi/", views.removed, name="social_removed"),
        path("sosyal/<int:post_id>/paylasilmayacak/", views.left_out, name="social_left_out"),
        path("sosyal/<int:post_id>/kuyruga-al/", views.queue_again, name="social_queue_again"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("social.posted")
    class Posted(LogFormatter):
        label = _("Paylaşıldı")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Paylaşıldı: %(url)s") % {"url": log_entry.data.get("url", "")})

    actions.register_action(
        "social.picture_dropped", _("Fotoğraf çıkarıldı"), _("Fotoğraf yayından kaldırıldığı için gönderiden çıkarıldı")
    )
    actions.register_action("social.removed", _("Paylaşım kaldırıldı"), _("Paylaşım ağdan kaldırıldı"))
    actions.register_action("social.queued_again", _("Kuyruğa geri alındı"), _("Gönderi kuyruğa geri alındı"))

    @actions.register_action("social.left_out")
    class LeftOut(LogFormatter):
        label = _("Paylaşılmayacak")

        def format_message(self, log_entry: Any) -> str:
            return str(_("Paylaşılmayacak: %(reason)s") % {"reason": log_entry.data.get("reason", "")})
