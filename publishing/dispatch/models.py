"""What must be carried where, and whether it arrived: ``Delivery``, one row for each item, version and recipient."""

from __future__ import annotations

import datetime as dt
import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.carriage import Carried, CarriedQuerySet, DeliveryState, lease_goes_with_state
from cms.core.message import MessageKind


class Channel(models.TextChoices):
    """By which way a delivery goes."""

    WEBSITE = "website", _("web sitesi")
    SOCIAL = "social", _("sosyal medya")
    EMAIL = "email", _("e-posta")


class DeliveryQuerySet(CarriedQuerySet):
    """Deliveries by the office's questions."""

    def troubled(self, at: dt.datetime | None = None) -> DeliveryQuerySet:
        """Rows of the last seven days that failed, or whose end nobody knows."""
        since = (at or timezone.now()) - dt.timedelta(days=7)
        return self.filter(state__in=[DeliveryState.FAILED, DeliveryState.UNKNOWN], created_at__gte=since)

    def cancelled(self) -> DeliveryQuerySet:
        """First mails that were cancelled, by whomever."""
        return self.filter(channel=Channel.EMAIL, kind=MessageKind.FIRST, state=DeliveryState.CANCELLED)

    def of(self, content: models.Model) -> DeliveryQuerySet:
        """Every delivery of one content object, all versions."""
        return self.filter(content_type=ContentType.objects.get_for_model(content), object_id=str(content.pk))


class Delivery(Carried):
    """One message to one recipient by one channel. The payload is frozen when the row is made; rows are never purged.

    ``payload`` is ``{"message": Message.as_payload()}``, for e-mail also ``"sender"``, ``"unsubscribe_url"``
    and, where there is a press kit, ``"kit_url"``.
    ``recipient`` is an e-mail address, a network's key, or "site".
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

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("gönderim")
        verbose_name_plural = _("gönderimler")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "version", "kind", "channel", "recipient"], name="delivery_once"
            ),
            lease_goes_with_state("delivery_lease_with_state"),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="delivery_due"),
            models.Index(fields=["content_type", "object_id", "version"], name="delivery_content"),
            models.Index(fields=["state", "lease_until"], name="delivery_lease"),
            models.Index(
                fields=["-created_at", "-id"], condition=models.Q(channel="website"), name="delivery_publications"
            ),
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
