"""What happened to an account, in the office's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "applied": _("Başvurdu"),
    "completed": _("Başvurusunu tamamladı"),
    "asked": _("Bilgi istendi"),
    "approved": _("Hesap açıldı"),
    "refused": _("Başvuru reddedildi"),
    "phone": _("Telefonunu değiştirdi"),
    "moved": _("E-posta adresini değiştirdi"),
    "password": _("Parolasını değiştirdi"),
    "passkey": _("Geçiş anahtarı ekledi"),
    "passkey_dropped": _("Geçiş anahtarını kaldırdı"),
    "portrait": _("Fotoğrafını ekledi"),
    "portrait_dropped": _("Fotoğrafını sildi"),
    "correction_asked": _("Düzeltme istedi"),
    "corrected": _("Düzeltme kabul edildi"),
    "correction_refused": _("Düzeltme kabul edilmedi"),
    "papers_erased": _("Belgeleri süresi dolunca silindi"),
    "warned": _("Kullanılmayan hesap için uyarıldı"),
    "closed": _("Hesap silindi"),
    "closed_by_office": _("Hesabı büro kapattı"),
}
# What an officer does; each has a line in Wagtail's log too.
BY_OFFICE = ("asked", "approved", "refused", "corrected", "correction_refused", "closed_by_office")
