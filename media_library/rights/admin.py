"""What rights add to Wagtail's admin: addresses, the menu entry, warnings, log entries, and what choosers offer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseGone
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.images.views import images
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from media_library import menu
from media_library.models import Photo
from media_library.rights import selectors, urls
from media_library.rights.viewsets import PhotographerViewSet, photographer_viewset

menu.add(
    RuledMenuItem(
        _("Haklar ve rızalar"),
        reverse_lazy("rights:start"),
        rule=selectors.may_take_down,
        name="rights",
        icon_name="lock",
        order=60,
    )
)


@hooks.register("register_admin_urls")
def rights_urls() -> list[URLResolver]:
    return [path("haklar/", include((urls.urlpatterns, urls.app_name), namespace="rights"))]


@hooks.register("register_admin_urls", order=-1)
def guarded_preview() -> list[URLPattern]:
    """Before Wagtail's own address of the same name, which draws any photo anew from its original."""
    return [path("images/<int:image_id>/preview/<str:filter_spec>/", preview)]


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponseBase:
    """Wagtail's preview of a size, for archivists only once the photo was taken down."""
    down = Photo.objects.filter(pk=image_id, withheld_at__isnull=False).exists()
    if down and not selectors.may_open_withheld(request.user):
        return HttpResponseGone()
    response: HttpResponseBase = images.preview(request, image_id, filter_spec)
    return response


@hooks.register("register_admin_viewset")
def photographers() -> PhotographerViewSet:
    return photographer_viewset


@hooks.register("construct_homepage_panels")
def expiring_task(request: HttpRequest, panels: list[Any]) -> None:
    """To archivists: consents that end within 30 days."""
    if not selectors.may_see_consents(request.user):
        return
    count = selectors.expiring_consents().count()
    if count:
        panels.append(
            Task(
                title=gettext("Süresi dolan rızalar"),
                sentence=gettext("%(count)d rızanın süresi 30 gün içinde doluyor.") % {"count": count},
                action=gettext("Rızaları aç"),
                url=reverse("rights:consents") + "?durum=yaklasan",
                icon="warning",
                order=15,
                first=True,
            )
        )


@hooks.register("construct_image_chooser_queryset")
def offered_photos(images: QuerySet[Photo], request: HttpRequest) -> QuerySet[Photo]:
    """What was taken down, or has another photo in its place, is not offered."""
    return images.filter(withheld_at=None, merged_into=None)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    for name, title in (("rights.taken_down", _("Yayından kaldırıldı")), ("rights.lifted", _("Yeniden açıldı"))):
        _register(actions, name, title)

    actions.register_action(
        "rights.changed", _("Hak bilgilerini değiştir"), _("Hukuki dayanak ya da kullanım hakkı değişti")
    )


def _register(actions: LogActionRegistry, name: str, title: Any) -> None:
    @actions.register_action(name)
    class WithReason(LogFormatter):
        label = title

        def format_message(self, log_entry: Any) -> str:
            return f"{title}: {log_entry.data.get('reason', '')}"
