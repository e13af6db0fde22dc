"""The stock's ledger: copies come, are given, come back, are moved, counted, lost; and a wrong line gets its opposite.

Whoever writes a line holds the title's row, so that two people at once write one after the other; the database asks
again (``migrations/0002_rules.py``). A line is taken back by whoever wrote it on the same day; afterwards by anybody
else who works the stock, never by the writer alone.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.core.turkish import format_date
from cms.users.models import User
from media_library.handed.proofs import reduced
from publishing.printing.models import MOST_COPIES, Movement, Place, PrintJob, Recipient, Share, Title
from publishing.printing.permissions import may_move_stock
from publishing.printing.words import MovementKind, Stage

# What changes the stock without anybody who took the copies: the reason has to be said.
NEEDS_REASON = (MovementKind.LOST, MovementKind.COUNTED, MovementKind.CORRECTED)


def _line(text: str, most: int) -> str:
    return " ".join(clean(text, lines=False).split())[:most]


def locked(title: Title, user: User) -> Title:
    """The title's row, held until the transaction ends. Raises ``PermissionDenied``."""
    if not may_move_stock(user):
        raise PermissionDenied
    return Title.objects.select_for_update().get(pk=title.pk)


def checked_day(on: dt.date | None) -> dt.date:
    """The day of a movement, today unless said. Raises ``Refusal`` for one to come."""
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refusal(_("Hareketin günü ileri bir gün olamaz."), status=400)
    if day < dt.date(1990, 1, 1):
        raise Refusal(_("Hareketin gününü denetleyin."), status=400)
    return day


def balance_of(title: Title, place: Place) -> int:
    """How many copies lie there."""
    last = Movement.objects.filter(title=title, place=place).order_by("-number").first()
    return last.balance if last is not None else 0


def write(
    *, title: Title, place: Place, kind: MovementKind, quantity: int, on: dt.date, user: User, note: str = "",
    proof: bytes | None = None, **values: Any,
) -> Movement:  # fmt: skip
    """Adds a line; ``title`` is held already. Raises ``Refusal`` where fewer copies lie there than are to go."""
    last = Movement.objects.filter(title=title, place=place).order_by("-number").first()
    number, before = (last.number + 1, last.balance) if last is not None else (1, 0)
    if quantity == 0 or abs(quantity) > MOST_COPIES:
        raise Refusal(_("Adet 1 ile %(most)d arasında olmalı.") % {"most": MOST_COPIES}, status=400)
    if before + quantity < 0:
        raise Refusal(
            _("%(place)s: “%(title)s” yayınından %(left)d adet var; %(wanted)d adet çıkamaz.")
            % {"place": place, "title": title, "left": before, "wanted": -quantity},
            status=409,
        )
    row = Movement(
        title=title, place=place, number=number, kind=kind, quantity=quantity, balance=before + quantity, on=on,
        note=_line(note, 300), noted_by=user, **values,
    )  # fmt: skip
    if row.kind in NEEDS_REASON and not row.note:
        raise Refusal(_("Nedenini yazın."), status=400)
    row.full_clean(exclude=["proof", "job", "recipient", "corrects"], validate_unique=False, validate_constraints=False)
    if proof:
        row.proof.save("teslim.jpg", ContentFile(proof), save=False)
    row.save()
    log(instance=title, action=f"printing.{kind.value}", user=user)
    return row


# --- What people do ---------------------------------------------------------------------------------------------------


@transaction.atomic
def arrive(
    *, title: Title, place: Place, copies: int, on: dt.date | None = None, note: str = "", user: User
) -> Movement:
    """Copies come without a print job: what was there before, a gift, a reprint of others."""
    row = locked(title, user)
    _some(copies)
    return write(
        title=row, place=place, kind=MovementKind.ARRIVED, quantity=copies, on=checked_day(on), user=user, note=note
    )


