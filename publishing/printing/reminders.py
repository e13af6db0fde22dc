"""Due days, told by letter: some days before the last working day, on it, and once when it is over. A row for each
telling keeps a worker that is killed, run twice or late from telling again; of several that came due while it slept
only the latest is told."""

from __future__ import annotations

import datetime as dt

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
from cms.users.models import User
from cms.users.roles import Office
from cms.users.selectors import by_role_with, signers_of
from publishing.printing import selectors
from publishing.printing.deposits import Due
from publishing.printing.models import PrintJob
from publishing.printing.permissions import may_work_jobs
from publishing.printing.words import DueKind

EVERY = 300.0
FROM_HOUR = 8  # nobody is told at night
# So many days before, the most urgent last; -1: it is over.
WHEN: dict[DueKind, tuple[int, ...]] = {
    DueKind.PROSECUTOR: (0, -1),
    DueKind.DEPOSIT: (7, 3, 1, 0, -1),
    DueKind.REPLACEMENT: (7, 3, 1, 0, -1),
}
TELL_DIRECTOR = 0


def look(owner: str = "", *, now: dt.datetime | None = None) -> int:
    """Writes the letters that are due; gives how many. ``owner``: the worker, which has nothing to do with it."""
    here = timezone.localtime(now)
    if here.hour < FROM_HOUR:
        return 0
    today = here.date()
    return sum(remind(job=job, today=today) for job in PrintJob.objects.owing())


def step_of(due: Due, today: dt.date) -> int | None:
    """Which of the days of ``WHEN`` has come, or ``None``."""
    left = due.days_left(today)
    reached = [step for step in WHEN[due.kind] if left <= step]
    return min(reached) if reached else None


@transaction.atomic
def remind(*, job: PrintJob, today: dt.date) -> int:
    """Tells of what is due in ``job``, unless that was told; gives the number of letters."""
    row = PrintJob.objects.select_for_update(of=("self",)).select_related("title", "created_by").get(pk=job.pk)
    written = 0
    for due in row.dues():
        step = step_of(due, today)
        if step is None or row.reminders.filter(kind=due.kind, due_on=due.on, left__lte=step).exists():
            continue
        row.reminders.create(kind=due.kind, due_on=due.on, left=step)
        left = due.days_left(today)
        with override("tr"):
            said = selectors.left_in_words(left)[0]
            body = render_to_string("printing/mail/due.txt", {
                "title": one_line(row.title.name), "kind": due.kind.label, "day": format_date(due.on, weekday=True),
                "left": said, "over": left < 0,
                "safe": format_date(due.safe, weekday=True) if due.safe != due.on else "",
                "url": settings.SITE_URL + reverse("print_jobs:detail", args=[row.pk]),
            })  # fmt: skip
            subject = _("Baskı: %(left)s – %(kind)s") % {"left": said, "kind": due.kind.label}
            written += len(write(kind=LetterKind.REMINDER, to=_readers(row, step), subject=subject, body=body))
    return written


def _readers(job: PrintJob, step: int) -> list[tuple[str, str]]:
    """Whoever opened the job, while they may work jobs; without them all who may; on the last day Müdür too."""
    found = [job.created_by] if job.created_by is not None and may_work_jobs(job.created_by) else workers()
    if step <= TELL_DIRECTOR:
        found = [*found, *signers_of(Office.DIRECTOR)]
    return [(user.email, str(user)) for user in {one.pk: one for one in found}.values() if user.email]


def workers() -> list[User]:
    """Those whose roles let them work print jobs."""
    return list(by_role_with("printing.change_printjob"))
