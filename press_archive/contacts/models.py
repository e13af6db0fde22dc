"""Whom the office writes to.

``Outlet``, ``Journalist``, ``Address``, ``DistributionList``; and ``OptOut``: who does not want it. What is known of an
outlet beyond its name is in ``press_archive.contacts.imprint``.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from cms.core.holds import HeldClean
from cms.core.names import NamedOnce
from cms.core.ordering import InNameOrder
from cms.core.text import clean, email_address
from cms.users.models import User
from press_archive.contacts.imprint import ImprintFields


class Outlet(ImprintFields, NamedOnce, InNameOrder, ClusterableModel):
    """A publishing organisation: newspaper, site, agency, radio or television station."""

    class Kind(models.TextChoices):
        NEWSPAPER = "newspaper", _("gazete")
        NEWS_SITE = "news_site", _("haber sitesi")
        TELEVISION = "television", _("televizyon")
        RADIO = "radio", _("radyo")
        AGENCY = "agency", _("ajans")
        MAGAZINE = "magazine", _("dergi")

    name = models.CharField(_("ad"), max_length=160, unique=True)
    kind = models.CharField(_("tür"), max_length=20, choices=Kind.choices)
    city = models.CharField(_("şehir"), max_length=80, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)

    class Meta(InNameOrder.Meta):
        verbose_name = _("yayın kuruluşu")
        verbose_name_plural = _("yayın kuruluşları")

    def __str__(self) -> str:
        return self.name


class Journalist(InNameOrder, ClusterableModel):
    """A member of the press (basın mensubu)."""

    name = models.CharField(_("ad soyad"), max_length=160)
    outlet = models.ForeignKey(
        Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="journalists",
    )  # fmt: skip
    position = models.CharField(_("görev"), max_length=120, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)

    class Meta(InNameOrder.Meta):
        verbose_name = _("basın mensubu")
        verbose_name_plural = _("basın mensupları")

    def __str__(self) -> str:
        return f"{self.name} ({self.outlet})" if self.outlet_id else self.name


OF_THE_HOUSE = _("Bu adres bir çalışanın hesabına ait; basın rehberine yazılamaz.")


class AddressQuerySet(models.QuerySet["Address"]):
    """Addresses by the office's questions."""

    def reachable(self) -> AddressQuerySet:
        """Those that may be written to: in use and not opted out."""
        return self.filter(active=True, opted_out_at__isnull=True)


def normal_email(email: str) -> str:
    """The address as it is compared: trimmed, ASCII lower case, nothing invisible in it. (Turkish case rules do not
    apply to addresses.)"""
    return clean(email, lines=False).strip().lower()


class Address(models.Model):
    """One e-mail address of an outlet's desk or of a journalist."""

    email = models.EmailField(_("e-posta adresi"), unique=True)
    outlet = ParentalKey(
        Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.CASCADE, null=True, blank=True,
        related_name="addresses",
    )  # fmt: skip
    journalist = ParentalKey(
        Journalist, verbose_name=_("basın mensubu"), on_delete=models.CASCADE, null=True, blank=True,
        related_name="addresses",
    )  # fmt: skip
    active = models.BooleanField(_("kullanımda"), default=True)
    opted_out_at = models.DateTimeField(_("gönderim istemiyor"), null=True, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("adres")
        verbose_name_plural = _("adresler")
        ordering = ["email"]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        # An address that was deleted and typed in again has still said no.
        if self._state.adding and self.opted_out_at is None:
            self.opted_out_at = OptOut.objects.filter(email=self.email).values_list("at", flat=True).first()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.email = normal_email(self.email)
        if self.email:
            email_address(self.email)
        known = type(self).objects.filter(pk=self.pk, email=self.email).exists()
        if not known and User.objects.filter(email__iexact=self.email).exists():
            raise ValidationError({"email": OF_THE_HOUSE})
        if self.outlet_id and self.journalist_id:
            raise ValidationError(_("Adres ya bir kuruluşa ya da bir basın mensubuna ait olabilir."))

    @property
    def owner_name(self) -> str:
        """The journalist's or the outlet's name, or an empty string."""
        owner = self.journalist or self.outlet
        return owner.name if owner else ""


class DistributionList(HeldClean, InNameOrder, ClusterableModel):
    """A named set of addresses that bulletins are sent to."""

    name = models.CharField(_("ad"), max_length=120, unique=True)
    description = models.CharField(_("açıklama"), max_length=240, blank=True)
    addresses = ParentalManyToManyField(
        Address, verbose_name=_("adresler"), blank=True, related_name="distribution_lists"
    )
    active = models.BooleanField(_("kullanımda"), default=True)
    is_default = models.BooleanField(
        _("yeni bültende seçili"), default=True, help_text=_("Yeni bir bülten bu liste seçilmiş olarak açılır.")
    )

    class Meta(InNameOrder.Meta):
        verbose_name = _("dağıtım listesi")
        verbose_name_plural = _("dağıtım listeleri")

    def __str__(self) -> str:
        return self.name


class OptOut(models.Model):
    """Somebody said no. Kept apart from the address, so that the answer outlives its deletion.

    Law no. 6563 on electronic commerce and KVKK art. 11: a refusal holds until the person takes it back.
    """

    email = models.EmailField(_("e-posta adresi"), unique=True)
    at = models.DateTimeField(_("zaman"))

    class Meta:
        verbose_name = _("gönderim istemeyen adres")
        verbose_name_plural = _("gönderim istemeyen adresler")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.email
