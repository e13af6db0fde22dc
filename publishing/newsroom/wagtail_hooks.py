"""Where the newsroom shows in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.core.governed import GovernedPage
from cms.office.menu import RuledMenuItem
from publishing.approval.picture_rights import unset_basis
from publishing.newsroom.home import TroubledPagesPanel
from publishing.newsroom.listing import BulletinViewSet
from publishing.newsroom.permissions import may_see_calendar


@hooks.register("register_admin_viewset")
def bulletin_list() -> BulletinViewSet:
    return BulletinViewSet()


@hooks.register("register_admin_menu_item")
def calendar_menu_item() -> MenuItem:
    return RuledMenuItem(
        gettext_lazy("Takvim"), reverse("bulletins:calendar"), rule=may_see_calendar, name="calendar",
        icon_name="calendar", order=111,
    )  # fmt: skip


@hooks.register("insert_global_admin_css")
def glance_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/newsroom.css"))


@hooks.register("construct_homepage_panels")
def troubled_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(TroubledPagesPanel())


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("newsroom.address_given", _("Takvim adresi ver"), _("Takvim adresi verildi"))
    actions.register_action("newsroom.address_taken_back", _("Takvim adresini kapat"), _("Takvim adresi kapatıldı"))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_pictures(request: HttpRequest, page: Any) -> None:
    """Says at submission of which pictures nobody knows why they may be shown."""
    is_sent = "action-submit" in request.POST and isinstance(page, GovernedPage)
    if without := unset_basis(page.get_latest_revision_as_object()) if is_sent else []:
        messages.warning(request, " ".join([_("Onaya gitti, ama:"), *without]))
