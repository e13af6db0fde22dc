"""``Letter``: what the house itself tells one person (a notice, a reminder, a sign-in link), as a row to carry."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.carriage import DeliveryState


class LetterKind(models.TextChoices):
    """Why it is written."""

    SECURITY = "security", _("güvenlik bildirimi")
    APPROVAL = "approval", _("onay bildirimi")
    REMINDER = "reminder", _("hatırlatma")
    TROUBLE = "trouble", _("aksaklık bildirimi")
    SIGN_IN = "sign_in", _("giriş ve parola")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters by the worker's questions."""

    def due(self, at: dt.datetime | None = None) -> LetterQuerySet:
        """Queued letters whose time has come, the oldest first."""
        return self.filter(state=DeliveryState.QUEUED, next_attempt_at__lte=at or timezone.now()).order_by(
            "next_attempt_at", "pk"
        )

    def abandoned(self, at: dt.datetime | None = None) -> LetterQuerySet:
        """Letters whose worker did not come back before its lease ended."""
        return self.filter(
            state__in=[DeliveryState.LEASED, DeliveryState.SENDING], lease_until__lt=at or timezone.now()
        )


class Letter(models.Model):
    """One mail of the house to one address. Written in the transaction of what it tells of; rows are never purged.

    ``secret``: the body opens something (a sign-in link); it is blanked once the letter is accepted or given up.
    ``attempt_log`` is a list of ``{"at": ISO time, "outcome": str, "detail": str}``.
    """

    wagtail_reference_index_ignore = True

    kind = models.CharField(_("tür"), max_length=20, choices=LetterKind.choices)
    recipient = models.EmailField(_("alıcı"), max_length=254)
    recipient_name = models.CharField(_("alıcının adı"), max_length=200, blank=True)
    subject = models.CharField(_("konu"), max_length=300)
    body = models.TextField(_("metin"))
    html = models.TextField(blank=True)
    secret = models.BooleanField(default=False)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("durum"), max_length=20, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    reason = models.CharField(_("neden"), max_length=300, blank=True)
    receipt = models.CharField(_("alındı bilgisi"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("deneme"), default=0)
    attempt_log = models.JSONField(default=list)
    next_attempt_at = models.DateTimeField(_("sonraki deneme"), default=timezone.now)
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("oluşturma"), auto_now_add=True)
    finished_at = models.DateTimeField(_("sonuçlanma"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("mektup")
        verbose_name_plural = _("mektuplar")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(state="queued"), name="letter_due"),
            models.Index(fields=["lease_until"], condition=Q(state__in=["leased", "sending"]), name="letter_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
