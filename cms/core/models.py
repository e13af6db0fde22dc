"""``Hold``: one row that stays as it is because content in approval, or signed and waiting for its minute, uses it.
``Grant``: one permission that an app's declaration gave to a role. ``Beat``: a sign of life."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far the content is that holds a row."""

    APPROVAL = "approval", _("onayda")
    SCHEDULED = "scheduled", _("imzalandı, yayın saatini bekliyor")


class Hold(models.Model):
    """Content (``holder``) holds a row; it also holds itself, so that content which uses nothing is found too.

    Written and removed by ``publishing.approval.holding`` in the transaction that submits, returns, publishes or
    withdraws the content. ``title`` is what the content was called then, for the sentence that a refusal says.
    """

    wagtail_reference_index_ignore = True

    row_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    row_id = models.CharField(max_length=64)
    holder_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    holder_id = models.CharField(max_length=64)
    stage = models.CharField(_("aşama"), max_length=20, choices=Stage.choices)
    title = models.CharField(_("İçerik"), max_length=300)

    class Meta:
        verbose_name = _("bekletilen kayıt")
        verbose_name_plural = _("bekletilen kayıtlar")
        constraints = [
            models.UniqueConstraint(
                fields=["row_type", "row_id", "holder_type", "holder_id"], name="hold_once_for_each_content"
            )
        ]
        indexes = [models.Index(fields=["holder_type", "holder_id"], name="hold_of_content")]

    def __str__(self) -> str:
        return f"{self.title}: {self.row_type_id}/{self.row_id}"


class Scope(models.TextChoices):
    """Where a granted permission holds; the value names the foreign key of Wagtail's row."""

    MODEL = "model", _("kayıtlar")
    PAGE = "page", _("sayfalar")
    COLLECTION = "collection", _("koleksiyonlar")


class Grant(models.Model):
    """One permission that a declaration gave to a role, so that it can be taken back when no app declares it any more.

    Written by ``cms.core.grants`` alone. A permission given by hand has no row here, and nobody takes it back.
    """

    wagtail_reference_index_ignore = True

    scope = models.CharField(max_length=20, choices=Scope.choices)
    role = models.CharField(max_length=150)
    permission = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("verilen yetki")
        verbose_name_plural = _("verilen yetkiler")
        constraints = [models.UniqueConstraint(fields=["scope", "role", "permission"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.permission}"


class Beat(models.Model):
    """The last sign of life of one process, or the last end of something that runs by the clock (``cms.core.beats``).

    ``note`` is for administrators only: what stands in its way, in the words of whoever refused.
    """

    wagtail_reference_index_ignore = True

    owner = models.CharField(max_length=64, unique=True)
    job = models.CharField(max_length=20)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("yaşam belirtisi")
        verbose_name_plural = _("yaşam belirtileri")

    def __str__(self) -> str:
        return f"{self.job}: {self.owner}"


class EditingStart(models.Model):
    """Since when an editing screen is open. Wagtail's own row says only when its browser was last heard of."""

    wagtail_reference_index_ignore = True

    session = models.OneToOneField(
        "wagtailadmin.EditingSession", on_delete=models.CASCADE, primary_key=True, related_name="start"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("açık düzenleme ekranı")
        verbose_name_plural = _("açık düzenleme ekranları")

    def __str__(self) -> str:
        return str(self.session)
