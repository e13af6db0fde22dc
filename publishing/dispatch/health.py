"""What monitoring asks of the dispatcher: whether anything waits for longer than a worker that runs would let it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from wagtail.models import Revision

from cms.core import beats
from cms.letters.models import Letter, LetterKind
from publishing.dispatch.models import Delivery

LATE = dt.timedelta(minutes=15)


def late() -> list[str]:
    """What waits for longer than a worker that runs would let it."""
    before = timezone.now() - LATE
    waiting = {
        "deliveries": Delivery.objects.due(before).exists(),
        "letters": Letter.objects.due(before).exclude(kind=LetterKind.SUBSCRIPTION).exists(),
        "scheduled": Revision.objects.filter(approved_go_live_at__lte=before).exists(),
    }
    return [name for name, is_late in waiting.items() if is_late]


def worker() -> str:
    """Whether mails, letters and scheduled publications leave in time, by a worker that lives; empty when they do."""
    return ", ".join(late()) or beats.silent(beats.Job.DISPATCH)


def mail() -> str:
    """What the mail server says while it takes nothing from anybody; empty when it does."""
    return next((row.note for row in beats.alive(beats.Job.DISPATCH) if row.note), "")
