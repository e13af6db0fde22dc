"""``PhotoPrint``: a photo's fingerprints; ``DuplicatePair``: two photos that look alike, and what was decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from media_library.models import Photo


class PhotoPrint(models.Model):
    """The fingerprints of one photo: ``hashes`` are 81 unsigned 64-bit numbers, little-endian, the whole picture's
    first (``media_library.duplicates.likeness``)."""

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="print", primary_key=True)
    hashes = models.BinaryField()

    class Meta:
        verbose_name = _("fotoğrafın parmak izi")
        verbose_name_plural = _("fotoğrafların parmak izleri")

    def __str__(self) -> str:
        return f"{self.photo_id}"


class PairKind(models.TextChoices):
    """How two photos are the same."""

    EXACT = "exact", _("aynı dosya")
    NEAR = "near", _("aynı görüntü")


class PairState(models.TextChoices):
    """What a person decided."""

    OPEN = "open", _("bakılmadı")
    STACKED = "stacked", _("üst üste kondu")
    MERGED = "merged", _("birleştirildi")
    DIFFERENT = "different", _("ayrı fotoğraflar")


class DuplicatePair(models.Model):
    """Two photos that look alike; ``first`` came in earlier. ``score`` is 0 to 1."""

    wagtail_reference_index_ignore = True

    first = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("tür"), max_length=10, choices=PairKind.choices)
    score = models.FloatField(_("benzerlik"))
    state = models.CharField(_("karar"), max_length=10, choices=PairState.choices, default=PairState.OPEN)
    found_at = models.DateTimeField(_("bulunma"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("karar veren"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("karar zamanı"), null=True)

    class Meta:
        verbose_name = _("benzer çift")
        verbose_name_plural = _("benzer çiftler")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicatepair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicatepair_in_order"),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(state="open"), name="duplicatepair_open"),
            models.Index(fields=["second"], name="duplicatepair_second"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"
