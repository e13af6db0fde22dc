"""People: ``User``, ``Department`` (müdürlük), ``Delegation`` (vekâlet)."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.turkish import collation_text
from cms.users.roles import Office


class User(AbstractUser):
    """A person of the office. ``job_title`` is what stands under the name on a signature."""

    job_title = models.CharField(_("unvan"), max_length=120, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("kullanıcı")
        verbose_name_plural = _("kullanıcılar")

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Department(models.Model):
    """A directorate of the municipality. Its name stands on public pages and so never changes once used:
    a renamed directorate is a new row, the old one is closed."""

    name = models.CharField(_("ad"), max_length=120, unique=True)
    slug = models.SlugField(_("adres parçası"), max_length=80, unique=True)
    active = models.BooleanField(_("kullanımda"), default=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)

    class Meta:
        verbose_name = _("müdürlük")
        verbose_name_plural = _("müdürlükler")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = collation_text(self.name)[:600]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations by the office's questions."""

    def in_force(self, at: dt.datetime | None = None) -> DelegationQuerySet:
        """Those that hold at the moment ``at`` (default now)."""
        at = at or timezone.now()
        return self.filter(revoked_at__isnull=True, starts_at__lte=at, ends_at__gt=at)

    def overlapping(self, *, office: str, starts_at: dt.datetime, ends_at: dt.datetime) -> DelegationQuerySet:
        """Unrevoked ones of ``office`` that share a moment with the half-open interval [starts_at, ends_at)."""
        return self.filter(office=office, revoked_at__isnull=True, starts_at__lt=ends_at, ends_at__gt=starts_at)


class Delegation(models.Model):
    """Vekâlet: ``deputy`` signs for ``principal``'s office from ``starts_at`` up to, not including, ``ends_at``."""

    office = models.CharField(_("makam"), max_length=20, choices=Office.choices)
    principal = models.ForeignKey(
        User, verbose_name=_("vekâlet veren"), on_delete=models.PROTECT, related_name="delegations_given"
    )
    deputy = models.ForeignKey(User, verbose_name=_("vekil"), on_delete=models.PROTECT, related_name="delegations_held")
    starts_at = models.DateTimeField(_("başlangıç"))
    ends_at = models.DateTimeField(_("bitiş"))
    document_number = models.CharField(_("belge sayısı"), max_length=80, blank=True)
    created_by = models.ForeignKey(User, verbose_name=_("kaydeden"), on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("kayıt zamanı"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("kaldırılma zamanı"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, verbose_name=_("kaldıran"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("vekâlet")
        verbose_name_plural = _("vekâletler")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="delegation_ends_after_start"),
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="delegation_not_to_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.deputy}"

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("Bitiş, başlangıçtan sonra olmalıdır.")})
