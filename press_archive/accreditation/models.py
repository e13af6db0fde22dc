"""Accreditation to press events.

``Plan`` and ``Quota``: how many may come; ``Application`` with ``ApplicationPaper`` and ``ApplicationStep``; ``Badge``
and ``OldNonce``: what the gate lets in and what no longer; ``SigningKey``: what signs badges; ``Restriction``: who may
not be accredited, until when and why; ``FormLink``: an address that its owner still has to confirm.

Rows are called by their number, so that no log keeps a name which its owner had deleted.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.core.turkish import capitalize, fold
from media_library.models.stored import unguessable_name
from press_archive.accreditation.words import HOLDING, OVER, TO_DECIDE, Answer, Did, PaperKind, Role, State
from press_archive.agenda.models import PressEvent
from press_archive.contacts.models import Outlet
from press_archive.journalists.models import FILES, CardKind, JournalistAccount, Portrait

MOST_ZONES = 32
LINK_LIVES = dt.timedelta(hours=48)


def file_path(instance: Any, filename: str) -> str:
    """Where a paper is stored: the folder of the press's papers, which no address of ``/media/`` leads to."""
    return f"{FILES}/{unguessable_name(filename)}"


def new_key() -> str:
    """What makes the address of an application's page unguessable, together with the house's own secret."""
    return secrets.token_hex(8)


def new_nonce() -> str:
    """What tells one badge from every other: 64 bits in hexadecimal."""
    return secrets.token_hex(8)


