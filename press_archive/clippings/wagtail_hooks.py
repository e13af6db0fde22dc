"""Where clippings show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from cms.core.home import Task
from press_archive.clippings import selectors
from press_archive.clippings.models import Clipping
from press_archive.clippings.permissions import may_read_clippings
from press_archive.clippings.viewsets import AgencyViewSet, ClippingViewSet, TopicViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [ClippingViewSet(), TopicViewSet(), AgencyViewSet()]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action(
        "clippings.match", gettext_lazy("Bültenle eşleştir"), gettext_lazy("Bültenle eşleşmesi onaylandı")
    )
    actions.register_action(
        "clippings.picture",
        gettext_lazy("Fotoğrafı eşleştir"),
        gettext_lazy("Haberin fotoğrafının bizim olup olmadığı yazıldı"),
    )


@hooks.register("construct_homepage_panels")
def answer_task(request: HttpRequest, panels: list[Any]) -> None:
    """Only while something that was published needs an answer."""
    if not may_read_clippings(request.user):
        return
    count = Clipping.objects.filter(selectors.WAITING).count()
    if count:
        panels.append(
            Task(
                title=_("Basında"),
                sentence=_("%(count)d haber yanıt bekliyor.") % {"count": count},
                action=_("Haberleri gör"),
                url=reverse("clippings:index") + "?waiting=true",
                icon="clipboard-list",
                order=40,
            )
        )
