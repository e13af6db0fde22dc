"""``ImportedFolder``: a folder of the old archive and the shoot that came of it; ``ImportedFile``: what became of each
file. The rows are what lets an import be stopped and started again without doubles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.models import Photo, Shoot, Video


class ImportedFolder(models.Model):
    """A folder whose files are one event. ``root`` is the tree given to the command, ``path`` the folder below it."""

    wagtail_reference_index_ignore = True

    root = models.CharField(max_length=500)
    path = models.CharField(max_length=900)
    shoot = models.ForeignKey(Shoot, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("aktarılan klasör")
        verbose_name_plural = _("aktarılan klasörler")
        constraints = [models.UniqueConstraint(fields=["root", "path"], name="importedfolder_once")]

    def __str__(self) -> str:
        return self.path


class Outcome(models.TextChoices):
    """What became of a file."""

    ADDED = "added", _("eklendi")
    DUPLICATE = "duplicate", _("zaten arşivde")
    REFUSED = "refused", _("alınmadı")


class ImportedFile(models.Model):
    """One file of the old archive as it was when it was looked at: ``size`` in bytes, ``modified_ns`` since 1970."""

    wagtail_reference_index_ignore = True

    root = models.CharField(max_length=500)
    path = models.CharField(_("dosya"), max_length=900)
    size = models.PositiveBigIntegerField(_("boyut"))
    modified_ns = models.BigIntegerField()
    outcome = models.CharField(_("sonuç"), max_length=10, choices=Outcome.choices)
    reason = models.CharField(_("neden"), max_length=300, blank=True)
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, related_name="+")
    video = models.ForeignKey(Video, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("zaman"), auto_now=True)

    class Meta:
        verbose_name = _("aktarılan dosya")
        verbose_name_plural = _("aktarılan dosyalar")
        constraints = [models.UniqueConstraint(fields=["root", "path"], name="importedfile_once")]

    def __str__(self) -> str:
        return self.path
