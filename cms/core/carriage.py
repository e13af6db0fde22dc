"""The states of whatever has to be carried to somebody: press deliveries and the house's own letters share them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """The truth about one delivery. ``LEASED`` is a worker's claim before anything left the machine; ``SENDING`` is
    written just before the network call, so that a row found in it after a crash is ``UNKNOWN``, not due again."""

    QUEUED = "queued", _("bekliyor")
    LEASED = "leased", _("hazırlanıyor")
    SENDING = "sending", _("gönderiliyor")
    ACCEPTED = "accepted", _("kabul edildi")
    BOUNCED = "bounced", _("geri döndü")
    FAILED = "failed", _("başarısız")
    SKIPPED = "skipped", _("atlandı")
    CANCELLED = "cancelled", _("iptal edildi")
    UNKNOWN = "unknown", _("belirsiz")
