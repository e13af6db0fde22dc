"""Freezing a coverage report, and making one again of what it was made of."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.reports.coverage.figures import figures
from cms.reports.coverage.periods import Period
from cms.reports.coverage.sources import gather
from cms.reports.models import FrozenReport
from cms.reports.permissions import may_freeze_coverage
from cms.users.models import User

MOST_ROWS = 20_000


def fingerprint(inputs: dict[str, Any], found: dict[str, Any]) -> str:
    """The SHA-256 of what a report was made of and of its figures."""
    text = json.dumps([inputs, found], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(*, period: Period, title: str, user: User) -> FrozenReport:
    """Keeps the report of ``period`` as it is now. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_freeze_coverage(user):
        raise PermissionDenied
    named = " ".join(clean(title, lines=False).split())[:160]
    if not named:
        raise Refusal(_("Rapora bir başlık yazın."), status=400)
    # Before the transaction that writes: what is gathered is of one moment of its own. As JSON, as it is read again.
    inputs = json.loads(json.dumps(gather(period)))
    if len(inputs["rows"]) + len(inputs["matches"]) > MOST_ROWS:
        raise Refusal(_("En çok %(most)d kupür dondurulabilir; aralığı daraltın.") % {"most": MOST_ROWS}, status=400)
    found = json.loads(json.dumps(figures(inputs)))
    with transaction.atomic():
        report = FrozenReport.objects.create(
            title=named, start=period.start, end=period.end, inputs=inputs, figures=found, made_by=user,
            fingerprint=fingerprint(inputs, found),
        )  # fmt: skip
        log(instance=report, action="reports.freeze", user=user, data={"fingerprint": report.fingerprint})
    return report


def is_unchanged(report: FrozenReport) -> bool:
    """Whether the figures come again of what is kept, and nothing of either was changed."""
    again = json.loads(json.dumps(figures(report.inputs)))
    return bool(again == report.figures and fingerprint(report.inputs, report.figures) == report.fingerprint)
