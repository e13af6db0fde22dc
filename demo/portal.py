"""The press's own pages in the demo: who is on duty, what journalists follow, save and ask."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from demo import texts
from demo.office import Staff, fresh, publish
from press_archive.bulletins.models import RegisterEntry
from press_archive.journalists.models import JournalistAccount
from press_archive.portal import follows, questions
from press_archive.portal.models import Duty, Follower, Question, Saved

SAVED = 3


def load(staff: Staff) -> None:
    """What is not there yet."""
    found = texts.portal()
    if not Duty.objects.exists():
        with transaction.atomic():
            load_duties(found["duty"], staff)
    accounts = list(JournalistAccount.objects.active().exclude(journalist=None).order_by("pk"))
    with transaction.atomic():
        if not Follower.objects.exists():
            for account, entry in zip(accounts, found["follower"], strict=False):
                for kind, value in entry["follows"]:
                    follows.follow(account=account, kind=kind, value=value)
                follows.set_pace(account=account, pace=entry["pace"])
        if accounts and not Saved.objects.exists():
            newest = RegisterEntry.objects.public().values_list("page", flat=True)[:SAVED]
            Saved.objects.bulk_create(Saved(account=accounts[0], page_id=pk) for pk in newest)
        if not Question.objects.exists():
            for account, entry in zip(accounts, found["question"], strict=False):
                load_question(account, entry, staff)


def load_duties(entries: list[dict[str, str]], staff: Staff) -> None:
    """One after the other from this morning on, each for a week; the last is a draft."""
    first = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(8)))
    for number, entry in enumerate(entries):
        begins = first + dt.timedelta(days=7 * number)
        duty = Duty(starts_at=begins, ends_at=begins + dt.timedelta(days=7), **entry)
        duty.save()
        duty.save_revision(user=staff.editor)
        if number < len(entries) - 1:
            publish(fresh(duty), staff)


def load_question(account: JournalistAccount, entry: dict[str, str], staff: Staff) -> None:
    """One question, as far as its stage says."""
    row = questions.ask(account=account, kind=entry["kind"], subject=entry["subject"], text=entry["text"])
    if entry["stage"] == "answered":
        questions.answer(question=row, user=staff.editor, words=entry["answer"])
    elif entry["stage"] == "draft":
        statement = questions.draft_statement(question=row, user=staff.editor)
        statement.text = entry["answer"]
        statement.save_revision(user=staff.editor)
