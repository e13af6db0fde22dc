"""What is done with panels: faces booked by day, hung with a photo, taken down; released from an election's brake.

A panel's row is held while its days are looked at, so that people are told who has a face; the database gives each day
of a face to one booking, whoever writes it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.core.turkish import format_date
from cms.users.models import User
from media_library.handed.proofs import reduced
from publishing.outdoor import selectors
from publishing.outdoor.models import (
    BookedDay,
    Booking,
    BookingEvent,
    Campaign,
    HangingPhoto,
    Panel,
)
from publishing.outdoor.permissions import may_book, may_hang, may_release
from publishing.outdoor.words import PeriodKind, ProofKind, Release, State

LONGEST = 400  # days of a booking
MOST_FACES = 500  # of one act
ONE = dt.timedelta(days=1)
TOKEN = re.compile(r"[A-Za-z0-9_-]{40,64}")
NOTED_EVERY = dt.timedelta(hours=1)


def _line(text: str, most: int) -> str:
    return " ".join(clean(text, lines=False).split())[:most]


def _note(booking: Booking, state: State, on: dt.date, user: User, text: str = "") -> None:
    BookingEvent.objects.create(booking=booking, state=state, on=on, text=_line(text, 300), noted_by=user)
    log(instance=booking, action=f"outdoor.{state.value}", user=user)


def _locked(booking: Booking, *states: State) -> Booking:
    row = Booking.objects.select_for_update(of=("self",)).select_related("panel", "campaign").get(pk=booking.pk)
    if row.state not in states:
        raise Refusal(
            _("Rezervasyon bu arada değişti: “%(state)s”. Sayfayı yenileyin.") % {"state": row.get_state_display()},
            status=409,
        )
    return row


# --- Booking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def open_campaign(*, name: str, instructions: str = "", is_festive: bool = False, user: User) -> Campaign:
    """What is to hang. Raises ``PermissionDenied`` and ``ValidationError``."""
    if not may_book(user):
        raise PermissionDenied
    row = Campaign(name=_line(name, 160), instructions=clean(instructions), is_festive=is_festive, created_by=user)
    row.full_clean()
    row.save()
    log(instance=row, action="wagtail.create", user=user)
    return row


@transaction.atomic
def book(
    *, campaign: Campaign, faces: Sequence[tuple[int, int]], first_day: dt.date, last_day: dt.date, user: User
) -> list[Booking]:
    """Books ``faces`` (panel's key, number of the face) for the days, all or none.

    Raises ``PermissionDenied``; ``Refusal`` where somebody has one of them, and for a feast in days of mourning.
    """
    if not may_book(user):
        raise PermissionDenied
    wanted = sorted(set(faces))
    if not wanted or len(wanted) > MOST_FACES:
        raise Refusal(_("En az bir pano yüzü seçin."), status=400)
    if not 1 <= (last_day - first_day).days + 1 <= LONGEST or not 2000 <= first_day.year <= 2200:
        raise Refusal(
            _("Son gün ilk günden önce olamaz; bir rezervasyon en çok %(most)d gündür.") % {"most": LONGEST}, status=400
        )
    _no_feast_in_mourning(campaign, first_day, last_day)
    keys = sorted({panel for panel, _face in wanted})
    panels = {row.pk: row for row in Panel.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    for key, face in wanted:
        panel = panels.get(key)
        if panel is None or not panel.active or not 1 <= face <= panel.faces:
            raise Refusal(_("Seçilen bir pano ya da yüz artık yok. Sayfayı yenileyin."), status=409)
    known = selectors.taken(panels.values(), first_day, last_day)
    if doubles := [known[one] for one in wanted if one in known]:
        said = "; ".join(f"{one} ({one.days_words})" for one in doubles[:5])
        raise Refusal(_("O günlerde dolu: %(what)s.") % {"what": said}, status=409)
    made = []
    try:
        with transaction.atomic():
            for key, face in wanted:
                booking = Booking.objects.create(
                    panel=panels[key], face=face, campaign=campaign, first_day=first_day, last_day=last_day,
                    created_by=user,
                )  # fmt: skip
                BookedDay.objects.bulk_create(
                    BookedDay(booking=booking, panel=panels[key], face=face, day=first_day + ONE * number)
                    for number in range((last_day - first_day).days + 1)
                )
                _note(booking, State.BOOKED, timezone.localdate(), user, booking.days_words)
                made.append(booking)
    except IntegrityError as double:
        raise Refusal(_("O yüzlerden biri şu anda ayrıldı. Sayfayı yenileyin."), status=409) from double
    return made


def _no_feast_in_mourning(campaign: Campaign, first_day: dt.date, last_day: dt.date) -> None:
    if not campaign.is_festive:
        return
    for span in selectors.all_spans():
        if span.kind == PeriodKind.MOURNING and span.meets(first_day, last_day):
            raise Refusal(
                _("%(name)s: %(begin)s – %(end)s günlerinde kutlama asılmaz.")
                % {"name": span.name, "begin": format_date(span.begin), "end": format_date(span.end)},
                status=409,
            )


@transaction.atomic
def cancel_booking(*, booking: Booking, reason: str, user: User) -> None:
    """It is not hung after all, for a reason; the face is free again. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_book(user):
        raise PermissionDenied
    row = _locked(booking, State.BOOKED)
    if not reason.strip():
        raise Refusal(_("Neden vazgeçildiğini yazın."), status=400)
    row.state = State.CANCELLED
    row.save(update_fields=["state"])
    row.days.all().delete()
    _note(row, State.CANCELLED, timezone.localdate(), user, reason)


@transaction.atomic
def release_from_brake(*, booking: Booking, reason: str, note: str, user: User) -> None:
    """Lets it hang in an election's brake, for a reason of the list (Law no. 298 art. 64 stops works and services).

    Raises ``PermissionDenied`` and ``Refusal``, also for whoever booked it: nobody releases their own booking.
    """
    if not may_release(user):
        raise PermissionDenied
    row = _locked(booking, State.BOOKED, State.HUNG)
    if row.created_by_id == user.pk:
        raise Refusal(_("Kendi ayırdığınız yüz için seçim yasağını siz kaldıramazsınız."), status=403)
    if reason not in Release.values or not note.strip():
        raise Refusal(_("Gerekçeyi seçin ve açıklamasını yazın."), status=400)
    if not any(span.stops for span in selectors.spans_of(row, selectors.all_spans())):
        raise Refusal(_("Bu günlerde seçim yasağı yok."), status=400)
    row.release, row.release_note = reason, _line(note, 240)
    row.save(update_fields=["release", "release_note"])
    said = f"{row.get_release_display()}: {row.release_note}"
    _note(row, State(row.state), timezone.localdate(), user, said)


# --- Hanging ----------------------------------------------------------------------------------------------------------


def hang(
    *, booking: Booking, photo: File | None, on: dt.date | None = None, text: str = "", user: User
) -> HangingPhoto:
    """It hangs, and the photo proves it; what hung there beyond its days is taken down by that.

    Raises ``PermissionDenied`` and ``Refusal``. The picture is drawn before anybody waits for a row.
    """
    if not may_hang(user):
        raise PermissionDenied
    if not photo:
        raise Refusal(_("Asılan panonun fotoğrafını çekin."), status=400)
    picture = reduced(photo.open("rb"), photo.size)  # type: ignore[arg-type]
    return _hang(booking, picture, on or timezone.localdate(), text, user)


@transaction.atomic
def _hang(booking: Booking, picture: bytes, on: dt.date, text: str, user: User) -> HangingPhoto:
    Panel.objects.select_for_update().get(pk=booking.panel_id)
    row = _locked(booking, State.BOOKED)
    today = timezone.localdate()
    if on > today or on < row.first_day - ONE:
        raise Refusal(
            _("Asıldığı gün bugünden sonra, ilk günün (%(day)s) bir gün öncesinden önce olamaz.")
            % {"day": format_date(row.first_day)},
            status=400,
        )
    if selectors.is_stopped(row, on, selectors.all_spans()):
        raise Refusal(_("Seçim yasağı ya da yas nedeniyle bugün asılamaz."), status=409)
    before = Booking.objects.select_related("campaign", "panel").filter(
        panel=row.panel_id, face=row.face, state=State.HUNG
    ).first()  # fmt: skip
    if before is not None:
        if before.last_day >= row.first_day or before.last_day > on:
            raise Refusal(_("Bu yüzde hâlâ “%(what)s” asılı.") % {"what": before.campaign}, status=409)
        _down(before, on, user, _("yerine asıldı: %(what)s") % {"what": row.campaign})
    row.state, row.hung_on = State.HUNG, on
    row.save(update_fields=["state", "hung_on"])
    _note(row, State.HUNG, on, user, text)
    return _keep(row, ProofKind.HUNG, picture, user)


def record_down(
    *, booking: Booking, photo: File | None = None, on: dt.date | None = None, text: str = "", user: User
) -> None:
    """It was taken down; the days that are left of the booking are free again."""
    if not may_hang(user):
        raise PermissionDenied
    picture = reduced(photo.open("rb"), photo.size) if photo else None  # type: ignore[arg-type]
    with transaction.atomic():
        row = _locked(booking, State.HUNG)
        day = on or timezone.localdate()
        if day > timezone.localdate() or (row.hung_on and day < row.hung_on):
            raise Refusal(_("İndirildiği gün asıldığı günden önce ya da bugünden sonra olamaz."), status=400)
        _down(row, day, user, text)
        if picture:
            _keep(row, ProofKind.DOWN, picture, user)


def _down(row: Booking, day: dt.date, user: User, text: str) -> None:
    row.state, row.down_on = State.DOWN, day
    row.save(update_fields=["state", "down_on"])
    row.days.filter(day__gt=day).delete()
    _note(row, State.DOWN, day, user, text)


def _keep(row: Booking, kind: ProofKind, picture: bytes, user: User) -> HangingPhoto:
    proof = HangingPhoto(booking=row, kind=kind, noted_by=user)
    proof.file.save("pano.jpg", ContentFile(picture), save=False)
    proof.save()
    return proof
