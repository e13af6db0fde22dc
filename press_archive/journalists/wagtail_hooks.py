"""Where accounts of the press show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder

from cms.core.home import Task
from cms.users.models import User
from press_archive.journalists.models import JournalistAccount
from press_archive.journalists.office_views import may_read_accounts
from press_archive.journalists.services import may_decide
from press_archive.journalists.viewsets import AccountViewSet, LookViewSet
from press_archive.journalists.words import BY_OFFICE, EVENTS


class AccountFinder:
    """The page of an account, for whoever may read it; of nobody (``None``) Wagtail only asks for the address."""

    def __init__(self, user: User | AnonymousUser | None = None) -> None:
        self.user = user

    def get_edit_url(self, instance: JournalistAccount) -> str | None:
        if self.user is not None and not may_read_accounts(self.user):
            return None
        return reverse("press_accounts:detail", args=[instance.pk])


register_admin_url_finder(JournalistAccount, AccountFinder)


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [AccountViewSet(), LookViewSet()]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for what in BY_OFFICE:
        actions.register_action(f"journalists.{what}", EVENTS[what], EVENTS[what])


@hooks.register("construct_homepage_panels")
def waiting_task(request: HttpRequest, panels: list[Any]) -> None:
    """Only while an application or a correction waits for whoever decides."""
    if not may_decide(request.user):
        return
    count = JournalistAccount.objects.waiting().count()
    if not count:
        return
    sentence = ngettext("%(count)d basın mensubu karar bekliyor.", "%(count)d basın mensubu karar bekliyor.", count) % {
        "count": count
    }
    panels.append(
        Task(
            title=_("Basın hesapları"), sentence=sentence, action=_("Başvuruları gör"),
            url=reverse("press_accounts:index") + "?which=bekleyen", icon="user", order=42,
        )
    )  # fmt: skip
