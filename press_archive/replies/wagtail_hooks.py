"""Where cases show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder

from cms.core.home import Task
from cms.users.models import User
from press_archive.replies import selectors
from press_archive.replies.models import Case, ReplyText
from press_archive.replies.permissions import may_read_cases, may_work_cases
from press_archive.replies.viewsets import CaseViewSet, ClockViewSet
from press_archive.replies.words import What


class TextFinder:
    """The page of a text's case, for whoever may read it; of nobody (``None``) Wagtail only asks for the address."""

    def __init__(self, user: User | AnonymousUser | None = None) -> None:
        self.user = user

    def get_edit_url(self, instance: ReplyText) -> str | None:
        case = Case.objects.filter(text_id=instance.pk).first()
        if case is None or (self.user is not None and not may_read_cases(self.user)):
            return None
        return reverse("replies:detail", args=[case.pk])


register_admin_url_finder(ReplyText, TextFinder)


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [CaseViewSet(), ClockViewSet()]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for what in What:
        actions.register_action(f"replies.{what.value}", what.label, what.label)


@hooks.register("construct_homepage_panels")
def deadline_task(request: HttpRequest, panels: list[Any]) -> None:
    """Only while a case waits for whoever works them."""
    if not may_work_cases(request.user):
        return
    today = timezone.localdate()
    found = selectors.case_counts(today)
    if not found["open"]:
        return
    sentence = _("%(count)d açık dosya.") % {"count": found["open"]}
    if found["late"]:
        sentence += " " + _("%(count)d dosyanın süresi geçti.") % {"count": found["late"]}
    if found["ready"]:
        sentence += " " + _("%(count)d yazı imzalı, gönderilecek.") % {"count": found["ready"]}
    urgent = selectors.most_urgent(today)
    due = urgent.due(today) if urgent is not None else None
    if urgent is not None and due is not None:
        sentence += " " + _("En yakın gün: %(outlet)s, %(left)s.") % {
            "outlet": urgent.outlet_name, "left": selectors.due_words(due.days_left(today))[0],
        }  # fmt: skip
    panels.append(
        Task(
            title=_("Tekzip ve düzeltme"), sentence=sentence, action=_("Dosyaları gör"),
            url=reverse("replies:index") + "?which=acik", icon="resubmit", order=41,
        )
    )  # fmt: skip
