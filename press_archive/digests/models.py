"""The morning digest (günlük basın özeti): ``Digest`` of one day, ``DigestItem``: which clippings it tells and what a
hand decided about them, ``Reader``: to whom it goes, ``Alert``: a clipping that was told of by itself.

A line of a digest is what may be quoted: headline, citation and our own summary (Law no. 5846 art. 36, Law no. 5187
art. 24). Scans and texts are reached from it by whoever may read clippings, and are in no mail and no PDF.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.letters.models import Letter
from cms.users.roles import Office
from press_archive.clippings.models import Clipping
from press_archive.clippings.permissions import may_read_clippings
from press_archive.clippings.words import Answer


class Digest(models.Model):
    """The digest of one day. ``lines`` is empty until it is sent, and never changes after."""

    day = models.DateField(_("gün"), unique=True)
    note = models.TextField(
        _("giriş notu"), max_length=600, blank=True, help_text=_("Özetin başında durur; boş kalabilir.")
    )
    sent_at = models.DateTimeField(_("gönderildi"), null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("gönderen"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    lines = models.JSONField(_("satırlar"), default=list)
    letters = models.ManyToManyField(Letter, verbose_name=_("mektuplar"), related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("basın özeti")
        verbose_name_plural = _("basın özetleri")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"


class DigestItem(models.Model):
    """One clipping in one digest: its place by hand (0: none), whether it was dropped, and, once sent, which answer it
    was told to need. It stays when the clipping is deleted: one that is brought back is not told a second time."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="items")
    clipping = models.ForeignKey(Clipping, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    place = models.PositiveIntegerField(default=0)
    is_dropped = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("özet satırı")
        verbose_name_plural = _("özet satırları")
        constraints = [models.UniqueConstraint(fields=["digest", "clipping"], name="digestitem_once")]

    def __str__(self) -> str:
        return f"{self.digest_id}/{self.clipping_id}"


class Reader(models.Model):
    """To whom the digest goes and who is alerted: an office (whoever holds it that day, with deputies) or one
    account."""

    office = models.CharField(_("makam"), max_length=12, choices=Office.choices, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kişi"), on_delete=models.CASCADE, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    gets_digest = models.BooleanField(_("günlük özeti alır"), default=True)
    gets_alerts = models.BooleanField(
        _("anında uyarılır"), default=True, help_text=_("Gün içinde yanıt gerektiren bir haber çıktığında.")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("basın özetini alan")
        verbose_name_plural = _("basın özetini alanlar")
        ordering = ["office", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office"], condition=~Q(office=""), name="reader_office_once"),
            models.UniqueConstraint(fields=["user"], condition=Q(user__isnull=False), name="reader_user_once"),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user_id else str(self.get_office_display())

    def clean(self) -> None:
        super().clean()
        if bool(self.office) == bool(self.user_id):
            raise ValidationError(_("Ya bir makam ya da bir kişi seçin."))
        if self.user is not None and not may_read_clippings(self.user):
            raise ValidationError({"user": _("Bu kişi kupürleri göremez; basın özeti ona gönderilemez.")})


class Alert(models.Model):
    """A clipping that needs ``answer`` and was told of at once: one row, one letter a reader."""

    clipping = models.ForeignKey(Clipping, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    answer = models.CharField(_("yanıt"), max_length=10, choices=Answer.choices)
    told_at = models.DateTimeField(_("uyarıldı"), auto_now_add=True)
    letters = models.ManyToManyField(Letter, verbose_name=_("mektuplar"), related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("basın uyarısı")
        verbose_name_plural = _("basın uyarıları")
        ordering = ["-told_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["clipping", "answer"], name="alert_once")]

    def __str__(self) -> str:
        return f"{self.clipping_id} {self.answer}"
