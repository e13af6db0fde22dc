"""Consent of the people who are seen, who looked at it, and what was taken down (Law no. 6698, "KVKK").

Only archivists see a consent; every look leaves a ``ConsentLook``.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media_library.models.files import Photo
from media_library.models.stored import unguessable_name
from media_library.models.videos import Video

CONSENTS = "consents"


def consent_path(instance: Consent, filename: str) -> str:
    """Where the signed form is stored."""
    return f"{CONSENTS}/{unguessable_name(filename)}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents by the office's questions."""

    def in_force(self, on: dt.date | None = None) -> ConsentQuerySet:
        """Those that hold on the day ``on`` (default today)."""
        on = on or timezone.localdate()
        return self.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=on), withdrawn_at__isnull=True, given_on__lte=on
        )


class Consent(models.Model):
    """One person's consent to be shown, for the uses that are ticked. A child's is given by a guardian."""

    person_name = models.CharField(_("kişinin adı soyadı"), max_length=120)
    is_child = models.BooleanField(_("çocuk (18 yaşından küçük)"), default=False)
    guardian_name = models.CharField(_("velisinin ya da vasisinin adı soyadı"), max_length=120, blank=True)
    for_web = models.BooleanField(_("web sitesi"), default=True)
    for_press = models.BooleanField(_("basına gönderim"), default=True)
    for_social = models.BooleanField(_("sosyal medya"), default=True)
    for_print = models.BooleanField(_("dergi, broşür, afiş"), default=True)
    document = models.FileField(_("İmzalı belge"), upload_to=consent_path, blank=True, max_length=255)
    document_name = models.CharField(max_length=255, blank=True, editable=False)
    given_on = models.DateField(_("veriliş tarihi"), default=timezone.localdate)
    expires_on = models.DateField(_("son geçerlilik günü"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("geri alınma zamanı"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("geri almayı kaydeden"), on_delete=models.PROTECT, null=True,
        editable=False, related_name="+",
    )  # fmt: skip
    withdrawal_note = models.CharField(_("geri alma notu"), max_length=300, blank=True, editable=False)
    photos = models.ManyToManyField(Photo, verbose_name=_("fotoğraflar"), blank=True, related_name="consents")
    videos = models.ManyToManyField(Video, verbose_name=_("videolar"), blank=True, related_name="consents")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kaydeden"), on_delete=models.PROTECT, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(_("kayıt zamanı"), auto_now_add=True)

    objects = ConsentQuerySet.as_manager()

    # Wagtail's pages of "where is this used" are read by people who may not know whose consent it is.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rıza kaydı")
        verbose_name_plural = _("rıza kayıtları")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["document"], name="consent_stored_name"),
            models.Index(fields=["expires_on"], condition=Q(withdrawn_at=None), name="consent_ends"),
        ]

    def __str__(self) -> str:
        # Never the person: a record is named in messages, logs and lists that others read.
        return str(_("Rıza kaydı %(number)s") % {"number": self.pk})

    @property
    def in_force_today(self) -> bool:
        """Whether it holds today."""
        today = timezone.localdate()
        return self.withdrawn_at is None and self.given_on <= today <= (self.expires_on or today)


class ConsentLook(models.Model):
    """Who looked at which consent, when, and what of it. Never changed, never removed."""

    class Part(models.TextChoices):
        LIST = "list", _("liste")
        RECORD = "record", _("kayıt")
        DOCUMENT = "document", _("imzalı belge")
        CHANGE = "change", _("değişiklik")

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="looks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("bakan"), on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(_("neye"), max_length=20, choices=Part.choices)
    detail = models.CharField(_("ayrıntı"), max_length=300, blank=True)
    at = models.DateTimeField(_("ne zaman"), auto_now_add=True)
    ip = models.GenericIPAddressField(_("IP adresi"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rıza kaydına bakış")
        verbose_name_plural = _("rıza kayıtlarına bakışlar")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["consent", "-at"], name="consentlook_of_consent")]

    def __str__(self) -> str:
        return f"{self.user} · {self.at:%d.%m.%Y %H.%M}"


class Takedown(models.Model):
    """One photo or video taken off every surface at once, and what was known of its spread at that moment.

    ``spread`` is what ``media_library.rights.spread`` found: where it was used and who had downloaded it.
    """

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="takedowns")
    video = models.ForeignKey(Video, on_delete=models.PROTECT, null=True, related_name="takedowns")
    reason = models.CharField(_("gerekçe"), max_length=300)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="takedowns")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kaldıran"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("kaldırılma"), auto_now_add=True)
    spread = models.JSONField(default=dict)
    lifted_at = models.DateTimeField(_("yeniden açılma"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yeniden açan"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    lift_reason = models.CharField(_("yeniden açma gerekçesi"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("yayından kaldırma")
        verbose_name_plural = _("yayından kaldırmalar")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(photo__isnull=False, video__isnull=True) | Q(photo__isnull=True, video__isnull=False),
                name="takedown_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo or self.video}"
