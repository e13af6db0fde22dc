"""What the demo's office made of its clippings: the reports of the last two months, frozen, and today's digest, sent to
both offices."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from cms.reports.coverage import services as reports
from cms.reports.coverage.periods import Period
from cms.reports.models import FrozenReport
from cms.users.roles import Office
from demo.office import Staff
from press_archive.digests import selectors, services
from press_archive.digests.models import Digest, Reader

NOTE = "Dün akşamki meclis toplantısının haberleri yarınki özette olacak."


def load(staff: Staff) -> None:
    """What is not there yet."""
    load_reports(staff)
    load_digest(staff)


@transaction.atomic
def load_reports(staff: Staff) -> None:
    """The month before this one, and this one as far as it has come."""
    if FrozenReport.objects.exists():
        return
    this = Period.of_month(timezone.localdate())
    for period in (this.before, this):
        reports.freeze(period=period, title=f"Basın yansıması: {period.label}", user=staff.archivist)


@transaction.atomic
def load_digest(staff: Staff) -> None:
    """Both offices are named; one story is left out, one put first, and the digest is sent."""
    if Digest.objects.exists():
        return
    for office in Office:
        Reader.objects.get_or_create(office=office.value)
    today: dt.date = timezone.localdate()
    services.annotate(day=today, note=NOTE, user=staff.editor)
    lines, _dropped = selectors.put_together(today)
    if len(lines) > 2:
        services.drop(day=today, clipping=lines[-1].clipping, dropped=True, user=staff.editor)
        services.move(day=today, clipping=lines[-2].clipping, up=True, user=staff.editor)
    services.send_digest(day=today, user=staff.editor)
