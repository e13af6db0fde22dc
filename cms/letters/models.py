"""``Letter``: what the house itself tells one person (a notice, a reminder, a sign-in link), as a row to carry."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.carriage import Carried, CarriedQuerySet, DeliveryState, lease_goes_with_state


class LetterKind(models.TextChoices):
    """Why it is written."""

    SECURITY = "security", _("güvenlik bildirimi")
    APPROVAL = "approval", _("onay bildirimi")
    REMINDER = "reminder", _("hatırlatma")
    TROUBLE = "trouble", _("aksaklık bildirimi")
    SIGN_IN = "sign_in", _("giriş ve parola")
    EVIDENCE = "evidence", _("onay izinin ucu")
    SUBSCRIPTION = "subscription", _("aboneye bülten")
    PRESS = "press", _("basın özeti")
    REPLY = "reply", _("düzeltme ve cevap yazısı")
    INVITATION = "invitation", _("basın daveti")
    OTHER = "other", _("diğer bildirim")


NOT_ARRIVED = (DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.UNKNOWN)
WAITING = (DeliveryState.QUEUED, DeliveryState.LEASED, DeliveryState.SENDING)
LATE_AFTER = dt.timedelta(hours=1)


class LetterQuerySet(CarriedQuerySet):
    """Letters by the worker's and the office's questions."""

    def due(self, at: dt.datetime | None = None) -> LetterQuerySet:
        """Queued letters whose time has come: security notices first, then the oldest; what many get goes last."""
        security, many = (
            When(kind=LetterKind.SECURITY, then=Value(0)),
            When(kind=LetterKind.SUBSCRIPTION, then=Value(2)),
        )
        urgent = Case(security, many, default=Value(1))
        return super().due(at).order_by(urgent, "next_attempt_at", "pk")

    def not_arrived(self) -> LetterQuerySet:
        """Letters that nobody has got, or of which nobody knows; a person has to decide. What subscribers get has an
        origin and is nobody's to decide: an address that takes nothing is taken off."""
        return self.of_the_house().filter(state__in=NOT_ARRIVED)

    def of_the_house(self) -> LetterQuerySet:
        """Letters that people may read and decide about. What has an origin goes to readers: it would tell who
        subscribes."""
        return self.filter(origin="")

    def late(self, at: dt.datetime | None = None) -> LetterQuerySet:
        """Letters that have waited so long that somebody should look whether they are carried at all."""
        return self.filter(state__in=WAITING, created_at__lt=(at or timezone.now()) - LATE_AFTER)


class Letter(Carried):
    """One mail of the house to one address. Written in the transaction of what it tells of; rows are never purged.

    ``html`` is a fragment for the house's mail frame, empty for plain text. ``secret``: the text opens something (a
    sign-in link); no screen shows it, and it is blanked as soon as the letter has left the queue.
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
    # What caused it, for whoever may have to stop it; empty for what is never stopped.
    origin = models.CharField(max_length=120, blank=True)
    # In whose name it is sent, empty for the house's; and RFC 8058's way out.
    sender_name = models.CharField(max_length=120, blank=True)
    unsubscribe_url = models.URLField(max_length=300, blank=True)
    # An iCalendar message (RFC 6047) that mail programs put into calendars; empty for none.
    calendar = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("mektup")
        verbose_name_plural = _("mektuplar")
        ordering = ["-created_at", "-pk"]
        # Whether a security notice may be called delivered is for those whom it protects, not for administrators.
        permissions = [("decide_security_letter", "Can decide what became of a security letter")]
        constraints = [lease_goes_with_state("letter_lease_with_state")]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(state="queued"), name="letter_due"),
            models.Index(fields=["lease_until"], condition=Q(state__in=["leased", "sending"]), name="letter_lease"),
            models.Index(fields=["recipient", "origin"], condition=~Q(origin=""), name="letter_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
