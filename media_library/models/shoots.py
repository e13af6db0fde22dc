"""``Shoot`` (çekim): one event, photographed and filmed; who took it; who is seen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.holds import HeldClean
from cms.core.names import NamedOnce
from cms.core.ordering import InNameOrder
from cms.users.models import Department
from media_library.metadata import templates
from media_library.models.described import LegalBasis, Licence
from media_library.models.stored import unguessable_name

CONTRACTS = "contracts"


def contract_path(instance: Photographer, filename: str) -> str:
    """Where a photographer's contract is stored."""
    return f"{CONTRACTS}/{unguessable_name(filename)}"


class Person(NamedOnce, InNameOrder):
    """Somebody who is seen in photos, by the name that the archive knows."""

    name = models.CharField(_("ad soyad"), max_length=120, unique=True)

    class Meta(InNameOrder.Meta):
        verbose_name = _("kişi")
        verbose_name_plural = _("kişiler")

    def __str__(self) -> str:
        return self.name


class Photographer(HeldClean, NamedOnce, InNameOrder):
    """Who holds the camera. For somebody who is not of the office, ``rights_until`` is the last day on which the
    contract lets the municipality use the pictures; no date means without end. By ``credit_pattern``
    (``media_library.metadata.templates``) new photos of this person, and pages that show them, name whose they are."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("belediye personeli")
        CONTRACT = "contract", _("sözleşmeli")
        OUTSIDE = "outside", _("kurum dışı")

    name = models.CharField(_("ad soyad"), max_length=120, unique=True)
    kind = models.CharField(_("çalışma biçimi"), max_length=20, choices=Kind.choices, default=Kind.STAFF)
    contract_number = models.CharField(_("sözleşme sayısı"), max_length=80, blank=True)
    contract = models.FileField(_("sözleşme"), upload_to=contract_path, blank=True)
    rights_until = models.DateField(_("kullanım hakkının son günü"), null=True, blank=True)
    active = models.BooleanField(_("çalışıyor"), default=True)
    # Nullable, so that SQLite adds the column without making the table anew.
    credit_pattern = models.CharField(
        _("İmza kalıbı"), max_length=160, null=True, blank=True, validators=[templates.check],
        help_text=_("Bu kişinin fotoğraflarının altında ne yazsın? Örneğin: Fotoğraf: {fotoğrafçı}/{belediye}"),
    )  # fmt: skip

    class Meta(InNameOrder.Meta):
        verbose_name = _("fotoğrafçı")
        verbose_name_plural = _("fotoğrafçılar")

    def __str__(self) -> str:
        return self.name


class Shoot(HeldClean, models.Model):
    """One event in pictures: the unit in which photos and videos are uploaded, described, found and handed out.

    What is set here is what each new photo and video of the shoot begins with.
    """

    title = models.CharField(_("etkinlik"), max_length=200)
    date = models.DateField(_("tarih"), default=timezone.localdate, db_index=True)
    place = models.CharField(_("yer"), max_length=120, blank=True, help_text=_("Mahalle ya da mekân"))
    department = models.ForeignKey(
        Department, verbose_name=_("müdürlük"), on_delete=models.PROTECT, null=True, blank=True, related_name="shoots"
    )
    photographer = models.ForeignKey(
        Photographer, verbose_name=_("fotoğrafçı"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="shoots",
    )  # fmt: skip
    people = models.ManyToManyField(Person, verbose_name=_("görünen kişiler"), blank=True, related_name="shoots")
    notes = models.TextField(_("notlar"), blank=True)
    legal_basis = models.CharField(
        _("hukuki dayanak"), max_length=20, choices=LegalBasis.choices, default=LegalBasis.PUBLIC_EVENT
    )
    licence = models.CharField(_("kullanım hakkı"), max_length=20, choices=Licence.choices, default=Licence.OWN)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("açan"), on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(_("açılış zamanı"), auto_now_add=True)
    # The running number that the newest photo or video was given. Nullable, so that SQLite adds the column in place.
    last_number = models.PositiveIntegerField(_("son sıra numarası"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("çekim")
        verbose_name_plural = _("çekimler")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["-date", "-id"], name="shoot_newest")]

    def __str__(self) -> str:
        return self.title
