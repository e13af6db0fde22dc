"""What must be carried where, and whether it arrived: ``Delivery``, one row for each item, version and recipient."""

from __future__ import annotations

import datetime as dt
import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.carriage import DeliveryState
from cms.core.message import MessageKind


class Channel(models.TextChoices):
    """By which way a delivery goes."""

    WEBSITE = "website", _("web sitesi")
    SOCIAL = "social", _("sosyal medya")
    EMAIL = "email", _("e-posta")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by the office's questions."""

    def due(self, at: dt.datetime | None = None) -> DeliveryQuerySet:
        """Queued rows whose time has come, the oldest first."""
        return self.filter(state=DeliveryState.QUEUED, next_attempt_at__lte=at or timezone.now()).order_by(
            "next_attempt_at", "pk"
        )

    def abandoned(self, at: dt.datetime | None = None) -> DeliveryQuerySet:
        """Rows whose worker did not come back before its lease ended."""
        return self.filter(
            state__in=[DeliveryState.LEASED, DeliveryState.SENDING], lease_until__lt=at or timezone.now()
        )

    def troubled(self, at: dt.datetime | None = None) -> DeliveryQuerySet:
        """Rows of the last seven days that failed, or whose end nobody knows."""
        since = (at or timezone.now()) - dt.timedelta(days=7)
        return self.filter(state__in=[DeliveryState.FAILED, DeliveryState.UNKNOWN], created_at__gte=since)

    def of(self, content: models.Model) -> DeliveryQuerySet:
        """Every delivery of one content object, all versions."""
        return self.filter(content_type=ContentType.objects.get_for_model(content), object_id=str(content.pk))


class Delivery(models.Model):
    """One message to one recipient by one channel. The payload is frozen when the row is made; rows are never purged.

    ``payload`` is ``{"message": Message.as_payload()}``, for e-mail also ``"sender"``, ``"unsubscribe_url"``
    and, where there is a press kit, ``"kit_url"``.
    ``lease_owner`` names the worker that made the last attempt; it stays on an ``UNKNOWN`` row, so that a worker that
    was only slow can still tell the truth. ``recipient`` is an e-mail address, a network's key, or "site".
    ``attempt_log`` is a list of ``{"at": ISO time, "outcome": str, "detail": str}``.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=64)
    content = GenericForeignKey("content_type", "object_id")
    headline = models.CharField(_("başlık"), max_length=255)
    number = models.CharField(_("bülten no"), max_length=20, blank=True)
    version = models.PositiveIntegerField(_("sürüm"))
    kind = models.CharField(
        _("gönderim türü"), max_length=20, default=MessageKind.FIRST.value,
        choices=[("first", _("ilk gönderim")), ("correction", _("düzeltme")), ("withdrawal", _("geri çekme"))],
    )  # fmt: skip
    channel = models.CharField(_("kanal"), max_length=20, choices=Channel.choices)
    recipient = models.CharField(_("alıcı"), max_length=254)
    recipient_name = models.CharField(_("alıcının adı"), max_length=200, blank=True)
    payload = models.JSONField(_("İçerik"))
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

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("gönderim")
        verbose_name_plural = _("gönderimler")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "version", "kind", "channel", "recipient"], name="delivery_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["leased", "sending"], lease_until__isnull=False)
                | Q(lease_until__isnull=True) & ~Q(state__in=["leased", "sending"]),
                name="delivery_lease_with_state",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="delivery_due"),
            models.Index(fields=["content_type", "object_id", "version"], name="delivery_content"),
            models.Index(fields=["state", "lease_until"], name="delivery_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} → {self.recipient}"

    @property
    def message_id(self) -> str:
        """The Message-ID of this delivery's mail: the same at every attempt, different for every other delivery."""
        key = f"{self.content_type_id}:{self.object_id}:{self.version}:{self.kind}:{self.recipient}"
        digest = hashlib.sha256(key.encode()).hexdigest()[:20]
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        label = f"{self.content_type_id}-{self.object_id}.v{self.version}.{self.kind}.{digest}"
        return f"<{label}@{host}>"
