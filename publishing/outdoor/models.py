"""Outdoor places: where the municipality hangs what, and since when.

``Panel`` is a place with one or several faces; ``Campaign`` what hangs there, ``Booking`` a face for some days, and
``BookedDay`` each of these days, which the database gives to one booking only. ``HangingPhoto`` proves that something
was hung or taken down, ``BookingEvent`` is a line of a booking's history; both are only added to. ``Period`` is an
election or a time of mourning; ``BookingCalendar`` the secret address that a calendar program reads.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.names import NamedOnce
from cms.core.turkish import format_date
from cms.users.models import SecretCalendar
from media_library.models.stored import unguessable_name
from publishing.outdoor import brake
from publishing.outdoor.words import PanelKind, PeriodKind, ProofKind, Release, State

FILES = "outdoor"
MOST_FACES = 12
Person: Any = settings.AUTH_USER_MODEL


def photo_path(instance: Any, filename: str) -> str:
    """Where a photo is stored; no address of ``/media/`` leads to this folder."""
    return f"{FILES}/{unguessable_name(filename)}"


class Panel(NamedOnce):
    """A place where something hangs. Its name is the number by which the office knows it."""

    name = models.CharField(_("pano no ya da adı"), max_length=80)
    kind = models.CharField(_("tür"), max_length=12, choices=PanelKind.choices, default=PanelKind.BILLBOARD)
    owner = models.CharField(_("sahibi"), max_length=120, help_text=_("Belediye ya da reklam şirketi."))
    address = models.CharField(_("adres"), max_length=240)
    neighbourhood = models.CharField(_("mahalle"), max_length=80, blank=True)
    latitude = models.DecimalField(
        _("enlem"), max_digits=8, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(Decimal(35)), MaxValueValidator(Decimal(43))],
    )  # fmt: skip
    longitude = models.DecimalField(
        _("boylam"), max_digits=8, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(Decimal(25)), MaxValueValidator(Decimal(46))],
    )  # fmt: skip
    faces = models.PositiveSmallIntegerField(
        _("yüz sayısı"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_FACES)]
    )
    size = models.CharField(_("ebat"), max_length=60, help_text=_("Örneğin 350 × 200 cm."))
    is_lit = models.BooleanField(_("ışıklı"), default=False)
    active = models.BooleanField(_("kullanımda"), default=True)
    note = models.CharField(_("not"), max_length=240, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pano")
        verbose_name_plural = _("panolar")
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name

    @property
    def geo(self) -> str:
        """Where it is, for the telephone's own map."""
        if self.latitude is None or self.longitude is None:
            return ""
        return f"geo:{self.latitude},{self.longitude}"

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Enlem ile boylamı birlikte yazın.")})
        if self.pk and self.faces and self.bookings.filter(face__gt=self.faces, days__isnull=False).exists():
            raise ValidationError({"faces": _("Bu yüzlerden birinde rezervasyon var.")})


