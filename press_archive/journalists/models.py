"""Members of the press who have an account, and what the office keeps of them.

``JournalistAccount`` with ``AcceptedText`` and ``AccountEvent``; ``AddressProof``: an address that its owner still has
to confirm; ``SignInLink``, ``JournalistSession``, ``Passkey``: how they come in; ``Paper``: a press card or a letter;
``Portrait``: a person's photo; ``Look``: who of the office looked at one; ``Erasure``: what was deleted when its time
was over.

None of them is a ``cms.users.User``: no way leads from here into the admin. Rows are called by their number, so that no
log keeps a name which its owner had deleted.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media_library.models.stored import unguessable_name
from press_archive.contacts.models import Journalist, Outlet

FILES = "journalists"
PROOF_LIVES = dt.timedelta(hours=48)
LINK_LIVES = dt.timedelta(minutes=15)
MOST_TRIES = 5


def file_path(instance: Any, filename: str) -> str:
    """Where a paper or a portrait is stored; no address of ``/media/`` leads to this folder."""
    return f"{FILES}/{unguessable_name(filename)}"


def new_token() -> str:
    """A secret for an address or a cookie: 256 bits."""
    return secrets.token_urlsafe(32)


class AccountState(models.TextChoices):
    """How far an account is."""

    APPLIED = "applied", _("başvurdu")
    ASKED = "asked", _("bilgi istendi")
    ACTIVE = "active", _("açık")
    REFUSED = "refused", _("reddedildi")
    CLOSED = "closed", _("kapandı")


class Work(models.TextChoices):
    """What somebody does for the press."""

    REPORTER = "reporter", _("muhabir")
    PHOTOGRAPHER = "photographer", _("foto muhabiri")
    CAMERA = "camera", _("kameraman")
    EDITOR = "editor", _("editör")
    COLUMNIST = "columnist", _("köşe yazarı")
    LIVE = "live", _("canlı yayın")
    TECHNICIAN = "technician", _("teknik")
    DESK = "desk", _("haber merkezi")


class Proof(models.TextChoices):
    """What shows that somebody works for the press; nobody needs a card."""

    CARD = "card", _("basın kartı")
    LETTER = "letter", _("kuruluşun yazısı")
    WORKS = "works", _("yayımlanmış haberler (kartsız yerel ya da serbest muhabir)")


class CardKind(models.TextChoices):
    """The closed list of Law no. 5187, additional article 1."""

    DUTY = "duty", _("göreve bağlı")
    TEMPORARY = "temporary", _("geçici")
    TERM = "term", _("süreli")
    FREELANCE = "freelance", _("serbest")
    PERMANENT = "permanent", _("sürekli")


class AccountQuerySet(models.QuerySet["JournalistAccount"]):
    """Accounts by the office's questions."""

    def active(self) -> AccountQuerySet:
        """Those that may use what is for the press."""
        return self.filter(state=AccountState.ACTIVE)

    def waiting(self) -> AccountQuerySet:
        """Those of which the office has to decide something: an application, or a correction."""
        return self.filter(Q(state=AccountState.APPLIED) | Q(state=AccountState.ACTIVE, correction_at__isnull=False))

    def standing(self) -> AccountQuerySet:
        """Those whose owner may still come in, if only to see what is kept of them."""
        return self.exclude(state=AccountState.CLOSED)


