"""The künye of an outlet: who owns it and answers for it, what kind of publication it is, and its figures over time.

Law no. 5187 art. 4 says what a periodical or news site has to name of itself; the figures are what the office was told
or read, each with its source. ``ImprintFields`` belongs to the outlet's own row, ``OutletMonth`` and ``OutletPrice``
are its history: a clipping copies what held on its day.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

LARGEST_FIGURE = 2_000_000_000  # what an integer column of every engine holds


class Scope(models.TextChoices):
    """Kind of publication (yayın türü), Law no. 5187 art. 2/d–f."""

    NATIONAL = "national", _("yaygın")
    REGIONAL = "regional", _("bölgesel")
    LOCAL = "local", _("yerel")


class Period(models.TextChoices):
    """How often it appears."""

    CONTINUOUS = "continuous", _("sürekli")
    DAILY = "daily", _("günlük")
    WEEKLY = "weekly", _("haftalık")
    FORTNIGHTLY = "fortnightly", _("on beş günlük")
    MONTHLY = "monthly", _("aylık")
    OTHER = "other", _("başka")


class ImprintFields(models.Model):
    """What the law asks an outlet to say of itself, and how a page of it is set."""

    owner = models.CharField(_("sahibi"), max_length=160, blank=True)
    representative = models.CharField(_("tüzel kişi temsilcisi"), max_length=160, blank=True)
    responsible_editor = models.CharField(_("sorumlu müdür"), max_length=160, blank=True)
    scope = models.CharField(_("yayın türü"), max_length=12, choices=Scope.choices, blank=True)
    period = models.CharField(_("yayın aralığı"), max_length=12, choices=Period.choices, blank=True)
    address = models.CharField(_("yönetim yeri"), max_length=300, blank=True)
    e_notification = models.CharField(
        _("elektronik tebligat adresi"), max_length=160, blank=True,
        help_text=_("Düzeltme ve cevap yazısının tebliğ edilebileceği UETS adresi."),
    )  # fmt: skip
    printing_place = models.CharField(_("basım yeri"), max_length=160, blank=True)
    website = models.URLField(
        _("İnternet sitesi"), max_length=300, blank=True, validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Yapıştırılan haber bağlantısının kuruluşu bundan bulunur."),
    )  # fmt: skip
    page_columns = models.PositiveSmallIntegerField(
        _("sayfadaki sütun sayısı"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    column_width = models.DecimalField(
        _("sütun genişliği (cm)"), max_digits=4, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(50))],
    )  # fmt: skip

    class Meta:
        abstract = True


class OutletMonth(models.Model):
    """Circulation or visits of an outlet in one month and whether it had the right to official advertisements (Basın
    İlan Kurumu, Law no. 195), with where the figures come from."""

    outlet = ParentalKey(
        "contacts.Outlet", verbose_name=_("yayın kuruluşu"), on_delete=models.CASCADE, related_name="months"
    )
    month = models.DateField(_("ay"), help_text=_("Ayın herhangi bir günü."))
    circulation = models.PositiveIntegerField(
        _("tiraj"), null=True, blank=True, validators=[MaxValueValidator(LARGEST_FIGURE)]
    )
    visits = models.PositiveIntegerField(
        _("aylık ziyaret"), null=True, blank=True, validators=[MaxValueValidator(LARGEST_FIGURE)]
    )
    has_bik_right = models.BooleanField(_("resmî ilan hakkı (BİK)"), null=True, blank=True)
    source = models.CharField(
        _("kaynak"), max_length=160, help_text=_("Örneğin: Basın İlan Kurumu, kuruluşun beyanı, Gemius")
    )
    noted_on = models.DateField(_("rakamın tarihi"), default=timezone.localdate)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("aylık tiraj ve ziyaret")
        verbose_name_plural = _("aylık tiraj ve ziyaretler")
        ordering = ["-month", "outlet_id"]
        constraints = [models.UniqueConstraint(fields=["outlet", "month"], name="outletmonth_once")]

    def __str__(self) -> str:
        return f"{self.outlet} {self.month:%m.%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.month = self.month.replace(day=1)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.month:
            self.month = self.month.replace(day=1)
            same = OutletMonth.objects.filter(outlet_id=self.outlet_id, month=self.month).exclude(pk=self.pk)
            if self.outlet_id and same.exists():
                raise ValidationError({"month": _("Bu kuruluşun bu ayı zaten yazılmış.")})


class OutletPrice(models.Model):
    """What an outlet asked for one st×cm (print) or one item (others) in a year, in Turkish lira without tax."""

    outlet = ParentalKey(
        "contacts.Outlet", verbose_name=_("yayın kuruluşu"), on_delete=models.CASCADE, related_name="prices"
    )
    year = models.PositiveSmallIntegerField(_("yıl"), validators=[MinValueValidator(1990), MaxValueValidator(2200)])
    amount = models.DecimalField(
        _("birim fiyat (TL)"), max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    source = models.CharField(_("kaynak"), max_length=160, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("birim fiyat")
        verbose_name_plural = _("birim fiyatlar")
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["outlet", "year"], name="outletprice_once")]

    def __str__(self) -> str:
        return f"{self.outlet} {self.year}"


def month_on(outlet_id: int, day: dt.date) -> OutletMonth | None:
    """The figures that held on ``day``: those of its month, else the newest from before it."""
    return OutletMonth.objects.filter(outlet_id=outlet_id, month__lte=day.replace(day=1)).order_by("-month").first()


def price_on(outlet_id: int, day: dt.date) -> OutletPrice | None:
    """The unit price that held on ``day``: that of its year, else the newest from before it."""
    return OutletPrice.objects.filter(outlet_id=outlet_id, year__lte=day.year).order_by("-year").first()
