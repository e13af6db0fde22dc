"""What journalists do in the portal, and what the office answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from cms.letters.models import Letter, LetterKind
from press_archive.journalists.models import JournalistAccount
from press_archive.portal import questions
from press_archive.portal.models import Duty, Question, Statement
from tests import factories
from tests.factories.journalists import press_account


def duty(name: str = "Aylin Kaya", **values: Any) -> Duty:
    """The draft of a duty that has begun and ends tomorrow."""
    now = timezone.now()
    span = {"starts_at": now - dt.timedelta(hours=1), "ends_at": now + dt.timedelta(days=1)}
    values = {"phone": "0266 000 00 01", **span, **values}
    found = Duty(name=name, **values)
    found.save()
    found.save_revision(user=factories.editor())
    return found


def question(account: JournalistAccount | None = None, **values: Any) -> Question:
    """What a journalist asked."""
    values = {"kind": "opinion", "subject": "Sahil yolu", "text": "Yol ne zaman açılacak?", **values}
    return questions.ask(account=account or press_account(), **values)


def statement(title: str = "Sahil yolu", asked: Question | None = None) -> Statement:
    """The draft of the answer to a question."""
    found = questions.draft_statement(question=asked or question(), user=factories.editor())
    found.title, found.text = title, "Yol mayısta açılacak."
    found.save_revision(user=factories.editor())
    return Statement.objects.get(pk=found.pk)


def news(account: JournalistAccount) -> list[tuple[str, str]]:
    """Subject and state of the letters that tell ``account`` of what it follows."""
    rows = Letter.objects.filter(kind=LetterKind.SUBSCRIPTION, origin__startswith=f"basin-hesap:{account.pk}:takip:")
    return list(rows.order_by("pk").values_list("subject", "state"))
