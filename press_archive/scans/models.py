"""Scanned newspapers (taranan gazete): what came in on paper, page by page, and what was cut out of it.

``Paper`` is one issue of one outlet, ``PaperFile`` a PDF or photo of it as it came, ``PaperPage`` one page,
straightened and read, ``Cut`` one box that somebody drew on a page; the boxes of one story make one clipping.
``ImportedClipping`` is a file of the old archive and what became of it.

Everything stays inside, as clippings do (Law no. 5846 art. 36, Law no. 5187 art. 24): whole pages are the paper's work.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.turkish import format_date
from media_library.models.stored import unguessable_name
from press_archive.clippings.models import Clipping, Scan
from press_archive.clippings.words import PRINTED, Medium
from press_archive.contacts.models import Outlet

FILES = "papers"


def file_path(instance: Any, filename: str) -> str:
    """Where a scanned file or page is stored; no address of ``/media/`` leads to this folder."""
    return f"{FILES}/{unguessable_name(filename)}"


class PageState(models.TextChoices):
    """How far a page has come."""

    WAITING = "waiting", _("işlenmeyi bekliyor")
    DRAWN = "drawn", _("kesilebilir, okunuyor")
    READ = "read", _("okundu")
    FAILED = "failed", _("işlenemedi")


class Paper(models.Model):
    """One issue of a newspaper or magazine that was scanned."""

    outlet = models.ForeignKey(Outlet, verbose_name=_("yayın kuruluşu"), on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField(_("yayın tarihi"), default=timezone.localdate)
    issue_number = models.CharField(_("sayı"), max_length=20, blank=True)
    width_cm = models.DecimalField(
        _("sayfa genişliği (cm)"), max_digits=4, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(Decimal(10)), MaxValueValidator(Decimal(90))],
        help_text=_("Boş bırakılırsa dosyadan, orada da yoksa künyedeki sütunlardan hesaplanır."),
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yükleyen"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("yüklendi"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("taranan gazete")
        verbose_name_plural = _("taranan gazeteler")
        ordering = ["-published_on", "-pk"]
        indexes = [models.Index(fields=["-published_on", "-id"], name="paper_newest")]

    def __str__(self) -> str:
        return f"{self.outlet}, {format_date(self.published_on)}"

    def clean(self) -> None:
        super().clean()
        if self.outlet_id and self.outlet.kind not in PRINTED:
            raise ValidationError({"outlet": _("Yalnız gazete ve dergi taranır.")})

    @property
    def medium(self) -> Medium:
        """What its clippings are."""
        return Medium.MAGAZINE if self.outlet.kind == Outlet.Kind.MAGAZINE else Medium.NEWSPAPER


class PaperFile(models.Model):
    """A file as it came; it stays, as proof of what was printed. ``pages`` is known once the worker has opened it."""

    paper = models.ForeignKey(Paper, verbose_name=_("taranan gazete"), on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("dosya"), upload_to=file_path, max_length=255)
    name = models.CharField(_("dosya adı"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    pages = models.PositiveSmallIntegerField(_("sayfa sayısı"), null=True)
    fault = models.CharField(_("hata"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("taranan dosya")
        verbose_name_plural = _("taranan dosyalar")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class PaperPage(models.Model):
    """One page. ``picture``: straightened, at most ``renderer.LONGEST`` pixels; ``words``: what tesseract read, as rows
    of ``words.Word``. ``width_cm``: what the file says of the paper's width, if it does."""

    paper = models.ForeignKey(Paper, verbose_name=_("taranan gazete"), on_delete=models.CASCADE, related_name="pages")
    file = models.ForeignKey(PaperFile, verbose_name=_("dosya"), on_delete=models.CASCADE, related_name="paper_pages")
    place = models.PositiveSmallIntegerField(_("dosyadaki yeri"), default=0)
    number = models.PositiveSmallIntegerField(_("sayfa"), validators=[MinValueValidator(1), MaxValueValidator(999)])
    state = models.CharField(_("durum"), max_length=10, choices=PageState.choices, default=PageState.WAITING)
    turns = models.PositiveSmallIntegerField(_("çeyrek dönüş"), default=0)
    picture = models.FileField(_("sayfa fotoğrafı"), upload_to=file_path, blank=True, max_length=255)
    small = models.FileField(_("küçük sayfa fotoğrafı"), upload_to=file_path, blank=True, max_length=255)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    width_cm = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    words = models.JSONField(default=list)
    fault = models.CharField(_("hata"), max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("taranan sayfa")
        verbose_name_plural = _("taranan sayfalar")
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["file", "place"], name="paperpage_once")]

    def __str__(self) -> str:
        return f"{self.paper}, s. {self.number}"

    @property
    def can_be_cut(self) -> bool:
        """Whether there is a picture to draw boxes on."""
        return self.state in (PageState.DRAWN, PageState.READ)


class Cut(models.Model):
    """One box of a clipping, in pixels of the page's picture; ``scan`` is what was cut out."""

    page = models.ForeignKey(PaperPage, verbose_name=_("taranan sayfa"), on_delete=models.CASCADE, related_name="cuts")
    clipping = models.ForeignKey(Clipping, verbose_name=_("kupür"), on_delete=models.CASCADE, related_name="+")
    scan = models.ForeignKey(Scan, verbose_name=_("tarama"), on_delete=models.SET_NULL, null=True, related_name="+")
    sort_order = models.PositiveSmallIntegerField(default=0)
    left = models.PositiveIntegerField()
    top = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kesik")
        verbose_name_plural = _("kesikler")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.page}: {self.clipping}"


class Outcome(models.TextChoices):
    """What became of a file of the old archive."""

    ADDED = "added", _("eklendi")
    KNOWN = "known", _("zaten arşivde")
    REFUSED = "refused", _("alınmadı")


class ImportedClipping(models.Model):
    """One file below the folder that was given to ``import_clippings``, as it was when it was looked at."""

    root = models.CharField(max_length=500)
    path = models.CharField(_("dosya"), max_length=900)
    size = models.PositiveBigIntegerField(_("boyut"))
    modified_ns = models.BigIntegerField()
    outcome = models.CharField(_("sonuç"), max_length=10, choices=Outcome.choices)
    reason = models.CharField(_("neden"), max_length=300, blank=True)
    clipping = models.ForeignKey(
        Clipping, verbose_name=_("kupür"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("zaman"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("aktarılan kupür dosyası")
        verbose_name_plural = _("aktarılan kupür dosyaları")
        constraints = [models.UniqueConstraint(fields=["root", "path"], name="importedclipping_once")]

    def __str__(self) -> str:
        return self.path
