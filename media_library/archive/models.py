"""What the archive's screens remember: ``SavedFilter`` (a search by name) and ``TextTemplate`` (words used again)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Saved filters by the finder's question."""

    def of(self, user: settings.AUTH_USER_MODEL) -> SavedFilterQuerySet:  # type: ignore[name-defined]
        """Those that ``user`` sees: the own ones and what others share."""
        return self.filter(Q(user=user) | Q(shared=True)).select_related("user")


class SavedFilter(models.Model):
    """A search of the finder under a name. ``query`` is its address after the question mark."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sahibi"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("ad"), max_length=80)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(_("herkes görsün"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("kayıtlı süzgeç")
        verbose_name_plural = _("kayıtlı süzgeçler")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="savedfilter_name")]

    def __str__(self) -> str:
        return self.name


class TextTemplate(models.Model):
    """Words for a field of many photos; names in braces are filled in for each ("Fotoğraf: {fotoğrafçı}")."""

    class Field(models.TextChoices):
        HEADLINE = "headline", _("başlık (basın için)")
        CAPTION = "caption", _("fotoğraf altı")
        CREDIT = "credit", _("imza")
        COPYRIGHT = "copyright_notice", _("telif bildirimi")
        TERMS = "usage_terms", _("kullanım koşulları")

    name = models.CharField(_("ad"), max_length=80)
    field = models.CharField(_("alan"), max_length=40, choices=Field.choices)
    text = models.CharField(_("metin"), max_length=2000)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yazan"), on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("metin kalıbı")
        verbose_name_plural = _("metin kalıpları")
        ordering = ["field", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["field", "name"], name="texttemplate_name")]

    def __str__(self) -> str:
        return self.name
