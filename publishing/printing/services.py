"""What is done in a print job: planned with its reasons and recipients, ordered, delivered, counted; and what the law
gets of it, with proof. Copies that come and go are lines of the stock's ledger (``stock``), written in the same
transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.core.turkish import format_date
from cms.users.models import User
from media_library.handed.proofs import reduced
from publishing.printing import deposits, stock
from publishing.printing.models import JobEvent, Offer, Place, PrintJob, Proof, Recipient, Share, Title
from publishing.printing.permissions import may_work_jobs
from publishing.printing.words import MovementKind, PrintKind, ProofKind, Stage, What
from publishing.publications.models import Issue
from publishing.publications.selectors import printable
from publishing.publications.words import Kind

PLAN = (
    "necessity", "paper_reason", "quantity", "surplus_reason", "paper", "size", "finish", "wanted_on",
    "prosecutor_needed", "deposit_copies",
)  # fmt: skip
PRINT_KINDS = {
    Kind.MAGAZINE: PrintKind.MAGAZINE, Kind.NEWSPAPER: PrintKind.BULLETIN, Kind.BOOK: PrintKind.BOOK,
    Kind.BROCHURE: PrintKind.BROCHURE, Kind.POSTER: PrintKind.POSTER, Kind.INVITATION: PrintKind.INVITATION,
    Kind.BILLBOARD: PrintKind.OUTDOOR, Kind.CITYLIGHT: PrintKind.OUTDOOR, Kind.MEGALIGHT: PrintKind.OUTDOOR,
    Kind.LED: PrintKind.OUTDOOR, Kind.DISC: PrintKind.DISC, Kind.FILM: PrintKind.DISC,
}  # fmt: skip
MOST_SHARES = 2000
LARGEST_PAPER = 20 * 1024 * 1024


def _locked(job: PrintJob, user: User, *stages: Stage) -> PrintJob:
    """The job, held. Raises ``PermissionDenied``, and ``Refusal`` when it stands in none of ``stages``."""
    if not may_work_jobs(user):
        raise PermissionDenied
    row = PrintJob.objects.select_for_update(of=("self",)).select_related("title").get(pk=job.pk)
    if stages and row.stage not in stages:
        raise Refusal(
            _("İş bu arada ilerledi: “%(stage)s”. Sayfayı yenileyip bakın.") % {"stage": row.get_stage_display()},
            status=409,
        )
    return row


def _past(day: dt.date, *, since: dt.date | None, what: str) -> None:
    """Refuses a day that is still to come, or before ``since``."""
    if day > timezone.localdate():
        raise Refusal(_("%(what)s ileri bir gün olamaz.") % {"what": what}, status=400)
    if since is not None and day < since:
        raise Refusal(
            _("%(what)s %(day)s gününden önce olamaz.") % {"what": what, "day": format_date(since)}, status=400
        )


def _line(text: str, most: int) -> str:
    return " ".join(clean(text, lines=False).split())[:most]


def _note(job: PrintJob, what: What, user: User, *, on: dt.date | None = None, text: str = "") -> None:
    """A line of the history, and one of Wagtail's log."""
    JobEvent.objects.create(
        job=job, what=what, on=on or timezone.localdate(), text=clean(text).strip()[:600], noted_by=user
    )
    log(instance=job, action=f"printing.{what.value}", user=user)


# --- Planning ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def title_by_hand(*, name: str, kind: str, user: User) -> Title:
    """A title of printed matter from elsewhere, or of what was printed before this house knew it."""
    if not (may_work_jobs(user) or stock.may_move_stock(user)):
        raise PermissionDenied
    if kind not in PrintKind.values:
        raise Refusal(_("Türünü seçin."), status=400)
    row = Title(name=_line(name, 180), kind=kind)
    row.full_clean()
    row.save()
    log(instance=row, action="wagtail.create", user=user)
    return row


