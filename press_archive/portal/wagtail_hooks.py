"""Where the portal shows in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.snippets.models import register_snippet

from cms.core.home import Task
from cms.users.models import User
from press_archive.portal import selectors
from press_archive.portal.models import Question
from press_archive.portal.questions import may_answer_questions, may_read_questions
from press_archive.portal.viewsets import DutyViewSet, QuestionViewSet, StatementViewSet

register_snippet(DutyViewSet)
register_snippet(StatementViewSet)


class QuestionFinder:
    """The page of a question, for whoever may read it; of nobody (``None``) Wagtail only asks for the address."""

    def __init__(self, user: User | AnonymousUser | None = None) -> None:
        self.user = user

    def get_edit_url(self, instance: Question) -> str | None:
        if self.user is not None and not may_read_questions(self.user):
            return None
        return reverse("press_questions:detail", args=[instance.pk])


register_admin_url_finder(Question, QuestionFinder)


@hooks.register("register_admin_viewset")
def questions_viewset() -> QuestionViewSet:
    return QuestionViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, label in (
        ("answered", _("Basın sorusu yanıtlandı")),
        ("declined", _("Basın sorusu yanıtsız kapatıldı")),
        ("drafted", _("Basına yazılı yanıt taslağı açıldı")),
        ("released", _("Basına yazılı yanıt gönderildi")),
        ("statement_withdrawn", _("Basına yazılı yanıt geri çekildi")),
    ):
        actions.register_action(f"portal.{name}", label, label)


@hooks.register("construct_homepage_panels")
def waiting_questions(request: HttpRequest, panels: list[Any]) -> None:
    """Only while a question waits for whoever answers."""
    if not may_answer_questions(request.user):
        return
    counts = selectors.question_counts()
    if not counts["open"]:
        return
    sentence = ngettext("%(n)d basın sorusu yanıt bekliyor.", "%(n)d basın sorusu yanıt bekliyor.", counts["open"])
    words = [sentence % {"n": counts["open"]}]
    if counts["late"]:
        late = ngettext("%(n)d sorunun süresi doldu.", "%(n)d sorunun süresi doldu.", counts["late"])
        words.append(late % {"n": counts["late"]})
    panels.append(
        Task(
            title=_("Basın soruları"), sentence=" ".join(words), action=_("Soruları gör"),
            url=reverse("press_questions:index") + "?which=bekleyen", icon="help", order=43,
        )
    )  # fmt: skip
