"""Who reads the office's bulletins by e-mail, and what is on its way to them.

``Wish``: somebody typed an address and nobody has confirmed it; ``Subscriber`` with ``Choice``: who confirmed, and
which subjects; ``Refusal``: an address that wants no question any more; ``Announcement``: one publication to be told.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WISH_LIVES = dt.timedelta(hours=48)
REFUSAL_HOLDS = dt.timedelta(days=365)


class WishQuerySet(models.QuerySet["Wish"]):
    """Wishes by their age."""

    def standing(self) -> WishQuerySet:
        """Those that may still be confirmed."""
        return self.filter(asked_at__gt=timezone.now() - WISH_LIVES)


class Wish(models.Model):
    """A question to be asked, or asked: is this your address, and do you want this? Forgotten after two days."""

    wagtail_reference_index_ignore = True

    email = models.EmailField(_("e-posta adresi"), max_length=254)
    subjects = models.JSONField(default=list)
    consent = models.CharField(_("rıza metninin sürümü"), max_length=20)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    is_written = models.BooleanField(default=False)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("abonelik isteği")
        verbose_name_plural = _("abonelik istekleri")
        indexes = [models.Index(fields=["id"], condition=models.Q(is_written=False), name="wish_unwritten")]

    def __str__(self) -> str:
        return f"{_('abonelik isteği')} {self.pk}"


class Subscriber(models.Model):
    """An address whose owner confirmed it, with the consent: which text, asked when, given when. Deleted on leaving."""

    wagtail_reference_index_ignore = True

    email = models.EmailField(_("e-posta adresi"), max_length=254, unique=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consent = models.CharField(_("rıza metninin sürümü"), max_length=20)
    asked_at = models.DateTimeField(_("İstek zamanı"))
    confirmed_at = models.DateTimeField(_("onay zamanı"))

    class Meta:
        verbose_name = _("abone")
        verbose_name_plural = _("aboneler")

    def __str__(self) -> str:
        return f"{_('abone')} {self.pk}"


class Choice(models.Model):
    """One subject of a subscriber; ``subject`` is a key of ``subscriptions.subjects``."""

    wagtail_reference_index_ignore = True

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="choices")
    subject = models.CharField(_("konu"), max_length=40)

    class Meta:
        verbose_name = _("seçilen konu")
        verbose_name_plural = _("seçilen konular")
        constraints = [models.UniqueConstraint(fields=["subscriber", "subject"], name="choice_once")]

    def __str__(self) -> str:
        return self.subject


class Refusal(models.Model):
    """An address that wants no question any more: only its digest, which tells nobody the address."""

    wagtail_reference_index_ignore = True

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("soru istemeyen adres")
        verbose_name_plural = _("soru istemeyen adresler")

    def __str__(self) -> str:
        return f"{_('soru istemeyen adres')} {self.pk}"


class AnnouncementState(models.TextChoices):
    """How far the telling is."""

    OPEN = "open", _("dağıtılıyor")
    DONE = "done", _("dağıtıldı")
    STOPPED = "stopped", _("durduruldu")


class Announcement(models.Model):
    """One publication, correction or withdrawal to be told. Written in its transaction; ``said`` is what was signed.

    ``cursor`` is the last subscriber for whom it was decided: nobody is met twice, whatever becomes of the worker.
    """

    wagtail_reference_index_ignore = True

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=64)
    version = models.PositiveIntegerField(_("sürüm"))
    kind = models.CharField(_("tür"), max_length=20)
    said = models.JSONField()
    subjects = models.JSONField(default=list)
    state = models.CharField(
        _("durum"), max_length=10, choices=AnnouncementState.choices, default=AnnouncementState.OPEN
    )
    cursor = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("abonelere duyuru")
        verbose_name_plural = _("abonelere duyurular")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "version", "kind"], name="announcement_once")
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(state="open"), name="announcement_open")]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id} v{self.version} {self.kind}"

    @property
    def family(self) -> str:
        """What the origins of all letters about the same content begin with."""
        return family_of(self.content_type_id, self.object_id)

    @property
    def origin(self) -> str:
        """Where its letters say that they come from."""
        return f"{self.family}{self.version:06d}:{self.kind}"


def family_of(content_type_id: int, object_id: str) -> str:
    """See :attr:`Announcement.family`."""
    return f"abone:{content_type_id}:{object_id}:"