@transaction.atomic
def title_of_issue(*, issue: Issue, user: User) -> Title:
    """The title of an issue whose files both offices signed; one for each. Raises ``PermissionDenied``, ``Refusal``."""
    if not may_work_jobs(user):
        raise PermissionDenied
    row = printable().select_for_update(of=("self",)).filter(pk=issue.pk).first()
    if row is None:
        raise Refusal(_("Müdür ve Başkan imzası olmayan sayı basılmaz."), status=409)
    known = Title.objects.filter(issue=row).first()
    if known is not None:
        return known
    name = _line(title_name_of(row), 160)
    title = Title.objects.filter(name=name, issue=None).first()  # what was entered by hand before it was signed
    if title is None:
        if Title.objects.filter(name=name).exists():
            name = f"{name} ({row.date:%d.%m.%Y})"
        title = Title(name=name)
    title.issue, title.kind = row, print_kind_of(row)
    title.full_clean()
    title.save()
    log(instance=title, action="wagtail.create", user=user)
    return title


def print_kind_of(issue: Issue) -> PrintKind:
    """What an issue is to the law; a news sheet is taken for a bulletin, which owes more copies."""
    return PRINT_KINDS.get(Kind(issue.kind), PrintKind.OTHER)


def title_name_of(issue: Issue) -> str:
    """How the stock calls an issue: the series with its number, or the title of something of its own."""
    if issue.series_id and issue.number:
        return f"{issue.series} {issue.number}"
    return str(issue.title)


@transaction.atomic
def open_job(*, title: Title, values: Mapping[str, Any], user: User) -> PrintJob:
    """Opens a printing of ``title``; each active recipient with a usual number of copies stands in its list.

    Raises ``PermissionDenied``, ``ValidationError`` for a plan without reasons.
    """
    if not may_work_jobs(user):
        raise PermissionDenied
    job = PrintJob(title=title, created_by=user, **{name: values[name] for name in PLAN if name in values})
    job.full_clean()
    job.save()
    if title.kind not in (PrintKind.OUTDOOR, PrintKind.INVITATION):
        usual = Recipient.objects.filter(active=True, usual__gt=0)
        Share.objects.bulk_create(Share(job=job, recipient=one, copies=one.usual) for one in usual)
    _note(job, What.OPENED, user)
    return job


@transaction.atomic
def plan(*, job: PrintJob, values: Mapping[str, Any], user: User) -> PrintJob:
    """Writes the plan anew, until it is ordered. Raises ``PermissionDenied``, ``Refusal``, ``ValidationError``."""
    row = _locked(job, user, Stage.PLANNED)
    for name in PLAN:
        if name in values:
            setattr(row, name, values[name])
    row.full_clean()
    row.save(update_fields=list(PLAN))
    _note(row, What.PLANNED, user, text=_("%(count)d adet") % {"count": row.quantity})
    return row


