"""What an officer can decide about an account: one list for the page, its forms and its addresses."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.office.steps import Course, Step
from press_archive.journalists import office_forms, services
from press_archive.journalists.models import AccountState, JournalistAccount

WAITS = (AccountState.APPLIED, AccountState.ASKED)
STEPS: tuple[Step[JournalistAccount], ...] = (
    Step(
        "ac", gettext_lazy("Hesabı aç"), gettext_lazy("Hesabı aç"),
        gettext_lazy("Hesap açıldı; kişiye e-postayla bildirilir."), office_forms.ApproveForm,
        lambda account, said, user: services.approve(account=account, user=user, **said),
        lambda account: account.state in WAITS,
    ),
    Step(
        "duzeltme", gettext_lazy("Düzeltme isteğine karar ver"), gettext_lazy("Kararı yaz"),
        gettext_lazy("Karar yazıldı; kişiye e-postayla bildirilir."), office_forms.OptionalReasonForm,
        lambda account, said, user: services.decide_correction(account=account, user=user, **said),
        lambda account: account.state == AccountState.ACTIVE and account.correction_at is not None,
    ),
    Step(
        "bilgi", gettext_lazy("Bilgi iste"), gettext_lazy("Sor"),
        gettext_lazy("Soru gönderildi; başvuru yanıtı bekliyor."), office_forms.QuestionForm,
        lambda account, said, user: services.ask_more(account=account, user=user, **said),
        lambda account: account.state == AccountState.APPLIED,
    ),
    Step(
        "ret", gettext_lazy("Reddet"), gettext_lazy("Reddet"),
        gettext_lazy("Başvuru reddedildi; gerekçesi kişiye e-postayla bildirilir."), office_forms.ReasonForm,
        lambda account, said, user: services.refuse_account(account=account, user=user, **said),
        lambda account: account.state in WAITS,
    ),
    Step(
        "kapat", gettext_lazy("Hesabı kapat"), gettext_lazy("Kapat ve sil"),
        gettext_lazy("Hesap kapatıldı, kişisel veriler silindi."), office_forms.CloseForm,
        lambda account, said, user: services.close_account(account=account, user=user, words=said["words"]),
        lambda account: account.state != AccountState.CLOSED,
    ),
)  # fmt: skip


COURSE = Course(STEPS, row="account", address="press_accounts:act", aside=("kapat",))


def next_words(account: JournalistAccount) -> str:
    """What somebody has to do now, in a sentence."""
    match account.state:
        case AccountState.APPLIED:
            return _("Başvuruyu okuyun; kartına, yazısına ya da haberlerine bakıp karar verin.")
        case AccountState.ASKED:
            return _("Kişiden bilgi istendi; yanıtı bekleniyor.")
        case AccountState.REFUSED:
            return _("Başvuru reddedildi. Kişi yeniden başvurabilir; süresi dolunca kayıt silinir.")
        case AccountState.CLOSED:
            return _("Hesap kapandı; kişisel veri kalmadı.")
        case _:
            if account.correction_at is not None:
                return _("Kişi bilgilerinin düzeltilmesini istiyor; karar verilene dek eski bilgi geçerli.")
            return _("Yapılacak bir şey yok.")
