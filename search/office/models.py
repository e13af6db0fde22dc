"""The office's index, apart from the public one: nothing of it is known to a query, a count or a word of the public's.

``OfficeChange``: an object that changed, written by triggers in the transaction of the change; ``OfficeEntry``: where
an object stands in the index; ``OfficeIndex``: since when it is filled. The words are in a table of the engine's own.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeChange(models.Model):
    """One change of an object. ``due_at`` is empty until carrying it has failed."""

    wagtail_reference_index_ignore = True

    kind = models.CharField(_("tür"), max_length=20)
    object_id = models.BigIntegerField(_("kayıt"))
    noted_at = models.DateTimeField(_("yazılış"))
    due_at = models.DateTimeField(_("sıradaki deneme"), null=True)
    attempts = models.PositiveSmallIntegerField(_("deneme"), default=0)
    trouble = models.CharField(_("sorun"), max_length=300, default="")

    class Meta:
        verbose_name = _("büro dizinine yazılacak değişiklik")
        verbose_name_plural = _("büro dizinine yazılacak değişiklikler")
        indexes = [models.Index(fields=["kind", "object_id"], name="officesearch_change_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class OfficeEntry(models.Model):
    """An object in the index. ``place_in_order``: its kind, then its moment, as a number that no other object has."""

    wagtail_reference_index_ignore = True

    kind = models.CharField(_("tür"), max_length=20)
    object_id = models.BigIntegerField(_("kayıt"))
    place_in_order = models.BigIntegerField(_("sıra"), unique=True)
    digest = models.CharField(_("özet"), max_length=64)

    class Meta:
        verbose_name = _("büro dizinindeki kayıt")
        verbose_name_plural = _("büro dizinindeki kayıtlar")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="officesearch_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class OfficeIndex(models.Model):
    """The one row that says that everything there was has been noted."""

    wagtail_reference_index_ignore = True

    filled_at = models.DateTimeField(_("kuruluş"), null=True)

    class Meta:
        verbose_name = _("büro dizininin durumu")
        verbose_name_plural = _("büro dizininin durumu")

    def __str__(self) -> str:
        return f"{self.filled_at or '-'}"
