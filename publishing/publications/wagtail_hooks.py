"""Where publications show in Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from cms.users.models import User
from publishing.publications import desk_urls
from publishing.publications.lists import PublicationsGroup
from publishing.publications.models import Issue
from publishing.publications.permissions import may_make
from publishing.publications.sources import OFFERED


@hooks.register("register_admin_viewset")
def lists() -> PublicationsGroup:
    return PublicationsGroup()


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("sayi/", include(desk_urls))]


@hooks.register("register_page_header_buttons")
def poster_button(
    page: Any, user: User | AnonymousUser, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """On the editor of signed content: the way to a poster of it; on that of an issue the way to its plan."""
    if view_name != "edit" or not may_make(user):
        return
    if page.specific_class is Issue:
        yield Button(_("Sayfa planı ve dosyalar"), reverse("publications:desk", args=[page.pk]), icon_name="grip")
    elif page.live and page.specific_class in OFFERED:
        yield Button(
            _("Raket ve billboard öner"),
            reverse("publications:propose", args=[page.pk]),
            icon_name="image",
            priority=40,
        )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "publications.handed_over", _("Baskı paketi verildi"), _("Matbaaya baskı paketi bağlantısı verildi")
    )
    actions.register_action(
        "publications.link_revoked", _("Baskı paketi geri alındı"), _("Baskı paketinin bağlantısı geri alındı")
    )
    actions.register_action(
        "publications.files_asked", _("Baskı dosyaları istendi"), _("Baskı dosyalarının hazırlanması istendi")
    )
