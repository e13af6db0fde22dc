"""Due days, told by letter: some days before the last working day, on it, and once when it is over. A row for each
telling keeps a worker that is killed, run twice or late from telling again; of several that came due while it slept
only the latest is told."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.text import inside_quotes
from cms.core.turkish import format_date
from cms.letters.models import NOT_ARRIVED, LetterKind
from cms.letters.services import one_line, write
from cms.users.models import User
from cms.users.roles import Office
from cms.users.selectors import by_role_with, signers_of
from press_archive.clippings.models import Clipping
from press_archive.replies import selectors, services
from press_archive.replies.deadlines import Due
from press_archive.replies.models import Case, Reminder, Sending
from press_archive.replies.permissions import may_work_cases
from press_archive.replies.words import OURS, DueKind

EVERY = 300.0
FROM_HOUR = 8  # nobody is told at night
# So many days before, the most urgent last; -1: it is over.
WHEN: dict[DueKind, tuple[int, ...]] = {
    DueKind.SEND: (14, 7, 3, 1, 0, -1),
    DueKind.RECEIPT: (0,),
    DueKind.ISSUE: (0, -7),
    DueKind.PUBLISH: (0,),
    DueKind.COURT: (14, 5, 3, 1, 0, -1),
    DueKind.DECISION: (-1,),
    DueKind.OBJECTION: (5, 3, 1, 0, -1),
}
# From here on Müdür hears of it, too.
TELL_DIRECTOR = 1


def look(owner: str = "", *, now: dt.datetime | None = None) -> int:
    """Writes the letters that are due; gives how many. ``owner``: the worker, which has nothing to do with it."""
    note_answers()
    here = timezone.localtime(now)
    if here.hour < FROM_HOUR:
        return 0
    today = here.date()
    written: int = sum(
        remind(case=case, today=today) for case in Case.objects.open().with_due(today).exclude(due_on=None)
    )
    return written + tell_lost()


def step_of(due: Due, today: dt.date) -> int | None:
    """Which of the days of ``WHEN`` has come, or ``None``."""
    left = due.days_left(today)
    reached = [step for step in WHEN[due.kind] if left <= step]
    return min(reached) if reached else None


@transaction.atomic
def remind(*, case: Case, today: dt.date) -> int:
    """Tells of what is due in ``case``, unless that was told; gives the number of letters."""
    row = Case.objects.select_for_update(of=("self",)).select_related("clipping", "created_by").get(pk=case.pk)
    due = row.due(today)
    step = step_of(due, today) if due is not None and not row.is_over else None
    if due is None or step is None:
        return 0
    told = row.reminders.filter(kind=due.kind, due_on=due.on)
    if told.filter(left__lte=step).exists():
        return 0
    Reminder.objects.create(case=row, kind=due.kind, due_on=due.on, left=step)
    left = due.days_left(today)
    with override("tr"):
        said = selectors.due_words(left)[0]
        body = render_to_string("replies/mail/due.txt", {
            "case": row, "kind": DueKind(due.kind).label, "day": format_date(due.on, weekday=True), "left": said,
            "safe": format_date(due.safe, weekday=True) if due.safe != due.on else "",
            "url": settings.SITE_URL + reverse("replies:detail", args=[row.pk]), "over": left < 0,
            "headline": inside_quotes(one_line(row.clipping.headline)), "ours": due.kind in OURS,
        })  # fmt: skip
        subject = _("Tekzip: %(left)s – %(case)s") if row.has_clock else _("Düzeltme: %(left)s – %(case)s")
        subject %= {"left": said, "case": row.outlet_name}
        return len(write(kind=LetterKind.REMINDER, to=_readers(row, step, due), subject=subject, body=body))


def _readers(case: Case, step: int, due: Due) -> list[tuple[str, str]]:
    """Whoever opened the case or sent its text, while they may work cases; without them all who may; in the last days
    Müdür too."""
    people = {user.pk: user for user in (case.created_by, *(one.noted_by for one in case.sendings.all())) if user}
    found = [user for user in people.values() if may_work_cases(user)]
    if not found:
        found = workers()
    if due.kind in OURS and step <= TELL_DIRECTOR:
        found += signers_of(Office.DIRECTOR)
    return [(user.email, str(user)) for user in found if user.email]


def workers() -> list[User]:
    """Those whose roles let them work cases."""
    return list(by_role_with("replies.change_case"))


def note_answers() -> int:
    """What became of the mails, noted on the clippings that they answer; gives how many changed."""
    sent = Sending.objects.filter(case=models.OuterRef("pk"))
    mailed = Case.objects.filter(models.Exists(sent.exclude(letter=None)))
    new = mailed.filter(models.Exists(sent.arrived()), answer_noted_on=None)
    gone = mailed.filter(~models.Exists(sent.arrived()), answer_noted_on__isnull=False)
    return sum(services.settle_mails(case=case) for rows in (new, gone) for case in rows.order_by("pk"))


def tell_lost() -> int:
    """Tells whoever sent it of a text that did not arrive by mail; once."""
    written = 0
    for sending in Sending.objects.filter(letter__state__in=NOT_ARRIVED, reminder=None).select_related(
        "case", "letter", "noted_by"
    ):
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=sending.case_id)
            if Reminder.objects.filter(sending=sending).exists():
                continue
            Reminder.objects.create(case=case, sending=sending)
            letter = sending.letter
            if letter is None:
                continue
            waits = Clipping.objects.get(pk=case.clipping_id).waits_for_answer
            with override("tr"):
                body = render_to_string("replies/mail/lost.txt", {
                    "case": case, "address": sending.address, "state": letter.get_state_display(),
                    "reason": one_line(letter.reason), "waits": waits,
                    "url": settings.SITE_URL + reverse("replies:detail", args=[case.pk]),
                })  # fmt: skip
                subject = _("Cevap yazısı ulaşmadı: %(case)s") % {"case": case.outlet_name}
                to = [(user.email, str(user)) for user in {sending.noted_by, case.created_by} if user and user.email]
                written += len(write(kind=LetterKind.TROUBLE, to=to, subject=subject, body=body))
    return written
