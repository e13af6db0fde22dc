"""Where the report of dead links shows in Wagtail's admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.links import selectors, views
from cms.office.menu import RuledMenuItem


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("kirik-baglantilar/", views.report, name="links_report")]


@hooks.register("register_admin_menu_item")
def links_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Kırık bağlantılar"), reverse("links_report"), rule=selectors.may_read_links, name="links", icon_name="link",
        order=870,
    )  # fmt: skip
