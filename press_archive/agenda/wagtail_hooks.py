"""Where events and visits show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.snippets.models import register_snippet

from cms.core.home import Task
from cms.users.models import User
from press_archive.agenda import admin_urls, selectors
from press_archive.agenda.models import Visit
from press_archive.agenda.permissions import may_read_events, may_read_visits
from press_archive.agenda.viewsets import PressEventViewSet, VisitViewSet

register_snippet(PressEventViewSet)


class VisitFinder:
    """The page of a visit, for whoever may read it."""

    def __init__(self, user: User | AnonymousUser | None = None) -> None:
        self.user = user

    def get_edit_url(self, instance: Visit) -> str | None:
        if self.user is not None and not may_read_visits(self.user):
            return None
        return reverse("press_visits:detail", args=[instance.pk])


register_admin_url_finder(Visit, VisitFinder)


@hooks.register("register_admin_viewset")
def visits() -> VisitViewSet:
    return VisitViewSet()


@hooks.register("register_admin_urls")
def event_urls() -> list[URLResolver]:
    return [path("basin-etkinlikleri/", include(admin_urls))]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, label in (
        ("announced", _("Etkinlik duyuruldu")),
        ("updated", _("Etkinlik değişti")),
        ("moved", _("Etkinliğin zamanı ya da yeri değişti")),
        ("cancelled", _("Etkinlik iptal edildi")),
        ("restored", _("Etkinlik yeniden duyuruldu")),
        ("invited", _("Davet gönderildi")),
        ("written_again", _("Davet yeniden gönderildi")),
        ("answer_noted", _("LCV yanıtı yazıldı")),
        ("visit_done", _("Ziyaret yapıldı")),
        ("visit_cancelled", _("Ziyaret yapılmadı")),
        ("address_given", _("Başkan’ın takvim adresi verildi")),
        ("address_taken_back", _("Başkan’ın takvim adresi kapatıldı")),
    ):
        actions.register_action(f"agenda.{name}", label, label)


@hooks.register("construct_homepage_panels")
def next_event(request: HttpRequest, panels: list[Any]) -> None:
    """Only while something is announced, or a visit is planned."""
    now = timezone.now()
    event = next(iter(selectors.announced(since=now, everything=True)), None) if may_read_events(request.user) else None
    visit = selectors.next_visit(now) if may_read_visits(request.user) else None
    if event is None and visit is None:
        return
    sentences = []
    if event is not None:
        sentences.append(_("Sıradaki etkinlik: %(title)s, %(when)s.") % {"title": event.title, "when": event.when})
    if visit is not None:
        sentences.append(_("Sıradaki ziyaret: %(title)s, %(when)s.") % {"title": visit.title, "when": visit.when})
    url = reverse("press_events:detail", args=[event.pk]) if event else reverse("press_visits:index")
    panels.append(
        Task(
            title=_("Basın gündemi"),
            sentence=" ".join(sentences),
            action=_("Aç"),
            url=url,
            icon="calendar-alt",
            order=42,
        )
    )
