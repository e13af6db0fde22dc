"""Who wants to be told at once, in which browser: ``Device``; and one notice to one of them: ``Notice``."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.carriage import Carried, CarriedQuerySet, lease_goes_with_state
from publishing.channels.push import LONGEST_ENDPOINT, LONGEST_KEY, Target


class Device(models.Model):
    """A browser of one person. ``token`` is what the browser's cookie says, by which it is known when somebody signs
    out or another person signs in."""

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kullanıcı"), on_delete=models.CASCADE, related_name="push_devices"
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.CharField(max_length=LONGEST_ENDPOINT, unique=True)
    p256dh = models.CharField(max_length=LONGEST_KEY)
    auth = models.CharField(max_length=LONGEST_KEY)
    created_at = models.DateTimeField(_("ekleme"), auto_now_add=True)

    class Meta:
        verbose_name = _("bildirim alan cihaz")
        verbose_name_plural = _("bildirim alan cihazlar")

    def __str__(self) -> str:
        return f"{self.user} {self.pk}"

    @property
    def target(self) -> Target:
        """Where its notices go."""
        return Target(self.endpoint, self.p256dh, self.auth)


class Notice(Carried):
    """One notice for one device: fixed words of ours, and the ``path`` of ours that it leads to. It goes with its
    device; a new one waits beside no older one of the same device."""

    wagtail_reference_index_ignore = True

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="notices")
    path = models.CharField(max_length=200)

    objects = CarriedQuerySet.as_manager()

    class Meta:
        verbose_name = _("anlık bildirim")
        verbose_name_plural = _("anlık bildirimler")
        constraints = [lease_goes_with_state("notice_lease_with_state")]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(state="queued"), name="notice_due"),
            models.Index(fields=["lease_until"], condition=Q(state__in=["leased", "sending"]), name="notice_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.device_id}: {self.path}"
