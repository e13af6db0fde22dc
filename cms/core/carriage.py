"""Whatever has to be carried to somebody: its states and its row. Press deliveries and the house's letters share them.

``DeliveryState``, ``Carried`` (the columns), ``CarriedQuerySet`` (the worker's questions); the changes of state are in
``cms.core.leases``.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
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


# Twice the longest pause after a failed attempt (``cms.core.leases``).
LONGEST_WAIT = dt.timedelta(hours=8)
IN_WORK = (DeliveryState.LEASED, DeliveryState.SENDING)


def lease_goes_with_state(name: str) -> models.CheckConstraint:
    """A row has an end of lease exactly while a worker has it in hand."""
    in_work = [state.value for state in IN_WORK]
    return models.CheckConstraint(
        condition=Q(state__in=in_work, lease_until__isnull=False) | Q(lease_until__isnull=True) & ~Q(state__in=in_work),
        name=name,
    )


class CarriedQuerySet(models.QuerySet[Any]):
    """Carried rows by the worker's questions."""

    def due(self, at: dt.datetime | None = None) -> Self:
        """Queued rows whose time has come, the oldest first.

        A time further off than any pause was written by a clock that has been set back since: it has come.
        """
        at = at or timezone.now()
        come = Q(next_attempt_at__lte=at) | Q(next_attempt_at__gt=at + LONGEST_WAIT)
        return self.filter(come, state=DeliveryState.QUEUED).order_by("next_attempt_at", "pk")

    def abandoned(self, at: dt.datetime | None = None) -> Self:
        """Rows whose worker did not come back before its lease ended.

        So is a lease that ends later than any lease given now: the clock was set back since.
        """
        at = at or timezone.now()
        longest = dt.timedelta(seconds=2 * settings.DISPATCH_LEASE_SECONDS)
        return self.filter(Q(lease_until__lt=at) | Q(lease_until__gt=at + longest), state__in=IN_WORK)


class Carried(models.Model):
    """The columns of a row that workers carry.

    ``lease_owner`` names the worker that made the last attempt; it stays on an ``UNKNOWN`` row, so that a worker that
    was only slow can still tell the truth. ``attempt_log`` is a list of
    ``{"at": ISO time, "outcome": str, "detail": str}``.
    """

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

    class Meta:
        abstract = True
