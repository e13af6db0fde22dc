"""Questions to the desk: ``ask`` and ``withdraw_question`` are the journalist's, the others the office's.

An answer with facts is written by an officer who may answer. What the municipality thinks is a ``Statement``: a draft
that goes the way of everything governed, and reaches the asker in the transaction of the second signature.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.identity.selectors import current
from cms.letters.models import LetterKind
from cms.letters.services import one_line, write
from cms.users import limits
from cms.users.models import User
from press_archive.journalists.letters import origin_of
from press_archive.journalists.models import JournalistAccount
from press_archive.portal.models import Question, Statement
from press_archive.portal.words import CLOCKS, OVER, STATEMENTS, QuestionState, Wanted

DAY = dt.timedelta(days=1)
A_DAY = 10
SOONEST = dt.timedelta(hours=1)


def may_read_questions(user: User | AnonymousUser) -> bool:
    """Whether ``user`` sees what the press asks."""
    return bool(user.is_active and user.has_perm("portal.view_question"))


def may_answer_questions(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may answer, and write drafts of statements."""
    return bool(user.is_active and user.has_perm("portal.answer_question"))


# --- The journalist's -------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(
    *, account: JournalistAccount, kind: str, subject: str, text: str, needed_by: dt.datetime | None = None
) -> Question:
    """Asks the desk. ``needed_by``: when the journalist needs it, where that is earlier than the office's own clock.
    Raises ``Refusal`` when it is asked too often."""
    if not account.is_active:
        raise PermissionDenied
    if not limits.take("basin-soru", str(account.pk), limit=A_DAY, per=DAY):
        raise Refusal(_("Bugün çok sayıda soru gönderdiniz; yarın sürdürün ya da nöbetçiyi arayın."), status=429)
    now, wanted = timezone.now(), Wanted(kind)
    due = now + CLOCKS[wanted]
    if needed_by is not None:
        due = min(due, max(needed_by, now + SOONEST))
    return Question.objects.create(
        account=account, kind=wanted, subject=clean(subject, lines=False)[:160], text=clean(text)[:4000], due_at=due,
        asked_at=now,
    )  # fmt: skip


@transaction.atomic
def withdraw_question(*, account: JournalistAccount, pk: int) -> None:
    """The journalist does not need it any more. Raises ``Refusal`` when it is answered, or being signed."""
    row = Question.objects.select_for_update().filter(pk=pk, account=account).first()
    if row is None:
        raise Refusal(_("Böyle bir sorunuz yok."), status=404)
    if row.state != QuestionState.OPEN:
        raise Refusal(_("Bu soru yanıtlandı ya da yanıtı imzada; geri alınmaz."), status=409)
    row.state, row.answered_at = QuestionState.TAKEN_BACK, timezone.now()
    row.save(update_fields=["state", "answered_at"])


# --- The office's -----------------------------------------------------------------------------------------------------


def _locked(question: Question, user: User) -> Question:
    if not may_answer_questions(user):
        raise PermissionDenied
    row = Question.objects.select_for_update(of=("self",)).select_related("account").get(pk=question.pk)
    if row.state in OVER:
        raise Refusal(_("Bu soru yanıtlandı ya da kapandı."), status=409)
    return row


@transaction.atomic
def answer(*, question: Question, user: User, words: str) -> Question:
    """Answers with facts; the journalist gets ``words`` by mail. Raises ``Refusal`` where only two signatures may
    speak."""
    row = _locked(question, user)
    if row.kind in STATEMENTS:
        raise Refusal(_("Görüş, Müdür ve Başkan imzalayınca gider: yanıt taslağı hazırlayın."), status=409)
    if row.state == QuestionState.SIGNING:
        raise Refusal(_("Bu sorunun yanıtı imzada."), status=409)
    _close(row, QuestionState.ANSWERED, clean(words), user)
    _tell(row, row.answer, signed=False)
    log(instance=row, action="portal.answered", user=User.objects.get(pk=user.pk))
    return row


@transaction.atomic
def decline(*, question: Question, user: User, words: str) -> Question:
    """Says that there will be no answer, and why."""
    row = _locked(question, user)
    if row.state == QuestionState.SIGNING:
        raise Refusal(_("Bu sorunun yanıtı imzada."), status=409)
    _close(row, QuestionState.DECLINED, clean(words), user)
    _tell(row, row.answer, signed=False)
    log(instance=row, action="portal.declined", user=User.objects.get(pk=user.pk))
    return row


@transaction.atomic
def draft_statement(*, question: Question, user: User) -> Statement:
    """The draft of an answer that both offices sign; the one that is there, if somebody has begun it."""
    row = _locked(question, user)
    if row.account is None:
        raise Refusal(_("Soran kişinin hesabı kapandı; yanıtın gideceği kimse yok."), status=409)
    if row.statement_id is not None:
        return Statement.objects.get(pk=row.statement_id)
    statement = Statement(title=row.subject[:160] or _("Basına yanıt"), text="")
    statement.save()
    writer = User.objects.get(pk=user.pk)
    statement.save_revision(user=writer)
    row.state, row.statement = QuestionState.SIGNING, statement
    row.save(update_fields=["state", "statement"])
    log(instance=row, action="portal.drafted", user=writer)
    return statement


def _asked(statement: Statement) -> Question | None:
    rows = Question.objects.select_for_update(of=("self",)).select_related("account")
    return rows.filter(statement=statement.pk).first()


def release(statement: Statement) -> None:
    """Both offices have signed: the asker gets these words, once. In the transaction that makes it live."""
    row = _asked(statement)
    if row is None or row.state in OVER or row.account is None:
        return
    _close(row, QuestionState.ANSWERED, statement.text, None)
    _tell(row, statement.text, signed=True, title=statement.title)
    log(instance=row, action="portal.released")


def take_back(statement: Statement) -> None:
    """An office took the statement back: the asker hears that it does not hold any more."""
    row = _asked(statement)
    if row is None or row.state != QuestionState.ANSWERED:
        return
    _close(row, QuestionState.DECLINED, "", None)
    if row.account is not None:
        _tell(row, "", signed=True, title=statement.title, is_withdrawal=True)
    log(instance=row, action="portal.statement_withdrawn")


def _close(row: Question, state: QuestionState, words: str, user: User | None) -> None:
    row.state, row.answer, row.answered_at = state, words[:6000], timezone.now()
    row.answered_by = User.objects.get(pk=user.pk) if user is not None else None
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])


def _tell(row: Question, words: str, *, signed: bool, title: str = "", is_withdrawal: bool = False) -> None:
    if row.account is None:
        return
    municipality = current().municipality
    with override(settings.LANGUAGE_CODE):
        values: dict[str, Any] = {
            "question": row, "subject": one_line(row.subject), "words": words, "signed": signed, "title": title,
            "is_withdrawal": is_withdrawal, "is_declined": row.state == QuestionState.DECLINED,
            "municipality": municipality, "url": settings.SITE_URL + reverse("portal:questions"),
        }  # fmt: skip
        subject = _("Yanıt geri çekildi: %(subject)s") if is_withdrawal else _("Sorunuzun yanıtı: %(subject)s")
        write(
            kind=LetterKind.OTHER, to=[(row.account.email, "")], subject=subject % {"subject": one_line(row.subject)},
            body=render_to_string("portal/mail/answer.txt", values),
            origin=f"{origin_of(row.account.pk)}soru:{row.pk}:", sender_name=municipality,
        )  # fmt: skip
