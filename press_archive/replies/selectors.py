"""What is asked about cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.lookups import having
from cms.core.standing import Standing, standing_of
from cms.letters.models import Letter, LetterKind
from press_archive.clippings.models import Clipping
from press_archive.clippings.words import Medium
from press_archive.contacts.imprint import Period
from press_archive.contacts.models import Address
from press_archive.replies.models import Case, Sending
from press_archive.replies.words import ClockMedium, How
from publishing.approval import selectors as approval
from publishing.approval.models import Certificate, Decision

# A paper that comes out every few days or weeks; where nobody has said how often, it is taken for a daily: their term
# is the same, and ours begins no later.
RARE = (Period.WEEKLY, Period.FORTNIGHTLY, Period.MONTHLY, Period.OTHER)


def clock_medium_of(clipping: Clipping) -> ClockMedium | None:
    """What the law calls the medium of ``clipping``. News agencies publish periodicals (Law no. 5187 art. 2/c); a post
    in social media is none, and has no clock."""
    match clipping.medium:
        case Medium.NEWSPAPER:
            return ClockMedium.PERIODICAL if clipping.outlet.period in RARE else ClockMedium.DAILY
        case Medium.MAGAZINE | Medium.AGENCY:
            return ClockMedium.PERIODICAL
        case Medium.NEWS_SITE:
            return ClockMedium.SITE
        case Medium.TELEVISION | Medium.RADIO:
            return ClockMedium.BROADCAST
        case _:
            return None


def of_clipping(clipping: Clipping) -> list[Case]:
    """The cases of ``clipping``, the newest first."""
    return list(clipping.reply_cases.select_related("text", "clock"))


def sendable(case: Case) -> Certificate | None:
    """What may be sent: the certificate of the signed text, unless it was taken back since."""
    certificate = approval.certificate_of(case.text)
    if certificate is None or approval.withdrawn_since(certificate):
        return None
    return certificate


def still_signed(letter: Letter) -> bool:
    """Whether what ``letter`` carries is still what both offices signed last; of letters that are no reply, always."""
    if letter.kind != LetterKind.REPLY:
        return True
    sending = Sending.objects.select_related("case__text").filter(letter=letter).first()
    certificate = sendable(sending.case) if sending else None
    return certificate is not None and sending is not None and certificate.pk == sending.certificate_id


def has_newer_draft(case: Case) -> bool:
    """Whether somebody wrote on since both offices signed."""
    text = case.text
    return bool(text.live and text.latest_revision_id != text.live_revision_id)


def addresses_of(case: Case) -> list[str]:
    """The mail addresses that the directory has of the outlet's desk: a text leaves to no other."""
    rows = Address.objects.filter(outlet=case.clipping.outlet_id, active=True)
    return list(rows.order_by("email").values_list("email", flat=True))


def address_for(case: Case, how: str) -> str:
    """Where a text that goes by ``how`` is served, as far as the künye says."""
    outlet = case.clipping.outlet
    return outlet.e_notification if how == How.KEP else outlet.address


def about_words(words: str) -> Q:
    """Cases in whose outlet, headline or court ``words`` stand."""
    return having(words, "outlet_name", "clipping__headline", "court", "court_number")


def case_counts(today: dt.date) -> dict[str, int]:
    """How many are open, late, and signed but not sent; one query."""
    rows = Case.objects.open().with_due(today)
    found: dict[str, int] = rows.order_by().aggregate(
        open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)),
        ready=Count("pk", filter=Q(stage="writing", text__live=True)),
    )  # fmt: skip
    return found


def most_urgent(today: dt.date) -> Case | None:
    """The open case whose day comes first."""
    rows = Case.objects.open().with_due(today).filter(due_on__isnull=False)
    first: Case | None = rows.order_by("due_on", "pk").first()
    return first


# --- Where it stands --------------------------------------------------------------------------------------------------


def words_of_state(case: Case) -> tuple[str, str]:
    """(words, tone) for a label; the tone is ``good``, ``doubt``, ``bad`` or nothing."""
    if case.stage != "writing":
        tone = {"published": "good", "received": "doubt", "sent": "doubt", "court": "doubt"}.get(case.stage, "")
        if case.stage == "received" and (
            case.faulty_on or (case.publish_due and case.publish_due < timezone.localdate())
        ):
            return (_("yasaya aykırı yayımlandı") if case.faulty_on else _("yayımlanmadı")), "bad"
        if case.stage == "decided" and case.publish_due and case.publish_due < timezone.localdate():
            return _("karara uyulmadı"), "bad"
        if case.stage == "decided":
            return case.get_outcome_display(), "good" if case.outcome == "accepted" else "bad"
        return case.get_stage_display(), tone
    match standing_of(case.text):
        case Standing.DIRECTOR:
            return _("Müdür imzasında"), "doubt"
        case Standing.MAYOR:
            return _("Başkan imzasında"), "doubt"
        case Standing.RETURNED:
            return _("iade edildi"), "bad"
        case Standing.PUBLISHED:
            return _("imzalı, gönderilecek"), "good"
        case _:
            return case.get_stage_display(), ""


def due_words(left: int) -> tuple[str, str]:
    """How much time is left, in words, and the tone of it: no colour alone says it."""
    if left < 0:
        return _("%(count)d gün geçti") % {"count": -left}, "bad"
    if left == 0:
        return _("bugün"), "bad"
    if left <= 3:
        return _("%(count)d gün kaldı") % {"count": left}, "bad"
    return _("%(count)d gün kaldı") % {"count": left}, "doubt" if left <= 14 else ""


# --- Its history ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history. ``at`` sorts it; ``day`` is the day of what happened."""

    at: dt.datetime
    day: dt.date
    what: str
    text: str
    who: str


SHOWN = {Decision.SUBMITTED, Decision.SIGNED, Decision.RETURNED, Decision.CANCELLED, Decision.WITHDRAWN}


def history(case: Case) -> Sequence[Line]:
    """What happened, and what both offices decided of the text, the newest first."""
    lines = [
        Line(event.noted_at, event.on, event.get_what_display(), event.text, str(event.noted_by))
        for event in case.events.select_related("noted_by")
    ]
    for record in approval.records_of(case.text):
        if record.decision in SHOWN:
            office = record.get_office_display() if record.office else ""
            name = record.actor_name
            if record.principal_name:
                name = _("%(name)s, %(principal)s adına") % {"name": name, "principal": record.principal_name}
            day = timezone.localdate(record.created_at)
            decision = record.get_decision_display()
            what = _("Yazı: %(decision)s") % {"decision": decision if not office else f"{decision} ({office})"}
            lines.append(Line(record.created_at, day, what, record.comment, name))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def mails_of(case: Case) -> list[Sending]:
    """Its sendings with the state of their mails."""
    return list(case.sendings.select_related("letter", "certificate", "noted_by"))


def as_choices(case: Case) -> list[tuple[Any, str]]:
    """Clippings of the same outlet since the text was sent: where the reply may stand."""
    since = case.sent_on or case.published_on
    rows = Clipping.objects.filter(outlet=case.clipping.outlet_id, published_on__gte=since).exclude(pk=case.clipping_id)
    return [(row.pk, f"{row.day}: {row.headline}") for row in rows.only("headline", "published_on")[:50]]
