"""Visits, and who follows the mayor's calendar."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.turkish import format_moment
from cms.users.models import SecretCalendar
from press_archive.agenda import words
from press_archive.agenda.models.events import LONGEST
from press_archive.contacts.models import Outlet


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits by the office's questions."""

    def planned(self) -> VisitQuerySet:
        """Those that are still to come, or that nobody has closed."""
        return self.filter(state=words.VisitState.PLANNED)


class Visit(models.Model):
    """The mayor goes to an outlet, or it comes to the mayor. The office's own paper: nothing of it is public."""

    kind = models.CharField(_("tür"), max_length=12, choices=words.VisitKind.choices, default=words.VisitKind.TO_OUTLET)
    outlet = models.ForeignKey(
        Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    title = models.CharField(_("konu"), max_length=160)
    starts_at = models.DateTimeField(_("başlangıç"))
    ends_at = models.DateTimeField(_("bitiş"))
    place = models.CharField(_("yer"), max_length=200)
    people = models.TextField(_("katılanlar"), max_length=1500, blank=True, help_text=_("Her satıra bir kişi."))
    route = models.TextField(
        _("güzergâh ve program"), max_length=2000, blank=True, help_text=_("Her satıra bir durak, saatiyle.")
    )
    talking_points = models.TextField(
        _("konuşma başlıkları"), max_length=3000, blank=True, help_text=_("Her satıra bir başlık.")
    )
    gift = models.CharField(_("hediye"), max_length=160, blank=True)
    gift_cost = models.DecimalField(
        _("hediyenin tutarı (TL)"), max_digits=9, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    gift_reason = models.CharField(
        _("hediyenin gerekçesi"), max_length=300, blank=True,
        help_text=_("Tasarruf genelgesi: temsil dışında hediye verilmez; gerekçesi dosyada kalır."),
    )  # fmt: skip
    photographer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("fotoğraf çekecek"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    follow_up = models.TextField(
        _("ziyaretten sonra yapılacaklar"), max_length=2000, blank=True, help_text=_("Her satıra bir iş.")
    )
    follow_up_on = models.DateField(_("takip günü"), null=True, blank=True)
    outcome = models.TextField(_("nasıl geçti"), max_length=2000, blank=True, editable=False)
    state = models.CharField(
        _("durum"), max_length=10, choices=words.VisitState.choices, default=words.VisitState.PLANNED, editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changes = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yazan"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("açılış"), auto_now_add=True)

    objects = VisitQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("basın ziyareti")
        verbose_name_plural = _("basın ziyaretleri")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["starts_at"], name="visit_starts")]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> str:
        """Its beginning in words."""
        return format_moment(self.starts_at)

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and not self.starts_at < self.ends_at <= self.starts_at + LONGEST:
            raise ValidationError({"ends_at": _("Bitiş başlangıçtan sonra olmalı.")})
        if (self.gift or self.gift_cost) and not self.gift_reason:
            raise ValidationError({"gift_reason": _("Hediye verilecekse gerekçesini yazın (tasarruf genelgesi).")})
        if self.gift_cost and not self.gift:
            raise ValidationError({"gift": _("Ne verileceğini yazın.")})
        if self.kind in (words.VisitKind.TO_OUTLET, words.VisitKind.TO_MAYOR) and not self.outlet_id:
            raise ValidationError({"outlet": _("Hangi kuruluş olduğunu seçin.")})


class CalendarAddress(SecretCalendar):
    """Of the mayor's press calendar."""

    class Meta:
        verbose_name = _("Başkan’ın basın takvimi adresi")
        verbose_name_plural = _("Başkan’ın basın takvimi adresleri")