class JournalistAccount(models.Model):
    """One member of the press, or the desk of an outlet, with a sign-in of their own.

    What stands here was said by the applicant and looked at by the office. ``correction``: what the owner wants changed
    since (name, outlet, card), until the office says yes. Closed: a row without a person, so that numbers stay.
    """

    wagtail_reference_index_ignore = True

    email = models.EmailField(_("e-posta adresi"), max_length=254, unique=True)
    state = models.CharField(
        _("durum"), max_length=10, choices=AccountState.choices, default=AccountState.APPLIED, db_index=True
    )
    name = models.CharField(_("ad soyad"), max_length=160)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    work = models.CharField(_("yaptığı iş"), max_length=20, choices=Work.choices)
    outlet_name = models.CharField(_("yayın kuruluşu (kendi yazdığı)"), max_length=160, blank=True)
    outlet = models.ForeignKey(
        Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    journalist = models.ForeignKey(
        Journalist, verbose_name=_("basın mensubu"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="accounts",
    )  # fmt: skip
    desk_of = models.ForeignKey(
        Outlet, verbose_name=_("haber merkezi"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="desk_accounts",
    )  # fmt: skip
    proof = models.CharField(_("dayanak"), max_length=10, choices=Proof.choices)
    card_kind = models.CharField(_("basın kartının türü"), max_length=12, choices=CardKind.choices, blank=True)
    card_number = models.CharField(_("basın kartının numarası"), max_length=30, blank=True)
    card_expires = models.DateField(_("basın kartının son günü"), null=True, blank=True)
    works = models.TextField(_("yayımlanmış haberler"), blank=True)
    wants_desk = models.BooleanField(_("haber merkezi adına"), default=False)
    correction = models.JSONField(_("İstenen düzeltme"), default=dict, blank=True)
    correction_at = models.DateTimeField(_("düzeltme istendi"), null=True, blank=True)
    password = models.CharField(max_length=128, blank=True)
    applied_at = models.DateTimeField(_("başvuru"), default=timezone.now)
    decided_at = models.DateTimeField(_("karar"), null=True, blank=True)
    closed_at = models.DateTimeField(_("kapanış"), null=True, blank=True)
    seen_at = models.DateTimeField(_("son giriş"), null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("basın mensubu hesabı")
        verbose_name_plural = _("basın mensubu hesapları")
        ordering = ["-applied_at", "-pk"]
        permissions = [
            ("decide_journalistaccount", "Can decide about accounts of journalists"),
            ("see_papers", "Can see press cards, letters and portraits"),
        ]
        constraints = [
            models.CheckConstraint(
                name="account_active_of_somebody",
                condition=~Q(state="active") | Q(journalist__isnull=False) | Q(desk_of__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["journalist"], name="account_once_for_a_journalist", condition=~Q(state="closed")
            ),
        ]

    def __str__(self) -> str:
        return f"{_('basın mensubu hesabı')} {self.pk}"

    @property
    def is_active(self) -> bool:
        """Whether it may use what is for the press."""
        return self.state == AccountState.ACTIVE

    @property
    def outlet_label(self) -> str:
        """The outlet as the office knows it, else as the applicant wrote it."""
        return self.outlet.name if self.outlet else self.outlet_name


class AcceptedText(models.Model):
    """Which version of which text the owner read or agreed to, when, and when that was taken back."""

    wagtail_reference_index_ignore = True

    account = models.ForeignKey(JournalistAccount, on_delete=models.CASCADE, related_name="accepted_texts")
    key = models.CharField(_("metin"), max_length=20)
    version = models.CharField(_("sürüm"), max_length=20)
    at = models.DateTimeField(_("zaman"), default=timezone.now)
    taken_back_at = models.DateTimeField(_("geri alındı"), null=True)

    class Meta:
        verbose_name = _("kabul edilen metin")
        verbose_name_plural = _("kabul edilen metinler")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class AccountEvent(models.Model):
    """What happened to an account: who did what, with which words. ``by`` nobody: the owner, or the house itself."""

    wagtail_reference_index_ignore = True

    account = models.ForeignKey(JournalistAccount, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(_("İşlem"), max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yapan"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.TextField(_("söz"), blank=True)
    at = models.DateTimeField(_("zaman"), default=timezone.now)

    class Meta:
        verbose_name = _("hesap olayı")
        verbose_name_plural = _("hesap olayları")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what


class ProofPurpose(models.TextChoices):
    """What an address is confirmed for."""

    APPLY = "apply", _("hesap başvurusu")
    MOVE = "move", _("adres değişikliği")


class AddressProof(models.Model):
    """Somebody typed an address; only its owner gets the link. Forgotten after two days."""

    wagtail_reference_index_ignore = True

    email = models.EmailField(max_length=254)
    purpose = models.CharField(max_length=10, choices=ProofPurpose.choices)
    account = models.ForeignKey(JournalistAccount, on_delete=models.CASCADE, null=True, related_name="+")
    # Of the token only its digest; empty until the worker has written the letter.
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    is_written = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("doğrulanacak adres")
        verbose_name_plural = _("doğrulanacak adresler")
        indexes = [models.Index(fields=["id"], condition=Q(is_written=False), name="addressproof_unwritten")]

    def __str__(self) -> str:
        return f"{_('doğrulanacak adres')} {self.pk}"


class SignInLink(models.Model):
    """Somebody wants to come in as ``email``. The worker looks whether there is such an account and writes the letter.

    Of the browser that asked, of the link and of the code only digests are kept. Used once, within 15 minutes.
    """

    wagtail_reference_index_ignore = True

    email = models.EmailField(max_length=254)
    browser = models.CharField(max_length=64, db_index=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    code = models.CharField(max_length=64, blank=True)
    account = models.ForeignKey(JournalistAccount, on_delete=models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    is_written = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("giriş bağlantısı")
        verbose_name_plural = _("giriş bağlantıları")
        indexes = [models.Index(fields=["id"], condition=Q(is_written=False), name="signinlink_unwritten")]

    def __str__(self) -> str:
        return f"{_('giriş bağlantısı')} {self.pk}"


class JournalistSession(models.Model):
    """One browser in which somebody is signed in; deleted on leaving. ``label`` is what the owner knows it by."""

    wagtail_reference_index_ignore = True

    account = models.ForeignKey(JournalistAccount, on_delete=models.CASCADE, related_name="sessions")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("tarayıcı"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("giriş"), default=timezone.now)
    seen_at = models.DateTimeField(_("son kullanım"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("basın mensubu oturumu")
        verbose_name_plural = _("basın mensubu oturumları")
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{_('oturum')} {self.pk}"


class Passkey(models.Model):
    """A public key of the owner's device (WebAuthn): signs in without a mail and without a password."""

    wagtail_reference_index_ignore = True

    account = models.ForeignKey(JournalistAccount, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.CharField(max_length=1400, unique=True)
    public_key = models.TextField()
    counter = models.PositiveBigIntegerField(default=0)
    label = models.CharField(_("aygıt"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("eklendi"), default=timezone.now)
    used_at = models.DateTimeField(_("son kullanım"), null=True)

    class Meta:
        verbose_name = _("geçiş anahtarı")
        verbose_name_plural = _("geçiş anahtarları")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{_('geçiş anahtarı')} {self.pk}"


class PaperKind(models.TextChoices):
    """What a paper shows."""

    CARD = "card", _("basın kartı")
    LETTER = "letter", _("kuruluşun yazısı")
    OTHER = "other", _("diğer belge")


class Paper(models.Model):
    """A press card or a letter, as a picture without metadata or the PDF that came. The office looks, and it goes."""

    wagtail_reference_index_ignore = True

    account = models.ForeignKey(JournalistAccount, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("tür"), max_length=10, choices=PaperKind.choices)
    file = models.FileField(_("dosya"), upload_to=file_path, max_length=255)
    added_at = models.DateTimeField(_("eklendi"), default=timezone.now)

    class Meta:
        verbose_name = _("basın mensubunun belgesi")
        verbose_name_plural = _("basın mensuplarının belgeleri")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{_('belge')} {self.pk}"


class Portrait(models.Model):
    """A person's photo for a badge: cropped, drawn anew, without metadata; never public. ``account`` is nobody where
    somebody without an account, or a desk for its crew, applied; whoever holds it says until when it is kept."""

    wagtail_reference_index_ignore = True

    account = models.ForeignKey(
        JournalistAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="portraits"
    )
    file = models.FileField(_("dosya"), upload_to=file_path, max_length=255)
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("eklendi"), default=timezone.now)
    keep_until = models.DateField(_("saklama sonu"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("kişi fotoğrafı")
        verbose_name_plural = _("kişi fotoğrafları")
        ordering = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return f"{_('kişi fotoğrafı')} {self.pk}"


class Look(models.Model):
    """Who of the office looked at which paper or portrait, and when. Never changed, never removed; it names numbers
    only, so that it may outlive the person."""

    class What(models.TextChoices):
        PAPER = "paper", _("belge")
        PORTRAIT = "portrait", _("kişi fotoğrafı")
        EXPORT = "export", _("kişisel verilerin çıktısı")

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("bakan"), on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("neye"), max_length=10, choices=What.choices)
    row = models.PositiveBigIntegerField(_("kayıt"))
    account_number = models.PositiveBigIntegerField(_("hesap"), null=True, db_index=True)
    at = models.DateTimeField(_("ne zaman"), default=timezone.now)
    ip = models.GenericIPAddressField(_("IP adresi"), null=True)

    class Meta:
        verbose_name = _("kişisel belgeye bakış")
        verbose_name_plural = _("kişisel belgelere bakışlar")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.row}"


class Erasure(models.Model):
    """What was deleted because its time was over: purpose and number, no person."""

    wagtail_reference_index_ignore = True

    purpose = models.CharField(_("amaç"), max_length=30)
    count = models.PositiveIntegerField(_("sayı"))
    at = models.DateTimeField(_("ne zaman"), default=timezone.now)

    class Meta:
        verbose_name = _("süresi dolan veri")
        verbose_name_plural = _("süresi dolan veriler")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.count}"
