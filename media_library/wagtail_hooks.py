"""What the archive adds to Wagtail's admin: its menu, its card on the first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import policy_registry

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from cms.users.roles import Role, has_role
from media_library import menu
from media_library.blur import admin as blur_admin  # noqa: F401
from media_library.models import Photo
from media_library.rights import admin as rights_admin  # noqa: F401
from media_library.versions import admin as version_admin  # noqa: F401
from media_library.videos.chooser import video_chooser_viewset
from media_library.videos.views import may_see_videos
from media_library.videos.viewsets import video_viewset

menu.add(
    RuledMenuItem(
        gettext_lazy("Videolar"),
        reverse_lazy("videos:index"),
        rule=may_see_videos,
        name="videos",
        icon_name="media",
        order=30,
    )
)


@hooks.register("register_admin_viewset")
def video_viewsets() -> list[ViewSet]:
    return [video_viewset, video_chooser_viewset]


@hooks.register("register_log_actions")
def video_log_actions(actions: LogActionRegistry) -> None:
    again, given, removed = (
        "media_library.process_again",
        "media_library.captions_set",
        "media_library.captions_removed",
    )
    actions.register_action(again, gettext_lazy("Yeniden işle"), gettext_lazy("Video yeniden işlenmeye gönderildi"))
    actions.register_action(given, gettext_lazy("Altyazı yükle"), gettext_lazy("Altyazı yüklendi"))
    actions.register_action(removed, gettext_lazy("Altyazı sil"), gettext_lazy("Altyazı silindi"))


@hooks.register("register_admin_menu_item")
def archive_menu() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        gettext_lazy("Fotoğraf ve video arşivi"),
        Menu(items=menu.ENTRIES),
        name="media-library",
        icon_name="image",
        order=300,
    )


@hooks.register("construct_main_menu")
def without_the_list_of_images(request: HttpRequest, items: list[Any]) -> None:
    """The finder takes the place of Wagtail's own list."""
    items[:] = [item for item in items if item.name != "images"]


@hooks.register("construct_homepage_panels")
def upload_task(request: HttpRequest, panels: list[Any]) -> None:
    if policy_registry.get_by_type(Photo).user_has_permission(request.user, "add"):
        panels.append(
            Task(
                title=_("Fotoğraf arşivi"),
                sentence=_("Arşivde %(count)d fotoğraf var.") % {"count": Photo.objects.count()},
                action=_("Yeni çekim / fotoğraf yükle"),
                url=reverse("archive:shoot_add"),
                icon="image",
                order=25,
                first=has_role(request.user, Role.ARCHIVIST),
            )
        )