class Plan(models.Model):
    """How one event accredits. Locking this row makes decisions wait for each other, so that no place is given twice.

    ``zones``: the event's zones in the order in which badges number them; a name keeps its number for ever.
    """

    event = models.OneToOneField(
        PressEvent, verbose_name=_("etkinlik"), on_delete=models.PROTECT, related_name="accreditation_plan"
    )
    per_outlet = models.PositiveIntegerField(
        _("bir kuruluştan en çok"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text=_("Türü aşağıda yazılmamış kuruluşlar için. Boş bırakırsanız sınır yoktur."),
    )  # fmt: skip
    note = models.TextField(
        _("başvuranlara not"), max_length=1000, blank=True, help_text=_("Başvuru formunun üstünde görünür.")
    )
    zones = models.JSONField(default=list, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    is_over = models.BooleanField(default=False, editable=False)
    purged_at = models.DateTimeField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("akreditasyon planı")
        verbose_name_plural = _("akreditasyon planları")

    def __str__(self) -> str:
        return f"{_('akreditasyon planı')} {self.event_id}"


class Quota(models.Model):
    """How many people outlets of one kind may send: each of them, and all together. ``kind`` empty: outlets whose kind
    is unknown, freelancers among them."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="quotas")
    kind = models.CharField(_("kuruluş türü"), max_length=20, choices=Outlet.Kind.choices, blank=True)
    per_outlet = models.PositiveIntegerField(_("bir kuruluştan en çok"), null=True, blank=True)
    total = models.PositiveIntegerField(_("bu türden toplam"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kontenjan")
        verbose_name_plural = _("kontenjanlar")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="quota_once_for_a_kind")]

    def __str__(self) -> str:
        return self.get_kind_display() or str(_("türü bilinmeyen"))


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications by the office's questions."""

    def holding(self) -> ApplicationQuerySet:
        """Those that hold a place."""
        return self.filter(state__in=HOLDING)

    def to_decide(self) -> ApplicationQuerySet:
        """Those that somebody has to decide."""
        return self.filter(state__in=TO_DECIDE)

    def standing(self) -> ApplicationQuerySet:
        """Those that are not over."""
        return self.exclude(state__in=OVER)

    def with_rows(self) -> ApplicationQuerySet:
        """With what lists show of them."""
        return self.select_related("event", "outlet", "account", "portrait", "badge")


class Application(models.Model):
    """Somebody wants to come to an event. Applied for by the person, or by an outlet's desk for its crew.

    ``account`` nobody: by an address that its owner confirmed. ``person_key`` keeps the same person from standing twice
    on an event's list; emptied with the person. ``change``: what the applicant wants otherwise since the approval.
    """

    event = models.ForeignKey(
        PressEvent, verbose_name=_("etkinlik"), on_delete=models.PROTECT, related_name="applications"
    )
    account = models.ForeignKey(
        JournalistAccount, verbose_name=_("hesap"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="applications",
    )  # fmt: skip
    email = models.EmailField(_("e-posta adresi"), max_length=254, blank=True)
    key = models.CharField(max_length=16, default=new_key, editable=False)
    person_key = models.CharField(max_length=240, blank=True, editable=False)
    name = models.CharField(_("ad soyad"), max_length=160, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    outlet = models.ForeignKey(
        Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outlet_name = models.CharField(_("yayın kuruluşu (kendi yazdığı)"), max_length=160, blank=True)
    outlet_kind = models.CharField(_("kuruluşun türü"), max_length=20, choices=Outlet.Kind.choices, blank=True)
    role = models.CharField(_("görev"), max_length=12, choices=Role.choices, default=Role.REPORTER)
    equipment = models.CharField(_("ekipman"), max_length=300, blank=True)
    plate = models.CharField(_("araç plakası"), max_length=20, blank=True)
    zones = models.JSONField(_("İstediği bölgeler"), default=list, blank=True)
    card_kind = models.CharField(_("basın kartının türü"), max_length=12, choices=CardKind.choices, blank=True)
    card_number = models.CharField(_("basın kartının numarası"), max_length=30, blank=True)
    note = models.CharField(_("not"), max_length=600, blank=True)
    portrait = models.ForeignKey(
        Portrait, verbose_name=_("fotoğraf"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("durum"), max_length=10, choices=State.choices, default=State.RECEIVED)
    question = models.CharField(_("İstenen bilgi"), max_length=600, blank=True)
    reason = models.CharField(_("gerekçe"), max_length=600, blank=True)
    change = models.JSONField(_("İstenen değişiklik"), default=dict, blank=True)
    change_portrait = models.ForeignKey(
        Portrait, verbose_name=_("yeni fotoğraf"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(_("başvuru"), default=timezone.now)
    state_at = models.DateTimeField(_("durum zamanı"), default=timezone.now)
    forgotten_at = models.DateTimeField(_("kişisel veriler silindi"), null=True)

    objects = ApplicationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("akreditasyon başvurusu")
        verbose_name_plural = _("akreditasyon başvuruları")
        ordering = ["-applied_at", "-pk"]
        permissions = [
            ("decide_application", "Can decide about applications for accreditation"),
            ("print_badge", "Can print badges"),
        ]
        indexes = [models.Index(fields=["event", "state"], name="application_event_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person_key"], name="application_once_for_a_person",
                condition=~Q(person_key="") & ~Q(state__in=[state.value for state in OVER]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{_('akreditasyon başvurusu')} {self.pk}"

    @property
    def outlet_label(self) -> str:
        """The outlet as the office knows it, else as the applicant wrote it."""
        return self.outlet.name if self.outlet else self.outlet_name

    @property
    def state_words(self) -> str:
        """Where it stands, with a capital."""
        return capitalize(str(self.get_state_display()))

    @property
    def quota_kind(self) -> str:
        """What kind of outlet its place is counted for."""
        return str(self.outlet.kind) if self.outlet else str(self.outlet_kind)

    @property
    def quota_outlet(self) -> str:
        """Which outlet its place is counted for: the directory's, else the name as it was typed, whatever its case."""
        return f"#{self.outlet_id}" if self.outlet_id else " ".join(fold(self.outlet_name).split())

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @cached_property
    def standing_badge(self) -> Badge | None:
        """Its badge, while it holds."""
        badge: Badge | None = getattr(self, "badge", None)
        return badge if badge is not None and badge.revoked_at is None else None


class ApplicationPaper(models.Model):
    """A letter or a card that came with an application, as a picture without metadata. Goes with the person."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("tür"), max_length=10, choices=PaperKind.choices)
    file = models.FileField(_("dosya"), upload_to=file_path, max_length=255)
    added_at = models.DateTimeField(_("eklendi"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("başvuru belgesi")
        verbose_name_plural = _("başvuru belgeleri")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{_('başvuru belgesi')} {self.pk}"


class ApplicationStep(models.Model):
    """What happened to an application: who did what, with which words. ``by`` nobody: the applicant, or the house.

    Only added to; the database lets nothing of it change but ``words`` to nothing, when the person is deleted.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    did = models.CharField(_("İşlem"), max_length=12, choices=Did.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yapan"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.CharField(_("söz"), max_length=600, blank=True)
    fields = models.CharField(_("değişenler"), max_length=200, blank=True)
    at = models.DateTimeField(_("zaman"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("başvuru adımı")
        verbose_name_plural = _("başvuru adımları")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.get_did_display()}"


class SigningKey(models.Model):
    """A pair of keys that signs badges (Ed25519, RFC 8032); its number stands in every token.

    ``sealed``: the private half, encrypted by what is derived from ``SECRET_KEY``; emptied when the key is retired.
    ``refused_at``: it may be in other hands; what it signed opens no gate any more.
    """

    public = models.CharField(_("açık anahtar"), max_length=64, unique=True)
    sealed = models.TextField(blank=True)
    created_at = models.DateTimeField(_("oluşturma"), default=timezone.now)
    is_signing = models.BooleanField(_("İmzalıyor"), default=True)
    retired_at = models.DateTimeField(_("İmzalamıyor"), null=True)
    refused_at = models.DateTimeField(_("geçersiz"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("yaka kartı anahtarı")
        verbose_name_plural = _("yaka kartı anahtarları")
        ordering = ["-pk"]
        permissions = [("rotate_signingkey", "Can renew the key that signs badges")]
        constraints = [
            models.UniqueConstraint(fields=["is_signing"], name="signingkey_one_signs", condition=Q(is_signing=True))
        ]

    def __str__(self) -> str:
        return f"{_('anahtar')} {self.pk}"


class Badge(models.Model):
    """What somebody who was accredited wears: the words that were approved, their photo, and a signed token.

    A new token (the event moved, a change was approved) has a new ``nonce``; the one before is kept as ``OldNonce``.
    """

    application = models.OneToOneField(
        Application, verbose_name=_("başvuru"), on_delete=models.PROTECT, related_name="badge"
    )
    nonce = models.CharField(max_length=16, unique=True, default=new_nonce, editable=False)
    token = models.CharField(max_length=400, editable=False)
    signed_by = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="badges", editable=False)
    name = models.CharField(_("ad soyad"), max_length=160, blank=True)
    outlet_name = models.CharField(_("yayın kuruluşu"), max_length=160, blank=True)
    role = models.CharField(_("görev"), max_length=12, choices=Role.choices)
    zones = models.JSONField(_("bölgeler"), default=list)
    portrait = models.ForeignKey(Portrait, on_delete=models.SET_NULL, null=True, related_name="+")
    valid_from = models.DateTimeField(_("geçerlilik başı"))
    valid_until = models.DateTimeField(_("geçerlilik sonu"))
    issued_at = models.DateTimeField(_("verildi"), default=timezone.now)
    printed_at = models.DateTimeField(_("basıldı"), null=True)
    revoked_at = models.DateTimeField(_("geçersiz kılındı"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("yaka kartı")
        verbose_name_plural = _("yaka kartları")
        ordering = ["application"]
        constraints = [
            models.CheckConstraint(name="badge_valid_for_a_while", condition=Q(valid_until__gt=F("valid_from")))
        ]

    def __str__(self) -> str:
        return f"{_('yaka kartı')} {self.pk}"


class OldNonce(models.Model):
    """A token that was valid and no longer is: gates that are offline learn it with their list."""

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="old_nonces")
    nonce = models.CharField(max_length=16, unique=True)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("eski yaka kartı")
        verbose_name_plural = _("eski yaka kartları")

    def __str__(self) -> str:
        return self.nonce


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Restrictions by the office's questions."""

    def in_force(self, on: dt.date | None = None) -> RestrictionQuerySet:
        """Those that hold on a day."""
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day, lifted_at__isnull=True)


class Restriction(models.Model):
    """Somebody, or an outlet, is not accredited for a while: with a reason, an owner, an end and a way to object.

    Nothing silent: whoever it concerns is told by a letter. Only named roles see it.
    """

    account = models.ForeignKey(
        JournalistAccount, verbose_name=_("hesap"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-posta adresi"), max_length=254, blank=True)
    name = models.CharField(_("ad soyad"), max_length=160, blank=True)
    outlet = models.ForeignKey(
        Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=16, default=new_key, editable=False)
    reason = models.TextField(_("gerekçe"), max_length=2000)
    starts_on = models.DateField(_("başlangıç"), default=timezone.localdate)
    ends_on = models.DateField(_("bitiş"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("koyan"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("konuldu"), default=timezone.now)
    objection = models.TextField(_("İtiraz"), max_length=3000, blank=True)
    objected_at = models.DateTimeField(_("İtiraz günü"), null=True)
    answer = models.CharField(_("İtirazın sonucu"), max_length=10, choices=Answer.choices, blank=True)
    answer_words = models.TextField(_("İtiraza yanıt"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("İtiraza bakan"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("yanıt günü"), null=True)
    lifted_at = models.DateTimeField(_("kaldırıldı"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kaldıran"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = RestrictionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kısıt")
        verbose_name_plural = _("kısıtlar")
        ordering = ["-created_at", "-pk"]
        permissions = [("decide_objection", "Can decide about objections to restrictions")]
        constraints = [
            models.CheckConstraint(name="restriction_ends", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="restriction_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{_('kısıt')} {self.pk}"

    def holds(self, on: dt.date | None = None) -> bool:
        """Whether it holds on a day."""
        day = on or timezone.localdate()
        return self.lifted_at is None and self.starts_on <= day <= self.ends_on


class FormLink(models.Model):
    """Somebody without an account wants to apply as ``email``; only its owner gets the link. Forgotten after two days.

    The link is signed with the house's secret, so that this row opens nothing to whoever reads it.
    """

    event = models.ForeignKey(PressEvent, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    is_written = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("başvuru bağlantısı")
        verbose_name_plural = _("başvuru bağlantıları")
        indexes = [models.Index(fields=["id"], condition=Q(is_written=False), name="formlink_unwritten")]

    def __str__(self) -> str:
        return f"{_('başvuru bağlantısı')} {self.pk}"
