"""Where outdoor places show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import include, path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.menu import Menu, SubmenuMenuItem

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from cms.users.models import User
from publishing.outdoor import selectors, urls
from publishing.outdoor.models import Booking, Campaign
from publishing.outdoor.permissions import may_hang, may_read_bookings
from publishing.outdoor.viewsets import BookingViewSet, PanelViewSet, PeriodViewSet
from publishing.outdoor.words import State

MENU = [
    RuledMenuItem(gettext_lazy("Bugün panolarda"), reverse_lazy("outdoor:today"), rule=may_read_bookings,
                  name="outdoor-today", icon_name="desktop", order=50),
    RuledMenuItem(gettext_lazy("Pano çalışmaları"), reverse_lazy("outdoor:campaigns"), rule=may_read_bookings,
                  name="outdoor-campaigns", icon_name="clipboard-list", order=60),
    RuledMenuItem(gettext_lazy("Pano rezervasyonları"), reverse_lazy("panel_bookings:index"), rule=may_read_bookings,
                  name="outdoor-bookings", icon_name="list-ul", order=65),
    RuledMenuItem(gettext_lazy("Panolar"), reverse_lazy("panels:index"), rule=may_read_bookings,
                  name="outdoor-panels", icon_name="site", order=70),
]  # fmt: skip


class Finder:
    """The page of a booking or a campaign, for whoever may read it; of nobody Wagtail only asks for the address."""

    url_name = "outdoor:booking"

    def __init__(self, user: User | AnonymousUser | None = None) -> None:
        self.user = user

    def get_edit_url(self, instance: Any) -> str | None:
        if self.user is not None and not may_read_bookings(self.user):
            return None
        return reverse(self.url_name, args=[instance.pk])


class CampaignFinder(Finder):
    """The page of a campaign."""

    url_name = "outdoor:campaign"


register_admin_url_finder(Booking, Finder)
register_admin_url_finder(Campaign, CampaignFinder)


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [PanelViewSet(), BookingViewSet(), PeriodViewSet()]


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("pano/", include(urls))]


@hooks.register("register_admin_menu_item")
def panels_in_the_menu() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        gettext_lazy("Pano"), Menu(items=MENU), name="outdoor-places", icon_name="desktop", order=233
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for state in State:
        actions.register_action(f"outdoor.{state.value}", state.label, state.label)
    given, taken = _("Pano takvimi adresi verildi"), _("Pano takvimi adresi kapatıldı")
    actions.register_action("outdoor.address_given", given, given)
    actions.register_action("outdoor.address_taken_back", taken, taken)


@hooks.register("construct_homepage_panels")
def panels_task(request: HttpRequest, panels: list[Any]) -> None:
    """Only while something has to be hung, taken down, or may not hang."""
    if not may_hang(request.user):
        return
    day = selectors.day_of(timezone.localdate())
    if not (day.to_hang or day.to_take_down or day.stopped):
        return
    sentence = _("%(hang)d pano asılacak, %(down)d pano indirilecek.") % {
        "hang": len(day.to_hang), "down": len(day.to_take_down),
    }  # fmt: skip
    if day.stopped:
        sentence += " " + _("%(count)d pano seçim yasağında ya da yasta durdu.") % {"count": len(day.stopped)}
    panels.append(
        Task(title=_("Panolar"), sentence=sentence, action=_("Listeyi gör"), url=reverse("outdoor:today"),
             icon="desktop", order=44)
    )  # fmt: skip
