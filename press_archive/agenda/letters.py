"""The letters of an event: invitation, change, cancellation, reminder, in the signed words and fixed ones around them.

The worker writes them (``tell``, ``remind``): of every version once to every invited address, however often it was
killed. What waits of an earlier version is not sent any more. Whoever had the earlier one, or may have it, is told that
it changed; whoever had none is invited to what holds now.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.carriage import DeliveryState
from cms.core.message import MessageKind
from cms.identity.selectors import current
from cms.letters.models import Letter, LetterKind
from cms.letters.services import cancel_from, write
from press_archive.agenda import calendars, selectors
from press_archive.agenda.announcements import Announcement
from press_archive.agenda.models import EventLetter, Invitation, InvitationAnswer, Progress
from press_archive.agenda.words import Answer, Told
from press_archive.contacts.selectors import Standing, standings

EVERY, REMINDED_EVERY = 5.0, 300.0
AT_ONCE = 100
# Letters that somebody has got, or may have got.
REACHED = (DeliveryState.ACCEPTED, DeliveryState.SENDING, DeliveryState.UNKNOWN)
HOURS = range(8, 21)  # nobody is reminded at night
# So many days before; the earlier one only to those who said nothing.
REMINDERS = (3, 1)
GONE = "@silindi.invalid"
NOT_LATER_THAN = dt.timedelta(hours=2)


def nobody(pk: int) -> str:
    """The address of an invitation whose person is gone: no mail goes there (RFC 2606)."""
    return f"silindi-{pk}{GONE}"


def origin_of(invitation: Invitation) -> str:
    """Where the letters of an invitation say that they come from."""
    return f"davet:{invitation.event_id}:{invitation.pk}:"


def page_url(invitation: Invitation) -> str:
    """The invited person's own page."""
    return settings.SITE_URL + reverse("agenda_invitation", args=[invitation.token])


def still_holds(letter: Letter) -> bool:
    """Whether what an event's letter says still holds: nothing of an earlier version leaves. Of other letters: yes."""
    if letter.kind != LetterKind.INVITATION:
        return True
    row = EventLetter.objects.select_related("invitation__event__progress_row").filter(letter=letter.pk).first()
    if row is None:
        return False
    progress = row.invitation.event.progress_row
    if row.told == Told.CANCELLATION:
        return progress.cancelled_at is not None
    return progress.cancelled_at is None and row.sequence == progress.sequence


