"""``Format``: the measures of one thing that is printed, hung or shown, as an officer keeps them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.publications.prepress.design import Sheet, Unfit
from publishing.publications.words import Kind


class Condition(models.TextChoices):
    """The colours that it is made for."""

    FOGRA39 = "FOGRA39", _("baskı (FOGRA39)")
    SRGB = "sRGB", _("ekran (sRGB)")


def whole(lowest: int, highest: int) -> list[Any]:
    """Validators of a number that a person types."""
    return [MinValueValidator(lowest), MaxValueValidator(highest)]


class Format(models.Model):
    """One size. Lengths are millimetres of the finished thing. ``code`` names the rows that come with the house."""

    kind = models.CharField(_("tür"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("ad"), max_length=120)
    code = models.SlugField(max_length=60, unique=True, null=True, blank=True, editable=False)
    trim_width = models.FloatField(_("en (mm)"))
    trim_height = models.FloatField(_("boy (mm)"))
    visible_width = models.FloatField(_("görünen en (mm)"), null=True, blank=True)
    visible_height = models.FloatField(_("görünen boy (mm)"), null=True, blank=True)
    safe = models.FloatField(_("güvenli alan (mm)"), default=5.0)
    bleed = models.FloatField(_("taşma payı (mm)"), default=3.0)
    scale = models.PositiveSmallIntegerField(_("ölçek (1:…)"), default=1, validators=whole(1, 20))
    ppi_wanted = models.PositiveSmallIntegerField(_("İstenen çözünürlük (ppi)"), default=300)
    ppi_tolerated = models.PositiveSmallIntegerField(_("en az çözünürlük (ppi)"), default=200)
    condition = models.CharField(_("renk"), max_length=10, choices=Condition.choices, default=Condition.FOGRA39)
    pages_multiple = models.PositiveSmallIntegerField(_("sayfa sayısının katı"), default=1, validators=whole(1, 64))
    max_ink = models.PositiveSmallIntegerField(_("en çok mürekkep (%)"), default=300, validators=whole(200, 400))
    distance = models.FloatField(_("okunma uzaklığı (m)"), default=0.0)
    pieces = models.PositiveSmallIntegerField(_("parça"), default=1, validators=whole(1, 99))
    paper = models.CharField(_("kâğıt, malzeme"), max_length=120, blank=True)
    deadline_days = models.PositiveSmallIntegerField(
        _("kaç gün önce teslim"), null=True, blank=True, validators=whole(0, 365)
    )
    owner = models.CharField(_("panonun sahibi"), max_length=160, blank=True)
    notes = models.TextField(_("notlar"), max_length=2000, blank=True)
    source = models.CharField(_("kaynak"), max_length=300, blank=True)
    active = models.BooleanField(_("kullanılıyor"), default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ölçü")
        verbose_name_plural = _("ölçüler")
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="publicationformat_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def sheet(self) -> Sheet:
        """The measures as what draws takes them. Raises ``Unfit``."""
        seen = self.visible_width, self.visible_height
        return Sheet(
            trim=(self.trim_width, self.trim_height), visible=(seen[0], seen[1]) if seen[0] and seen[1] else None,
            safe=self.safe, bleed=self.bleed, scale=self.scale, ppi_wanted=self.ppi_wanted,
            ppi_tolerated=self.ppi_tolerated, condition=self.condition, pages_multiple=self.pages_multiple,
            max_ink=self.max_ink, distance=self.distance,
        )  # fmt: skip

    def clean(self) -> None:
        super().clean()
        if bool(self.visible_width) != bool(self.visible_height):
            raise ValidationError(_("Görünen alanın enini ve boyunu birlikte yazın."))
        try:
            _sheet = self.sheet
        except (Unfit, TypeError) as unfit:
            raise ValidationError(
                _("Bu ölçüyle basılamaz; sayıları gözden geçirin (%(what)s).") % {"what": unfit}
            ) from unfit
