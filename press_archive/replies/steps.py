"""What can be noted in a case, and what comes next: one list for the page, its forms and its addresses."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.turkish import format_date
from cms.office.steps import Course, Step
from cms.users.models import User
from press_archive.replies import forms, selectors, services
from press_archive.replies.models import Case
from press_archive.replies.words import OVER, DueKind, How, Outcome, Stage


def _send_mail(case: Case, said: dict[str, Any], user: User) -> object:
    return services.send(case=case, how=How.EMAIL, address=said["address"], user=user)


def _is_ready(case: Case) -> bool:
    return case.stage in (Stage.WRITING, Stage.SENT) and selectors.sendable(case) is not None


def _may_file(case: Case) -> bool:
    if case.clock is None or case.stage not in (Stage.WRITING, Stage.SENT, Stage.RECEIVED, Stage.COURT):
        return False
    if case.stage == Stage.COURT:
        return case.objected_on is None
    over = bool(case.faulty_on or (case.publish_due and case.publish_due < timezone.localdate()))
    return over or (case.clock.direct_court and selectors.sendable(case) is not None)


STEPS: tuple[Step[Case], ...] = (
    Step(
        "e-posta", gettext_lazy("E-postayla gönder"), gettext_lazy("İmzalı yazıyı gönder"),
        gettext_lazy("Yazı gönderim sırasına alındı."), forms.MailForm, _send_mail,
        lambda case: _is_ready(case) and bool(selectors.addresses_of(case)),
    ),
    Step(
        "gonderim", gettext_lazy("Noter, KEP ya da posta ile gönderildi"), gettext_lazy("Gönderildiğini yaz"),
        gettext_lazy("Gönderim yazıldı."), forms.SendForm,
        lambda case, said, user: services.send(case=case, user=user, **said), _is_ready,
    ),
    Step(
        "teblig", gettext_lazy("Tebliğ edildi"), gettext_lazy("Tebliğ gününü yaz"),
        gettext_lazy("Tebliğ günü yazıldı; süreler hesaplandı."), forms.ReceiptForm,
        lambda case, said, user: services.record_receipt(case=case, user=user, **said),
        lambda case: case.has_clock and case.stage in (Stage.SENT, Stage.RECEIVED) and case.faulty_on is None,
    ),
    Step(
        "yayim", gettext_lazy("Yayımlandı"), gettext_lazy("Yayımlandığını yaz"),
        gettext_lazy("Yayım yazıldı."), forms.PublicationForm,
        lambda case, said, user: services.record_publication(
            case=case, user=user, **{"as_law_asks": True, **said}
        ),
        lambda case: case.stage in (Stage.SENT, Stage.RECEIVED, Stage.COURT, Stage.DECIDED),
    ),
    Step(
        "mahkeme", gettext_lazy("Sulh ceza hâkimliğine başvuruldu"), gettext_lazy("Başvuruyu yaz"),
        gettext_lazy("Başvuru yazıldı."), forms.FilingForm,
        lambda case, said, user: services.record_filing(case=case, user=user, **said), _may_file,
    ),
    Step(
        "karar", gettext_lazy("Karar çıktı"), gettext_lazy("Kararı yaz"), gettext_lazy("Karar yazıldı."),
        forms.DecisionForm, lambda case, said, user: services.record_decision(case=case, user=user, **said),
        lambda case: case.stage in (Stage.COURT, Stage.DECIDED),
    ),
    Step(
        "itiraz", gettext_lazy("Karara itiraz edildi"), gettext_lazy("İtirazı yaz"),
        gettext_lazy("İtiraz yazıldı."), forms.ObjectionForm,
        lambda case, said, user: services.record_objection(case=case, user=user, **said),
        lambda case: case.stage == Stage.DECIDED and case.outcome == Outcome.REJECTED and case.objected_on is None,
    ),
    Step(
        "not", gettext_lazy("Not ekle"), gettext_lazy("Notu ekle"), gettext_lazy("Not eklendi."), forms.NoteForm,
        lambda case, said, user: services.add_note(case=case, user=user, **said), lambda case: True,
    ),
    Step(
        "kapat", gettext_lazy("Dosyayı kapat"), gettext_lazy("Kapat"), gettext_lazy("Dosya kapatıldı."),
        forms.ReasonForm, lambda case, said, user: services.close(case=case, user=user, **said),
        lambda case: case.stage not in OVER and not case.text.workflow_in_progress,
    ),
)  # fmt: skip
# What is offered first while this is due; otherwise the order above.
FIRST = {
    DueKind.ISSUE: "teblig",
    DueKind.PUBLISH: "yayim",
    DueKind.COURT: "mahkeme",
    DueKind.DECISION: "karar",
    DueKind.OBJECTION: "itiraz",
}


def _first(case: Case) -> str | None:
    due = case.due()
    first = FIRST.get(due.kind) if due is not None else None
    if case.stage == Stage.DECIDED and due is not None and due.kind == DueKind.ISSUE:
        first = "karar"
    return first


COURSE = Course(STEPS, row="case", address="replies:act", aside=("not", "kapat"), first=_first)


def next_words(case: Case) -> str:
    """What somebody has to do now, in a sentence or two."""
    day = format_date
    if case.stage == Stage.WRITING:
        if case.text.workflow_in_progress:
            return _("Yazı imzada. İki imza tamamlanınca gönderilir; beklenen makam onay masasında okur.")
        if selectors.sendable(case) is None:
            return _("Metni yazın ve onaya gönderin: kurumdan çıkan her söz gibi Müdür ve Başkan imzalar.")
        return _("Yazı imzalı. Gönderin ve nasıl gönderdiğinizi yazın.")
    if case.stage == Stage.SENT:
        if not case.has_clock:
            return _("Yazı gönderildi. Haber düzeltilirse yazın, yoksa dosyayı gerekçesiyle kapatın.")
        return _("Tebliğ gününü öğrenip yazın: kuruluşun süresi o gün başlar.")
    if case.stage == Stage.RECEIVED:
        if case.faulty_on and case.court_due:
            return _("Cevap yasaya aykırı yayımlandı. Mahkemeye en geç %(day)s günü başvurulur.") % {
                "day": day(case.court_due)
            }
        if case.publish_due is None:
            return _("Üç günden sonraki ilk sayının gününü yazın: süreler ondan hesaplanır.")
        if case.publish_due >= timezone.localdate() or case.court_due is None:
            return _("Kuruluş en geç %(day)s günü yayımlamalı. Yayımlanınca kupürüyle yazın.") % {
                "day": day(case.publish_due)
            }
        said = _("Süre %(term)s günü doldu, cevap yayımlanmadı. Sulh ceza hâkimliğine en geç %(day)s günü başvurulur.")
        return said % {"term": day(case.publish_due), "day": day(case.court_due)}
    if case.stage == Stage.COURT:
        if case.objected_on:
            return _("İtiraz inceleniyor; sonucu çıkınca yazın.")
        return _("Hâkim duruşmasız karar verir; karar tebliğ edilince yazın.")
    if case.stage == Stage.DECIDED:
        if case.outcome == Outcome.ACCEPTED:
            if case.publish_due and case.publish_due < timezone.localdate():
                return _(
                    "Süre %(day)s günü doldu, karara uyulmadı: hukuk birimiyle konuşun. Yayımlanırsa yazın; yapılacak "
                    "bir şey kalmadıysa dosyayı gerekçesiyle kapatın."
                ) % {"day": day(case.publish_due)}
            if case.publish_due:
                return _("Yayımlama süresi yeniden başladı: en geç %(day)s. Yayımlanınca yazın.") % {
                    "day": day(case.publish_due)
                }
            if case.final_on:
                return _(
                    "Karar %(day)s günü kesinleşti. Üç günden sonraki ilk sayının gününü yazın: cevap o sayıda çıkmalı."
                ) % {"day": day(case.final_on)}
            return _("Yayımlanmasına karar verildi. Kesinleştiği günü yazın: kuruluşun süresi o gün başlar.")
        if case.objected_on:
            return _("İtiraz da reddedildi: karar kesin. Dosyayı gerekçesiyle kapatın.")
        if case.objection_due:
            return _("İstem reddedildi. Karara en geç %(day)s günü itiraz edilebilir.") % {
                "day": day(case.objection_due)
            }
        return _("İstem reddedildi. Karara acele itiraz edilebilir; süresini hukuk birimine sorun.")
    return _("Yapılacak bir şey kalmadı.")
