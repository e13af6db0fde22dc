"""A question's page in the admin: what is asked, by whom, until when, and the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.core.standing import standing_of
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from press_archive.portal import questions, selectors
from press_archive.portal.forms import AnswerForm, DeclineForm
from press_archive.portal.models import Question, Statement
from press_archive.portal.words import OVER, STATEMENTS, QuestionState

TONES = {
    QuestionState.OPEN: "doubt", QuestionState.SIGNING: "", QuestionState.ANSWERED: "good",
    QuestionState.DECLINED: "bad", QuestionState.TAKEN_BACK: "",
}  # fmt: skip


def tone_of(question: Question) -> str:
    """The colour of its state."""
    return "bad" if question.is_late else TONES[QuestionState(question.state)]


def _one(pk: int) -> Question:
    rows = Question.objects.select_related("account__outlet", "account__desk_of", "answered_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@allowed(questions.may_read_questions)
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One question."""
    return _detail(request, _one(pk))


def _detail(request: HttpRequest, question: Question, **forms: Any) -> HttpResponseBase:
    statement = Statement.objects.filter(pk=question.statement_id or 0).select_related("latest_revision").first()
    is_open = question.state not in OVER
    may_act = is_open and questions.may_answer_questions(request.user)
    values = {
        "answer_form": AnswerForm(prefix="answer") if may_act and question.kind not in STATEMENTS else None,
        "decline_form": DeclineForm(prefix="decline") if may_act else None,
        **forms,
    }
    if question.state == QuestionState.SIGNING:
        values |= {"answer_form": None, "decline_form": None}
    return screen(
        request, "portal/office/question.html", title=question.subject or str(question), icon="help",
        crumbs=[(reverse("press_questions:index"), _("Basın soruları"))], styles=["office/steps.css"],
        question=question, tone=tone_of(question), who=selectors.values_of_question(question), statement=statement,
        standing=standing_of(statement).label if statement is not None else "",
        may_draft=may_act and statement is None, may_act=may_act, status=400 if forms else 200, **values,
    )  # fmt: skip


@require_POST
@allowed(questions.may_answer_questions)
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answers with facts."""
    question = _one(pk)
    form = AnswerForm(request.POST, prefix="answer")
    if not form.is_valid():
        return _detail(request, question, answer_form=form)
    questions.answer(question=question, user=signed_in(request), words=form.cleaned_data["words"])
    messages.success(request, _("Yanıt gönderim sırasına alındı."))
    return redirect("press_questions:detail", pk=pk)


@require_POST
@allowed(questions.may_answer_questions)
def decline(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Says that there will be no answer."""
    question = _one(pk)
    form = DeclineForm(request.POST, prefix="decline")
    if not form.is_valid():
        return _detail(request, question, decline_form=form)
    questions.decline(question=question, user=signed_in(request), words=form.cleaned_data["words"])
    messages.success(request, _("Soru yanıtsız kapatıldı; kişiye bildirilir."))
    return redirect("press_questions:detail", pk=pk)


@require_POST
@allowed(questions.may_answer_questions)
def draft(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Begins the draft that both offices sign, and opens its editor."""
    statement = questions.draft_statement(question=_one(pk), user=signed_in(request))
    messages.success(request, _("Taslak hazır: metni yazıp imzaya gönderin."))
    return redirect("wagtailsnippets_portal_statement:edit", statement.pk)
