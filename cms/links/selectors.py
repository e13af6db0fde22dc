"""What is asked about links: which are dead, and who may read that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from cms.links.models import LinkState, LinkUse
from cms.users.delegation import in_office
from cms.users.models import User
from cms.users.roles import Role, has_role, is_administrator

TROUBLES = {
    "unknown_host": gettext_lazy("böyle bir site yok"),
    "forbidden": gettext_lazy("bu adrese bakılmaz"),
    "timeout": gettext_lazy("yanıt gelmedi"),
    "certificate": gettext_lazy("güvenlik sertifikası geçersiz"),
    "connection": gettext_lazy("siteye ulaşılamıyor"),
    "redirects": gettext_lazy("durmadan başka adrese yönlendiriyor"),
    "malformed": gettext_lazy("yanıtı anlaşılmadı"),
    "robots": gettext_lazy("site bakılmasını istemiyor"),
    "robots_busy": gettext_lazy("site şu anda bakılmasına izin vermiyor"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One link for the report: from which page, to where, what is wrong."""

    page: Page
    edit_url: str | None
    target: str
    is_inside: bool
    is_dead: bool
    state: str
    said: str
    checked_at: Any


def may_read_links(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may read the report: who writes or signs what is public, and administrators."""
    return has_role(user, Role.EDITOR) or is_administrator(user) or in_office(user)


def inside() -> QuerySet[LinkUse]:
    """Links of public pages to pages of ours that are not public any more."""
    live = Page.objects.live().filter(pk=OuterRef("target_id"))
    return LinkUse.objects.filter(page__live=True, target_id__isnull=False).exclude(Exists(live))


def outside(*states: LinkState) -> QuerySet[LinkUse]:
    """Links of public pages to other sites that are in one of ``states``."""
    return LinkUse.objects.filter(page__live=True, link__state__in=states)


def lines(uses: Sequence[LinkUse], user: User | AnonymousUser) -> list[Line]:
    """``uses`` for the report; a draft's title is told only to those who may open it."""
    targets = Page.objects.in_bulk([use.target_id for use in uses if use.target_id])
    finder = AdminURLFinder(user)
    return [_line(use, targets, finder) for use in uses]


def _line(use: LinkUse, targets: dict[int, Page], finder: AdminURLFinder) -> Line:
    edit_url = finder.get_edit_url(use.page)
    if use.link is not None:
        link = use.link
        said = str(TROUBLES[link.trouble]) if link.trouble else f"HTTP {link.status}" if link.status else ""
        return Line(
            use.page,
            edit_url,
            link.address,
            False,
            link.state == LinkState.DEAD,
            link.get_state_display(),
            said,
            link.checked_at,
        )
    dead = str(LinkState.DEAD.label)
    target = targets.get(use.target_id or 0)
    if target is None:
        return Line(use.page, edit_url, _("silinmiş sayfa"), True, True, dead, _("sayfa silinmiş"), None)
    published = target.title if target.first_published_at else _("yayımlanmamış sayfa")
    title = target.get_admin_display_title() if finder.get_edit_url(target) else published
    said = _("yayından kaldırılmış") if target.first_published_at else _("yayımlanmamış")
    return Line(use.page, edit_url, title, True, True, dead, said, None)