class Campaign(models.Model):
    """What hangs: the words by which the office knows it, and how it is hung."""

    name = models.CharField(_("ne asılıyor?"), max_length=160)
    instructions = models.TextField(_("asanlara not"), max_length=1000, blank=True)
    is_festive = models.BooleanField(
        _("kutlama, şenlik"), default=False, help_text=_("Yas günlerinde asılmaz, asılıysa uyarılır.")
    )
    created_by = models.ForeignKey(
        Person, verbose_name=_("açan"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("açıldı"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pano çalışması")
        verbose_name_plural = _("pano çalışmaları")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings by the hangers' questions."""

    def to_hang(self, day: dt.date) -> BookingQuerySet:
        """Those whose days have begun and that do not hang yet."""
        return self.filter(state=State.BOOKED, first_day__lte=day)

    def to_take_down(self, day: dt.date) -> BookingQuerySet:
        """Those that hang beyond their last day."""
        return self.filter(state=State.HUNG, last_day__lt=day)

    def hanging(self) -> BookingQuerySet:
        """Those that hang, whatever their days say."""
        return self.filter(state=State.HUNG)

    def standing(self) -> BookingQuerySet:
        """Those that are neither over nor given up."""
        return self.filter(state__in=(State.BOOKED, State.HUNG))


class Booking(models.Model):
    """A face of a panel from ``first_day`` to ``last_day``, both included."""

    panel = models.ForeignKey(Panel, verbose_name=_("pano"), on_delete=models.PROTECT, related_name="bookings")
    face = models.PositiveSmallIntegerField(_("yüz"))
    campaign = models.ForeignKey(Campaign, verbose_name=_("çalışma"), on_delete=models.PROTECT, related_name="bookings")
    first_day = models.DateField(_("İlk gün"))
    last_day = models.DateField(_("son gün"))
    state = models.CharField(_("durum"), max_length=10, choices=State.choices, default=State.BOOKED)
    release = models.CharField(_("seçim yasağında gerekçe"), max_length=10, choices=Release.choices, blank=True)
    release_note = models.CharField(_("gerekçenin açıklaması"), max_length=240, blank=True)
    hung_on = models.DateField(_("asıldı"), null=True)
    down_on = models.DateField(_("İndirildi"), null=True)
    created_by = models.ForeignKey(Person, verbose_name=_("ayıran"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = BookingQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pano rezervasyonu")
        verbose_name_plural = _("pano rezervasyonları")
        ordering = ["first_day", "panel__name_key", "face", "pk"]
        indexes = [models.Index(fields=["state", "first_day"], name="booking_state")]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="booking_days"),
            models.CheckConstraint(condition=Q(face__gte=1), name="booking_face"),
            models.UniqueConstraint(fields=["panel", "face"], condition=Q(state="hung"), name="booking_one_hangs"),
        ]
        permissions = [("release_booking", "Can release a booking from the election brake")]

    def __str__(self) -> str:
        return f"{self.panel}, {self.face}. yüz: {self.campaign}"

    @property
    def days_words(self) -> str:
        """``23 Kasım 2026 – 30 Kasım 2026``, or the one day."""
        if self.first_day == self.last_day:
            return format_date(self.first_day)
        return f"{format_date(self.first_day)} – {format_date(self.last_day)}"


class BookedDay(models.Model):
    """A day of a face, taken by one booking."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="days")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    face = models.PositiveSmallIntegerField()
    day = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ayrılmış gün")
        verbose_name_plural = _("ayrılmış günler")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["panel", "face", "day"], name="bookedday_once")]

    def __str__(self) -> str:
        return f"{self.panel_id}/{self.face}: {self.day}"


class HangingPhoto(models.Model):
    """A photo of a face, taken by whoever hung it or took it down. Drawn anew, and never public."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="photos")
    kind = models.CharField(_("ne gösteriyor"), max_length=6, choices=ProofKind.choices)
    file = models.FileField(_("fotoğraf"), upload_to=photo_path, max_length=255)
    noted_by = models.ForeignKey(Person, verbose_name=_("çeken"), on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("asım fotoğrafı")
        verbose_name_plural = _("asım fotoğrafları")
        ordering = ["noted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.get_kind_display()}"


class BookingEvent(models.Model):
    """A line of a booking's history. Only added to."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(_("ne oldu"), max_length=10, choices=State.choices)
    on = models.DateField(_("gün"))
    text = models.CharField(_("açıklama"), max_length=300, blank=True)
    noted_by = models.ForeignKey(Person, verbose_name=_("yazan"), on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rezervasyon olayı")
        verbose_name_plural = _("rezervasyon olayları")
        ordering = ["noted_at", "pk"]

    def __str__(self) -> str:
        return self.get_state_display()


class Period(models.Model):
    """An election, or days of mourning."""

    kind = models.CharField(_("tür"), max_length=10, choices=PeriodKind.choices)
    name = models.CharField(_("ad"), max_length=120)
    vote_day = models.DateField(_("oy verme günü"), null=True, blank=True, help_text=_("Yalnız seçimde."))
    first_day = models.DateField(
        _("İlk gün"), null=True, blank=True,
        help_text=_("Seçimde: takvimin başlangıcı; yerel seçimde boşsa 1 Ocak. Yasta: ilk gün."),
    )  # fmt: skip
    last_day = models.DateField(_("son gün"), null=True, blank=True, help_text=_("Yalnız yasta."))
    reference = models.CharField(
        _("dayanak"), max_length=200, help_text=_("YSK ya da Cumhurbaşkanlığı kararının tarihi ve sayısı.")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("seçim ve yas dönemi")
        verbose_name_plural = _("seçim ve yas dönemleri")
        ordering = ["-first_day", "-pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.kind == PeriodKind.MOURNING:
            if not (self.first_day and self.last_day):
                raise ValidationError({"last_day": _("Yasın ilk ve son gününü yazın.")})
            if self.last_day < self.first_day:
                raise ValidationError({"last_day": _("Son gün ilk günden önce olamaz.")})
        elif self.vote_day is None:
            raise ValidationError({"vote_day": _("Oy verme gününü yazın.")})
        elif self.first_day and self.first_day > self.vote_day:
            raise ValidationError({"first_day": _("Seçim oy verme gününden sonra başlayamaz.")})

    def spans(self) -> list[brake.Span]:
        """Its days, and among those of an election the days of the brake."""
        if self.vote_day is not None and self.kind != PeriodKind.MOURNING:
            return brake.spans_of_election(self.kind, self.name, self.vote_day, self.first_day)
        if self.first_day and self.last_day:
            return [brake.Span(self.kind, self.name, self.first_day, self.last_day)]
        return []


class BookingCalendar(SecretCalendar):
    """Of the bookings."""

    class Meta:
        verbose_name = _("pano takvimi adresi")
        verbose_name_plural = _("pano takvimi adresleri")
