"""What gates noted of people without a badge leaves a month after the event; that somebody came stays."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from press_archive.accreditation.applicants import KEEP_AFTER
from press_archive.gate.models import Scan


def tidy(owner: str = "", now: dt.datetime | None = None) -> int:
    """Empties old notes; gives how many."""
    until = (now or timezone.now()) - KEEP_AFTER
    return Scan.objects.exclude(note="").filter(gate__event__ends_at__lt=until).update(note="")