@transaction.atomic
def share(*, job: PrintJob, copies: Mapping[int, int], user: User) -> None:
    """Writes the list of recipients anew: ``{recipient: copies}``, without those who get none.

    Raises ``PermissionDenied`` and ``Refusal``.
    """
    row = _locked(job, user, Stage.PLANNED, Stage.ORDERED, Stage.PRINTED, Stage.DELIVERED)
    wanted = {pk: number for pk, number in copies.items() if number > 0}
    if len(wanted) > MOST_SHARES or any(number > row.quantity for number in wanted.values()):
        raise Refusal(_("Bir alıcıya basılandan çok yazılamaz."), status=400)
    known = set(Recipient.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if known != set(wanted):
        raise Refusal(_("Listedeki bir dağıtım yeri silinmiş. Sayfayı yenileyin."), status=409)
    row.shares.all().delete()
    Share.objects.bulk_create(Share(job=row, recipient_id=pk, copies=number) for pk, number in wanted.items())
    said = _("%(places)d yer, %(copies)d adet") % {"places": len(wanted), "copies": sum(wanted.values())}
    _note(row, What.SHARED, user, text=said)


@transaction.atomic
def add_offer(
    *, job: PrintJob, printer: str, price: Decimal, on: dt.date | None = None, note: str = "", user: User
) -> Offer:
    """Notes what a printing house asks. Raises ``PermissionDenied``, ``Refusal``, ``ValidationError``."""
    row = _locked(job, user, Stage.PLANNED)
    day = on or timezone.localdate()
    _past(day, since=None, what=_("Teklif günü"))
    offer = Offer(
        job=row, printer=_line(printer, 160), price=price, offered_on=day, note=_line(note, 200), noted_by=user
    )
    offer.full_clean()
    offer.save()
    _note(row, What.OFFERED, user, on=day, text=str(offer))
    return offer


def planned_copies(job: PrintJob) -> int:
    """How many copies have somebody who gets them: the list, and what the law gets."""
    return sum(job.shares.values_list("copies", flat=True)) + job.deposit_copies


def missing_for_order(job: PrintJob) -> list[str]:
    """Why it cannot be ordered yet, in sentences (Presidential Circular on thrift no. 2024/7)."""
    found = []
    if job.title.issue_id and not printable().filter(pk=job.title.issue_id).exists():
        found.append(_("Sayının imzaları geri alınmış ya da değişmiş: imzasız sayı basılmaz."))
    if not job.necessity.strip():
        found.append(_("Neden basılması gerektiğini yazın."))
    if not job.paper_reason.strip():
        found.append(_("Neden yalnız dijital yayımlamanın yetmediğini yazın."))
    planned = planned_copies(job)
    if not job.shares.exists():
        found.append(_("Alıcı listesi boş: kime kaç adet verileceğini yazın."))
    elif job.quantity < planned:
        found.append(
            _("Liste ve derleme nüshaları %(planned)d adet; basılacak %(quantity)d yetmez.")
            % {"planned": planned, "quantity": job.quantity}
        )
    elif job.quantity > planned + planned // 10 and not job.surplus_reason.strip():
        found.append(
            _("Liste ve derleme nüshaları %(planned)d adet; %(more)d fazlasının nedenini yazın.")
            % {"planned": planned, "more": job.quantity - planned}
        )
    if not job.offers.exists():
        found.append(_("En az bir teklif yazın."))
    return found


# --- From the order to the delivery -----------------------------------------------------------------------------------


@transaction.atomic
def order(*, job: PrintJob, offer: Offer, reference: str, on: dt.date | None = None, user: User) -> None:
    """Orders it by ``offer``; ``reference``: number of the approval or of the direct procurement.

    Raises ``PermissionDenied`` and ``Refusal``, also for what stands in its way (:func:`missing_for_order`).
    """
    row = _locked(job, user, Stage.PLANNED)
    if offer.job_id != row.pk:
        raise Refusal(_("Bu işin bir teklifini seçin."), status=400)
    if found := missing_for_order(row):
        raise Refusal(" ".join(found), status=409)
    reference = _line(reference, 80)
    if not reference:
        raise Refusal(_("Onayın ya da doğrudan teminin numarasını yazın."), status=400)
    day = on or timezone.localdate()
    _past(day, since=offer.offered_on, what=_("Sipariş günü"))
    row.stage, row.printer, row.price = Stage.ORDERED, offer.printer, offer.price
    row.order_reference, row.ordered_on = reference, day
    row.save(update_fields=["stage", "printer", "price", "order_reference", "ordered_on"])
    _note(row, What.ORDERED, user, on=day, text=f"{offer} ({reference})")


@transaction.atomic
def record_print(*, job: PrintJob, on: dt.date, user: User) -> None:
    """It was printed on ``on``: the law's fifteen days run. Writing it again corrects it, until the copies are
    given."""
    row = _locked(job, user, Stage.ORDERED, Stage.PRINTED, Stage.DELIVERED)
    if row.deposited_on:
        raise Refusal(_("Derleme nüshaları verilmiş; basıldığı gün artık değişmez."), status=409)
    _past(on, since=row.ordered_on, what=_("Basıldığı gün"))
    if row.delivered_on and on > row.delivered_on:
        raise Refusal(_("Basıldığı gün teslim gününden sonra olamaz."), status=400)
    row.printed_on = on
    if row.stage == Stage.ORDERED:
        row.stage = Stage.PRINTED
    row.save(update_fields=["printed_on", "stage"])
    said = ""
    if row.deposit_copies:
        said = _("derleme için son gün %(day)s") % {"day": format_date(deposits.deposit_ends(on))}
    _note(row, What.PRINTED, user, on=on, text=said)


@transaction.atomic
def record_delivery(
    *, job: PrintJob, place: Place, counted: int, faulty: int = 0, on: dt.date | None = None, text: str = "", user: User
) -> None:
    """It came and was counted; what is not faulty lies at ``place`` from now on."""
    row = _locked(job, user, Stage.ORDERED, Stage.PRINTED)
    if row.printed_on is None:
        raise Refusal(_("Önce basıldığı günü yazın: derleme süresi o günden işler."), status=409)
    day = on or timezone.localdate()
    _past(day, since=row.printed_on, what=_("Teslim günü"))
    if counted < 1 or not 0 <= faulty < counted:
        raise Refusal(_("Sayılan adet en az 1, hatalı adet ondan az olmalı."), status=400)
    title = stock.locked(row.title, user)
    stock.write(
        title=title, place=place, kind=MovementKind.ARRIVED, quantity=counted - faulty, on=day, user=user,
        note=row.order_reference, job=row,
    )  # fmt: skip
    row.stage, row.delivered_on, row.counted, row.faulty = Stage.DELIVERED, day, counted, faulty
    row.save(update_fields=["stage", "delivered_on", "counted", "faulty"])
    said = _("%(counted)d sayıldı, %(faulty)d hatalı") % {"counted": counted, "faulty": faulty}
    if counted != row.quantity:
        said += _("; sipariş %(quantity)d") % {"quantity": row.quantity}
    _note(row, What.DELIVERED, user, on=day, text=f"{said}. {text}".strip() if text else said)


# --- What the law gets ------------------------------------------------------------------------------------------------


@transaction.atomic
def record_prosecutor(*, job: PrintJob, on: dt.date, reference: str, user: User) -> None:
    """The printer gave two signed copies to the prosecutor; they are not of our stock. Writing it again corrects it."""
    row = _locked(job, user, Stage.PRINTED, Stage.DELIVERED, Stage.CLOSED)
    if not row.prosecutor_needed:
        raise Refusal(_("Bu iş için savcılığa nüsha verilmiyor."), status=400)
    _past(on, since=row.printed_on, what=_("Savcılığa verildiği gün"))
    reference = _line(reference, 80)
    if not reference:
        raise Refusal(_("Matbaanın aldığı alındı belgesinin numarasını yazın."), status=400)
    row.prosecutor_on, row.prosecutor_reference = on, reference
    row.save(update_fields=["prosecutor_on", "prosecutor_reference"])
    _note(row, What.PROSECUTOR, user, on=on, text=reference)


@transaction.atomic
def record_deposit(*, job: PrintJob, place: Place, on: dt.date, reference: str, user: User) -> None:
    """The collecting office got its copies, from ``place``. Raises ``PermissionDenied`` and ``Refusal``."""
    row = _locked(job, user, Stage.PRINTED, Stage.DELIVERED)
    if row.delivered_on is None:
        raise Refusal(_("Önce teslim alındığını yazın: derleme nüshaları stoktan çıkar."), status=409)
    if not row.deposit_copies or row.deposited_on:
        raise Refusal(_("Bu işin derleme nüshası yok ya da verilmiş."), status=409)
    _past(on, since=row.printed_on, what=_("Derlemeye verildiği gün"))
    reference = _line(reference, 80)
    if not reference:
        raise Refusal(_("Derleme biriminin alındı numarasını yazın."), status=400)
    _deposit(row, place, row.deposit_copies, on, user, reference)
    row.deposited_on, row.deposit_reference = on, reference
    row.save(update_fields=["deposited_on", "deposit_reference"])
    late = on > deposits.deposit_ends(row.printed_on) if row.printed_on else False
    said = _("%(copies)d nüsha, %(reference)s") % {"copies": row.deposit_copies, "reference": reference}
    _note(
        row, What.DEPOSITED, user, on=on, text=_("%(said)s (süre geçtikten sonra)") % {"said": said} if late else said
    )


@transaction.atomic
def record_faulty(*, job: PrintJob, on: dt.date, copies: int, user: User) -> None:
    """The collecting office told us on ``on`` that ``copies`` of what it got are faulty: fifteen days run."""
    row = _locked(job, user, Stage.DELIVERED)
    if row.deposited_on is None:
        raise Refusal(_("Derleme nüshaları henüz verilmedi."), status=409)
    if row.faulty_told_on and row.replaced_on is None:
        raise Refusal(_("Önceki kusurlu nüsha henüz yenilenmedi."), status=409)
    _past(on, since=row.deposited_on, what=_("Kusurun bildirildiği gün"))
    if not 1 <= copies <= row.deposit_copies:
        raise Refusal(_("Kaç nüshanın kusurlu olduğunu yazın."), status=400)
    row.faulty_told_on, row.faulty_copies, row.replaced_on = on, copies, None
    row.save(update_fields=["faulty_told_on", "faulty_copies", "replaced_on"])
    _note(row, What.FAULTY, user, on=on, text=_("%(copies)d nüsha") % {"copies": copies})


@transaction.atomic
def record_replacement(*, job: PrintJob, place: Place, on: dt.date, reference: str, user: User) -> None:
    """The faulty copies were replaced from ``place``."""
    row = _locked(job, user, Stage.DELIVERED)
    if row.faulty_told_on is None or row.replaced_on:
        raise Refusal(_("Yenilenecek kusurlu nüsha yok."), status=409)
    _past(on, since=row.faulty_told_on, what=_("Yenilendiği gün"))
    _deposit(row, place, row.faulty_copies, on, user, _line(reference, 80))
    row.replaced_on = on
    row.save(update_fields=["replaced_on"])
    _note(row, What.REPLACED, user, on=on, text=_line(reference, 80))


def _deposit(job: PrintJob, place: Place, copies: int, on: dt.date, user: User, note: str) -> None:
    title = stock.locked(job.title, user)
    stock.write(
        title=title, place=place, kind=MovementKind.DEPOSITED, quantity=-copies, on=on, user=user, note=note, job=job
    )


def add_proof(*, job: PrintJob, kind: str, file: UploadedFile, user: User) -> Proof:
    """Keeps a receipt or minutes: a PDF as it is, a photo drawn anew. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_work_jobs(user):
        raise PermissionDenied
    if kind not in ProofKind.values:
        raise Refusal(_("Belgenin ne olduğunu seçin."), status=400)
    if (file.size or 0) > LARGEST_PAPER:
        raise Refusal(_("Belge çok büyük: en çok %(most)d MB olabilir.") % {"most": LARGEST_PAPER >> 20}, status=400)
    file.seek(0)
    if file.read(1024).lstrip(b"\xef\xbb\xbf\0\t\r\n ").startswith(b"%PDF-"):
        file.seek(0)
        data, suffix = file.read(), ".pdf"
    else:
        file.seek(0)
        data, suffix = reduced(file, file.size or 0), ".jpg"  # type: ignore[arg-type]
    stem = PurePath(_line(str(file.name), 140)).stem or _("belge")
    return _prove(job, kind, data, f"{stem[:140]}{suffix}", user)


@transaction.atomic
def _prove(job: PrintJob, kind: str, data: bytes, name: str, user: User) -> Proof:
    row = _locked(job, user)
    proof = Proof(job=row, kind=kind, name=name, noted_by=user)
    proof.file.save(name, ContentFile(data), save=False)
    proof.save()
    _note(row, What.PROVED, user, text=str(proof))
    return proof


# --- The end ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def note_in_job(*, job: PrintJob, text: str, user: User) -> None:
    """A line of the history in the officer's own words."""
    row = _locked(job, user)
    if not text.strip():
        raise Refusal(_("Notu yazın."), status=400)
    _note(row, What.NOTE, user, text=text)


@transaction.atomic
def close_job(*, job: PrintJob, user: User) -> None:
    """Nothing is owed any more. Raises ``PermissionDenied`` and ``Refusal``."""
    row = _locked(job, user, Stage.DELIVERED)
    if owed := row.dues():
        raise Refusal(
            _("Önce yapılacaklar var: %(what)s.") % {"what": ", ".join(str(due.kind.label) for due in owed)}, status=409
        )
    row.stage = Stage.CLOSED
    row.save(update_fields=["stage"])
    _note(row, What.CLOSED, user)


@transaction.atomic
def cancel_job(*, job: PrintJob, reason: str, user: User) -> None:
    """It is not printed after all, for a reason; what was printed is not undone by that."""
    row = _locked(job, user, Stage.PLANNED, Stage.ORDERED)
    if not reason.strip():
        raise Refusal(_("Neden vazgeçildiğini yazın."), status=400)
    row.stage = Stage.CANCELLED
    row.save(update_fields=["stage"])
    _note(row, What.CANCELLED, user, text=reason)