def give(
    *, title: Title, place: Place, recipient: Recipient, copies: int, received_by: str = "", proof: File | None = None,
    on: dt.date | None = None, note: str = "", act: uuid.UUID | None = None, user: User,
) -> Movement:  # fmt: skip
    """Hands ``copies`` to ``recipient``. ``proof``: a photo of it, or the signature as a picture. The picture is drawn
    before anybody waits for the title's row. ``act``: the form's own number, so that one sent twice counts once."""
    if not may_move_stock(user):
        raise PermissionDenied
    picture = reduced(proof.open("rb"), proof.size) if proof else None  # type: ignore[arg-type]
    return _give(
        title=title, place=place, recipient=recipient, copies=copies, received_by=received_by, picture=picture,
        on=on, note=note, act=act or uuid.uuid4(), user=user,
    )  # fmt: skip


@transaction.atomic
def _give(
    *, title: Title, place: Place, recipient: Recipient, copies: int, received_by: str, picture: bytes | None,
    on: dt.date | None, note: str, act: uuid.UUID, user: User,
) -> Movement:  # fmt: skip
    row = locked(title, user)
    if Movement.objects.filter(act=act).exists():
        raise Refusal(_("Bu teslim zaten yazıldı."), status=409)
    _some(copies)
    day = checked_day(on)
    received = _line(received_by, 120)
    if not (received or picture):
        raise Refusal(_("Teslim alanın adını yazın, imzasını alın ya da fotoğraf çekin."), status=400)
    made = write(
        title=row, place=place, kind=MovementKind.GIVEN, quantity=-copies, on=day, user=user, note=note,
        proof=picture, recipient=recipient, recipient_name=recipient.name, received_by=received, job=job_of(row),
        act=act,
    )  # fmt: skip
    PrintJob.objects.filter(title=row, delivered_on__isnull=False, handed_out_on=None).exclude(
        stage=Stage.CANCELLED
    ).update(handed_out_on=day)
    return made


@transaction.atomic
def bring_back(
    *, title: Title, place: Place, recipient: Recipient, copies: int, on: dt.date | None = None, note: str = "",
    user: User,
) -> Movement:  # fmt: skip
    """``recipient`` gives copies back, never more than they got. Raises ``Refusal``."""
    row = locked(title, user)
    _some(copies)
    had = -sum(Movement.objects.filter(title=row, recipient=recipient).values_list("quantity", flat=True))
    if copies > had:
        raise Refusal(
            _("%(name)s bu yayından %(had)d adet almış; daha çoğu geri gelemez.")
            % {"name": recipient.name, "had": max(0, had)},
            status=409,
        )
    return write(
        title=row, place=place, kind=MovementKind.RETURNED, quantity=copies, on=checked_day(on), user=user, note=note,
        recipient=recipient, recipient_name=recipient.name, job=job_of(row),
    )  # fmt: skip


@transaction.atomic
def transfer(
    *, title: Title, place: Place, to: Place, copies: int, on: dt.date | None = None, note: str = "", user: User
) -> tuple[Movement, Movement]:
    """Carries copies from one place to another: two lines of one act."""
    row = locked(title, user)
    _some(copies)
    if place.pk == to.pk:
        raise Refusal(_("Başka bir yer seçin."), status=400)
    day, act = checked_day(on), uuid.uuid4()
    out = write(
        title=row, place=place, kind=MovementKind.MOVED, quantity=-copies, on=day, user=user,
        note=note or str(to), act=act,
    )  # fmt: skip
    into = write(
        title=row, place=to, kind=MovementKind.MOVED, quantity=copies, on=day, user=user,
        note=note or str(place), act=act,
    )  # fmt: skip
    return out, into


@transaction.atomic
def count(*, title: Title, place: Place, counted: int, seen: int, note: str, user: User) -> Movement | None:
    """Somebody counted the copies there; the ledger gets the difference, if there is one. ``seen``: what the ledger
    said when they began: what was moved meanwhile is counted anew."""
    row = locked(title, user)
    now = balance_of(row, place)
    if now != seen:
        raise Refusal(
            _("Siz sayarken stok değişti (şimdi %(now)d). Sayfayı yenileyip yeniden sayın.") % {"now": now}, status=409
        )
    if not 0 <= counted <= MOST_COPIES:
        raise Refusal(_("Sayılan adedi yazın."), status=400)
    if counted == now:
        log(instance=row, action="printing.counted", user=user)
        return None
    return write(
        title=row, place=place, kind=MovementKind.COUNTED, quantity=counted - now, on=timezone.localdate(), user=user,
        note=note,
    )  # fmt: skip


