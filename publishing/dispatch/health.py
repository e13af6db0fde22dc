"""What monitoring asks of the dispatcher: whether anything waits for longer than a worker that runs would let it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from wagtail.models import Revision

from cms.letters.models import Letter
from publishing.dispatch.models import Delivery

LATE = dt.timedelta(minutes=15)


def worker() -> str:
    """Whether mails, letters and scheduled publications leave in time; empty when they do."""
    before = timezone.now() - LATE
    late = {
        "deliveries": Delivery.objects.due(before).exists(),
        "letters": Letter.objects.due(before).exists(),
        "scheduled": Revision.objects.filter(approved_go_live_at__lte=before).exists(),
    }
    return ", ".join(name for name, is_late in late.items() if is_late)