def tell(owner: str = "") -> int:
    """Writes what invited addresses have not been told yet; gives how many letters. Several workers may call it."""
    behind = ~Q(told_sequence=F("event__progress_row__sequence")) | Q(told_sequence=None)
    waiting = Invitation.objects.filter(behind, event__progress_row__isnull=False).order_by("event", "pk")
    written = 0
    for pk in list(waiting.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            written += tell_one(pk)
    return written


def tell_one(pk: int) -> int:
    """Brings one invited address up to date; gives the number of letters. In a transaction of the caller's."""
    row = Invitation.objects.select_for_update(of=("self",)).select_related("event").filter(pk=pk).first()
    if row is None:
        return 0
    said = selectors.announcement_of(row.event)
    if said is None or row.told_sequence == said.sequence:
        return 0
    row.told_sequence = said.sequence
    row.save(update_fields=["told_sequence"])
    cancel_from(origin_of(row))
    reached = row.letters.filter(letter__state__in=REACHED).exclude(told=Told.REMINDER).exists()
    if said.is_cancelled:
        told = Told.CANCELLATION if reached else None
    else:
        told = Told.CHANGE if reached else Told.INVITATION
        told = None if said.is_over else told
    kind = MessageKind.FIRST if told == Told.INVITATION else MessageKind.CORRECTION
    standing = standings([row.email])[row.email]
    if told is None or row.email.endswith(GONE) or standing.obstacle_to(kind):
        return 0
    return int(write_one(row, said, told, standing) is not None)


def write_one(
    invitation: Invitation, said: Announcement, told: Told, standing: Standing, *, days_before: int = 0
) -> EventLetter | None:
    """Writes one letter, once for what it tells; ``None`` when that was written before."""
    if invitation.letters.filter(told=told, sequence=said.sequence, days_before=days_before).exists():
        return None
    letter = compose(invitation, said, told, standing)
    return EventLetter.objects.create(
        invitation=invitation, told=told, sequence=said.sequence, days_before=days_before, letter=letter
    )


def compose(invitation: Invitation, said: Announcement, told: Told, standing: Standing) -> Letter:
    """The letter as a row to carry. No name stands in it that one person typed."""
    municipality = current().municipality
    with override("tr"):
        subjects = {
            Told.INVITATION: _("Davet: %(title)s, %(when)s"),
            Told.CHANGE: _("DEĞİŞİKLİK: %(title)s, %(when)s"),
            Told.CANCELLATION: _("İPTAL: %(title)s, %(when)s"),
            Told.REMINDER: _("Hatırlatma: %(title)s, %(when)s"),
        }
        values = {
            "event": said, "told": told.value, "municipality": municipality, "url": page_url(invitation),
            "answer": answer_of(invitation),
        }  # fmt: skip
        calendar = ""
        if told != Told.REMINDER:
            calendar = calendars.invitation(said, municipality=municipality, email=invitation.email, now=timezone.now())
        way_out = settings.SITE_URL + reverse("contacts:unsubscribe", args=[standing.token]) if standing.token else ""
        return write(
            kind=LetterKind.INVITATION, to=[(invitation.email, "")],
            subject=subjects[told] % {"title": said.title, "when": said.when},
            body=render_to_string("agenda/mail/event.txt", values),
            html=render_to_string("agenda/mail/event.html", values),
            origin=origin_of(invitation), sender_name=municipality, unsubscribe_url=way_out, calendar=calendar,
        )[0]  # fmt: skip


def answer_of(invitation: Invitation) -> str:
    """What the invited person said to the time and place that hold now; empty for nothing."""
    standing = selectors.standing_answers(invitation.event).filter(invitation=invitation)
    return standing.values_list("answer", flat=True).first() or ""


def remind(owner: str = "", *, now: dt.datetime | None = None) -> int:
    """Reminds invited people some days before; gives how many letters. Of what a sleeping worker missed only the
    latest is written, and nothing to somebody who cannot come."""
    at = now or timezone.now()
    if timezone.localtime(at).hour not in HOURS:
        return 0
    soon = at + dt.timedelta(days=max(REMINDERS))
    events = Progress.objects.filter(
        event__live=True, cancelled_at=None, event__starts_at__gt=at + NOT_LATER_THAN, event__starts_at__lte=soon
    )
    written = 0
    for progress in events.select_related("event"):
        left = progress.event.starts_at - at
        days = min(days for days in REMINDERS if left <= dt.timedelta(days=days))
        for pk in list(_to_remind(progress, days, at).values_list("pk", flat=True)):
            with transaction.atomic():
                written += _remind_one(pk, days)
    return written


def _to_remind(progress: Progress, days: int, at: dt.datetime) -> QuerySet[Invitation]:
    """Those who have had their letter for a day, were not reminded, and did not say that they cannot come."""
    mine = EventLetter.objects.filter(invitation=OuterRef("pk"))
    had = mine.exclude(told=Told.REMINDER).filter(
        letter__state=DeliveryState.ACCEPTED, letter__finished_at__lt=at - dt.timedelta(days=1)
    )
    reminded = mine.filter(told=Told.REMINDER, sequence=progress.sequence, days_before__lte=days)
    answered = InvitationAnswer.objects.filter(invitation=OuterRef("pk"), sequence__gte=progress.answers_from)
    answered = answered if days > 1 else answered.filter(answer=Answer.NO)
    rows = Invitation.objects.filter(Exists(had), event=progress.event_id, told_sequence=progress.sequence)
    return rows.exclude(email__endswith=GONE).filter(~Exists(reminded), ~Exists(answered)).order_by("pk")


def _remind_one(pk: int, days: int) -> int:
    row = Invitation.objects.select_for_update(of=("self",)).select_related("event").get(pk=pk)
    said = selectors.announcement_of(row.event)
    standing = standings([row.email])[row.email]
    if said is None or said.is_cancelled or standing.obstacle_to(MessageKind.FIRST):
        return 0
    return int(write_one(row, said, Told.REMINDER, standing, days_before=days) is not None)