@transaction.atomic
def lose(*, title: Title, place: Place, copies: int, note: str, on: dt.date | None = None, user: User) -> Movement:
    """Copies are lost or damaged, for a reason."""
    row = locked(title, user)
    _some(copies)
    return write(
        title=row, place=place, kind=MovementKind.LOST, quantity=-copies, on=checked_day(on), user=user, note=note
    )


@transaction.atomic
def correct(*, movement: Movement, note: str, user: User) -> list[Movement]:
    """Takes a line back by its opposite, and with it the other lines of its act.

    Raises ``PermissionDenied``; ``Refusal`` for a line that was taken back or takes one back, for what belongs to a
    delivery or a deposit that a job still holds, for the writer alone on a later day, and where the copies are gone.
    """
    title = locked(movement.title, user)
    rows = list(
        Movement.objects.select_related("place", "noted_by", "corrected_by").filter(act=movement.act).order_by("pk")
    )
    if not note.strip():
        raise Refusal(_("Nedenini yazın."), status=400)
    made: list[Movement] = []
    for row in rows:
        if hasattr(row, "corrected_by") or row.corrects_id:
            raise Refusal(_("Bu hareket zaten düzeltilmiş."), status=409)
        if is_of_job(row):
            raise Refusal(_("Teslim alma ve derleme baskı işinde yazılıdır; stoktaki farkı sayımla yazın."), status=409)
        if not may_correct(row, user):
            raise Refusal(
                _("Kendi yazdığınız hareketi yalnız aynı gün geri alabilirsiniz; sonra bir başkası düzeltir."),
                status=403,
            )
        made.append(
            write(
                title=title,
                place=row.place,
                kind=MovementKind.CORRECTED,
                quantity=-row.quantity,
                on=timezone.localdate(),
                user=user,
                note=note,
                corrects=row,
                recipient_id=row.recipient_id,
                recipient_name=row.recipient_name,
                job_id=row.job_id,
                act=made[0].act if made else uuid.uuid4(),
            )
        )
    return made


def is_of_job(movement: Movement) -> bool:
    """Whether the line is a delivery or a deposit, which the print job tells of as well."""
    kept = movement.kind == MovementKind.ARRIVED and movement.job_id is not None
    return kept or movement.kind == MovementKind.DEPOSITED


def may_correct(movement: Movement, user: User) -> bool:
    """Whoever wrote it on the day itself; anybody else who works the stock at any time."""
    if not may_move_stock(user):
        return False
    return movement.noted_by_id != user.pk or timezone.localdate(movement.created_at) == timezone.localdate()


def job_of(title: Title) -> PrintJob | None:
    """The delivered job that copies of ``title`` are given from: the newest."""
    return PrintJob.objects.filter(title=title, delivered_on__isnull=False).order_by("-delivered_on", "-pk").first()


def left_of(job: PrintJob) -> list[tuple[Share, int]]:
    """The lines of the job's list with how many copies each recipient still waits for."""
    given: dict[int, int] = {}
    rows = Movement.objects.filter(job=job, recipient__isnull=False).values_list("recipient_id", "quantity")
    for recipient, quantity in rows:
        given[recipient] = given.get(recipient, 0) - quantity
    return [(share, max(0, share.copies - given.get(share.recipient_id, 0))) for share in job.shares.all()]


def _some(copies: int) -> None:
    if not 1 <= copies <= MOST_COPIES:
        raise Refusal(_("Adet 1 ile %(most)d arasında olmalı.") % {"most": MOST_COPIES}, status=400)


def words(movement: Movement) -> str:
    """A line in words: what, to whom, on which day."""
    said = movement.get_kind_display()
    if movement.recipient_name:
        said = f"{said}: {movement.recipient_name}"
    return f"{said}, {format_date(movement.on)}"
