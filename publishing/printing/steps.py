"""What can be noted in a print job, and what comes next: one list for the page, its forms and its addresses."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.turkish import format_date
from cms.office.steps import Course, Step
from publishing.printing import forms, services
from publishing.printing.models import PrintJob
from publishing.printing.words import OVER, DueKind, Stage

STEPS: tuple[Step[PrintJob], ...] = (
    Step(
        "siparis", gettext_lazy("Sipariş ver"), gettext_lazy("Siparişi yaz"), gettext_lazy("Sipariş yazıldı."),
        forms.OrderForm, lambda job, said, user: services.order(job=job, user=user, **said),
        lambda job: job.stage == Stage.PLANNED and not services.missing_for_order(job),
    ),
    Step(
        "teklif", gettext_lazy("Teklif yaz"), gettext_lazy("Teklifi ekle"), gettext_lazy("Teklif yazıldı."),
        forms.OfferForm, lambda job, said, user: services.add_offer(job=job, user=user, **said),
        lambda job: job.stage == Stage.PLANNED,
    ),
    Step(
        "basildi", gettext_lazy("Basıldı"), gettext_lazy("Basıldığı günü yaz"),
        gettext_lazy("Basıldığı gün yazıldı; derleme süresi işliyor."), forms.DayForm,
        lambda job, said, user: services.record_print(job=job, user=user, **said),
        lambda job: job.stage in (Stage.ORDERED, Stage.PRINTED),
    ),
    Step(
        "teslim", gettext_lazy("Teslim alındı, sayıldı"), gettext_lazy("Teslimi yaz"),
        gettext_lazy("Teslim yazıldı; sağlam olanlar stoğa girdi."), forms.DeliveryForm,
        lambda job, said, user: services.record_delivery(job=job, user=user, **said),
        lambda job: job.stage == Stage.PRINTED,
    ),
    Step(
        "savcilik", gettext_lazy("Savcılığa iki imzalı nüsha verildi"), gettext_lazy("Savcılık alındısını yaz"),
        gettext_lazy("Savcılık alındısı yazıldı."), forms.ReceiptForm,
        lambda job, said, user: services.record_prosecutor(job=job, user=user, **said),
        lambda job: job.prosecutor_needed and job.prosecutor_on is None
        and job.stage in (Stage.PRINTED, Stage.DELIVERED),
    ),
    Step(
        "derleme", gettext_lazy("Derleme nüshaları verildi"), gettext_lazy("Derlemeyi yaz"),
        gettext_lazy("Derleme yazıldı; nüshalar stoktan düşüldü."), forms.DepositForm,
        lambda job, said, user: services.record_deposit(job=job, user=user, **said),
        lambda job: job.stage == Stage.DELIVERED and bool(job.deposit_copies) and job.deposited_on is None,
    ),
    Step(
        "kusurlu", gettext_lazy("Derleme nüshası kusurlu bulundu"), gettext_lazy("Bildirimi yaz"),
        gettext_lazy("Bildirim yazıldı; on beş gün içinde yenilenir."), forms.FaultyForm,
        lambda job, said, user: services.record_faulty(job=job, user=user, **said),
        lambda job: job.stage == Stage.DELIVERED and job.deposited_on is not None
        and (job.faulty_told_on is None or job.replaced_on is not None),
    ),
    Step(
        "yenilendi", gettext_lazy("Kusurlu nüsha yenilendi"), gettext_lazy("Yenilendiğini yaz"),
        gettext_lazy("Yenilendiği yazıldı."), forms.DepositForm,
        lambda job, said, user: services.record_replacement(job=job, user=user, **said),
        lambda job: job.stage == Stage.DELIVERED and job.faulty_told_on is not None and job.replaced_on is None,
    ),
    Step(
        "bitti", gettext_lazy("İş bitti"), gettext_lazy("Bitir"), gettext_lazy("İş bitti."), forms.EmptyForm,
        lambda job, said, user: services.close_job(job=job, user=user),
        lambda job: job.stage == Stage.DELIVERED and not job.dues(),
    ),
    Step(
        "belge", gettext_lazy("Belge ekle"), gettext_lazy("Belgeyi ekle"), gettext_lazy("Belge eklendi."),
        forms.ProofForm, lambda job, said, user: services.add_proof(job=job, user=user, **said),
        lambda job: job.stage not in (Stage.PLANNED, Stage.CANCELLED),
    ),
    Step(
        "not", gettext_lazy("Not ekle"), gettext_lazy("Notu ekle"), gettext_lazy("Not eklendi."), forms.NoteForm,
        lambda job, said, user: services.note_in_job(job=job, user=user, **said), lambda job: True,
    ),
    Step(
        "vazgec", gettext_lazy("Basımdan vazgeç"), gettext_lazy("Vazgeç"), gettext_lazy("Basımdan vazgeçildi."),
        forms.ReasonForm, lambda job, said, user: services.cancel_job(job=job, user=user, **said),
        lambda job: job.stage in (Stage.PLANNED, Stage.ORDERED),
    ),
)  # fmt: skip
# What is offered first while this is due.
FIRST = {DueKind.PROSECUTOR: "savcilik", DueKind.DEPOSIT: "derleme", DueKind.REPLACEMENT: "yenilendi"}


def _first(job: PrintJob) -> str | None:
    dues = job.dues() if job.stage == Stage.DELIVERED else []
    return FIRST.get(dues[0].kind) if dues else None


COURSE = Course(STEPS, row="job", address="print_jobs:act", aside=("belge", "not", "vazgec"), first=_first)


def next_words(job: PrintJob) -> str:
    """What somebody has to do now, in a sentence or two."""
    if job.stage == Stage.PLANNED:
        if services.missing_for_order(job):
            return _("Sipariş verilebilmesi için:")
        return _("Plan tamam. Harcama onayını alıp siparişi yazın.")
    if job.stage == Stage.ORDERED:
        return _("Matbaa basınca basıldığı günü yazın: yasanın süreleri o günden işler.")
    if job.stage == Stage.PRINTED:
        return _("Matbaadan gelince sayıp teslim alın; hatalılar stoğa girmez.")
    if job.stage in OVER:
        return _("Yapılacak bir şey kalmadı.")
    dues = job.dues()
    if not dues:
        return _("Yasanın istediği nüshalar verildi. Dağıtım stok sayfasından yapılır.")
    first = dues[0]
    if first.kind == DueKind.PROSECUTOR:
        if job.handed_out_on:
            said = _(
                "Dağıtım %(day)s günü başladı: matbaa iki imzalı nüshayı o gün savcılığa verir. Alındısını isteyin."
            )
            return said % {"day": format_date(job.handed_out_on)}
        return _("Matbaa, dağıtımın başladığı gün iki imzalı nüshayı savcılığa verir. Alındısını isteyip yazın.")
    if first.kind == DueKind.DEPOSIT:
        return _("%(copies)d derleme nüshasını il halk kütüphanesine en geç %(day)s günü verin.") % {
            "copies": job.deposit_copies, "day": format_date(first.on),
        }  # fmt: skip
    return _("Kusurlu %(copies)d nüshanın yenisini en geç %(day)s günü verin.") % {
        "copies": job.faulty_copies, "day": format_date(first.on),
    }  # fmt: skip
