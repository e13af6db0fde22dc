"""``FrozenReport``: a coverage report as it was on the day somebody froze it, with what it was made of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FrozenReport(models.Model):
    """Written once; the database refuses to change or remove it. ``figures`` comes of ``inputs`` alone, so that it can
    be made again at any time (``coverage.figures.figures``); ``fingerprint`` is the SHA-256 of both."""

    title = models.CharField(_("başlık"), max_length=160)
    start = models.DateField(_("İlk gün"))
    end = models.DateField(_("son gün"))
    inputs = models.JSONField(_("dayandığı kayıtlar"))
    figures = models.JSONField(_("rakamlar"))
    fingerprint = models.CharField(_("özet değeri"), max_length=64)
    made_at = models.DateTimeField(_("donduruldu"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("donduran"), on_delete=models.PROTECT, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("dondurulmuş rapor")
        verbose_name_plural = _("dondurulmuş raporlar")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title
