"""A week's summary for Başkan, as a letter: what was published, returned, withdrawn, and what waits. Once a week."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.turkish import format_date
from cms.letters.models import LetterKind
from cms.letters.services import one_line, write
from cms.users.roles import Office
from cms.users.selectors import signers_of
from publishing.approval.models import Decision, EvidenceRecord, WeekSummary
from publishing.approval.selectors import waiting_states

WEEK = dt.timedelta(days=7)
LISTED = 40


def send_due_week(*, now: dt.datetime | None = None) -> int:
    """Tells Başkan and today's deputies of the last whole week, from Monday's ``EVIDENCE_HEAD_HOUR`` on; the letters.

    A machine that stood still on Monday tells it later in the week. The row is written with the letters and is unique:
    of two workers one writes, and a killed one leaves neither. Without a signer nothing is written: it waits for one.
    """
    moment = timezone.localtime(now or timezone.now())
    this = moment.date() - dt.timedelta(days=moment.weekday())
    monday = this - WEEK
    if moment.weekday() == 0 and moment.hour < settings.EVIDENCE_HEAD_HOUR:
        return 0
    if WeekSummary.objects.filter(monday=monday).exists():
        return 0
    readers = signers_of(Office.MAYOR)
    if not readers:
        return 0
    with transaction.atomic():
        _row, made = WeekSummary.objects.get_or_create(monday=monday)
        if not made:
            return 0
        begin = timezone.make_aware(dt.datetime.combine(monday, dt.time()))
        end = timezone.make_aware(dt.datetime.combine(this, dt.time()))
        records = list(EvidenceRecord.objects.filter(created_at__gte=begin, created_at__lt=end).order_by("sequence"))
        if not records:
            return 0
        with override("tr"):
            period = f"{format_date(monday)} – {format_date(this - dt.timedelta(days=1))}"
            said = words_of(records)
            letters = 0
            for user in readers:
                name = one_line(user)
                body = render_to_string(
                    "approval/mail/week.txt",
                    {
                        "name": name,
                        "period": period,
                        "municipality": settings.WAGTAIL_SITE_NAME,
                        "url": settings.SITE_URL + reverse("approval:desk"),
                        **said,
                    },
                )
                subject = _("Haftanın özeti: %(period)s") % {"period": period}
                letters += len(write(kind=LetterKind.APPROVAL, to=[(user.email, name)], subject=subject, body=body))
        return letters


def words_of(records: list[EvidenceRecord]) -> dict[str, object]:
    """What the letter says of a week's ``records``, and of what waits now."""
    counted = Counter(record.decision for record in records)
    published = [record for record in records if record.decision == Decision.PUBLISHED]
    taken_down = [record for record in records if record.decision == Decision.WITHDRAWN]
    return {
        "submitted": counted[Decision.SUBMITTED],
        "returned": counted[Decision.RETURNED],
        "refused": counted[Decision.REFUSED],
        "published": [one_line(record.content_label) for record in published[:LISTED]],
        "published_count": len(published),
        "more": max(len(published) - LISTED, 0),
        "withdrawn": [one_line(record.content_label) for record in taken_down],
        "at_director": waiting_states(Office.DIRECTOR).count(),
        "at_mayor": waiting_states(Office.MAYOR).count(),
    }
