"""The gates of press events: ``GateLink`` lets one telephone keep one gate, ``Scan`` is what it saw there.

``FollowUp``: what was sent after it.

What a scan means follows from all of them together (``ledger``); the rows keep what was seen.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press_archive.accreditation.models import Badge
from press_archive.agenda.models import PressEvent
from press_archive.bulletins.models import RegisterEntry


def new_key() -> str:
    """What makes a gate's address unguessable, together with the house's own secret."""
    return secrets.token_hex(8)


class Why(models.TextChoices):
    """Why a gate did not let somebody in: ``tokens.Reason``, and what the gate itself knows."""

    FOREIGN = "foreign", _("Kod bizim değil")
    MALFORMED = "malformed", _("Kod bozuk")
    UNKNOWN_KEY = "unknown_key", _("Anahtar tanınmıyor")
    FORGED = "forged", _("Kart sahte")
    OTHER_EVENT = "other_event", _("Başka etkinliğin kartı")
    EARLY = "early", _("Saati gelmedi")
    EXPIRED = "expired", _("Süresi geçti")
    REVOKED = "revoked", _("Kart geçersiz kılındı")
    NOT_LISTED = "not_listed", _("Listede yok")
    INSIDE = "inside", _("Bu kartla zaten girilmişti")


class GateLink(models.Model):
    """One gate of one event; whoever has its address keeps it until ``ends_at``, or until somebody closes it."""

    event = models.ForeignKey(
        PressEvent, verbose_name=_("etkinlik"), on_delete=models.PROTECT, related_name="gate_links"
    )
    name = models.CharField(_("kapının adı"), max_length=80)
    key = models.CharField(max_length=16, default=new_key, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("açan"), on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(_("açıldı"), default=timezone.now)
    ends_at = models.DateTimeField(_("bitiyor"))
    closed_at = models.DateTimeField(_("kapatıldı"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kapı")
        verbose_name_plural = _("kapılar")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{_('kapı')} {self.pk}"


class Scan(models.Model):
    """What one gate saw: somebody comes in or goes out, or was not let in (``refused`` says why).

    ``nonce`` is the telephone's: the same scan sent twice is one row. ``at`` is the house's time, ``phone_at`` the
    telephone's. ``badge`` nobody and not refused: somebody without a badge whom the gate let in with a note.
    """

    gate = models.ForeignKey(GateLink, verbose_name=_("kapı"), on_delete=models.PROTECT, related_name="scans")
    nonce = models.CharField(max_length=32)
    badge = models.ForeignKey(
        Badge, verbose_name=_("yaka kartı"), on_delete=models.SET_NULL, null=True, related_name="scans"
    )
    is_exit = models.BooleanField(_("çıkış"), default=False)
    refused = models.CharField(_("geçmeme nedeni"), max_length=20, choices=Why.choices, blank=True)
    note = models.CharField(_("not"), max_length=200, blank=True)
    at = models.DateTimeField(_("saat"))
    phone_at = models.DateTimeField(editable=False)
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("okutma")
        verbose_name_plural = _("okutmalar")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["gate", "nonce"], name="scan_once_from_a_gate")]

    def __str__(self) -> str:
        return f"{_('okutma')} {self.pk}"


class FollowUp(models.Model):
    """The bulletin about an event went to those who came and to those who did not; once."""

    event = models.OneToOneField(
        PressEvent, verbose_name=_("etkinlik"), on_delete=models.PROTECT, related_name="follow_up"
    )
    entry = models.ForeignKey(RegisterEntry, verbose_name=_("bülten"), on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("gönderen"), on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("gönderildi"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("etkinlik sonrası gönderim")
        verbose_name_plural = _("etkinlik sonrası gönderimler")

    def __str__(self) -> str:
        return f"{_('etkinlik sonrası gönderim')} {self.pk}"
