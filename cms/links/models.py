"""What public pages link to: ``PageLinks`` (which version of a page was read), ``LinkUse`` (one link in it) and
``WebLink`` (one address on another site, and what came of looking at it)."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class LinkState(models.TextChoices):
    """What is known of an address on another site."""

    NEW = "new", _("bakılmadı")
    ALIVE = "alive", _("çalışıyor")
    DOUBTFUL = "doubtful", _("belirsiz")
    DEAD = "dead", _("kırık")
    UNASKED = "unasked", _("bakılmıyor")


def digest_of(address: str) -> str:
    """What an address of any length is found by."""
    return hashlib.sha256(address.encode()).hexdigest()


class WebLinkQuerySet(models.QuerySet["WebLink"]):
    """Addresses by what is to be done."""

    def due(self) -> WebLinkQuerySet:
        """Those whose time has come, that some public page still names."""
        return self.filter(next_at__lte=timezone.now(), uses__page__live=True).distinct()


class WebLink(models.Model):
    """One address on another site. ``failures``: how often in a row nobody was met."""

    digest = models.CharField(max_length=64, unique=True)
    address = models.TextField(_("adres"))
    host = models.CharField(_("site"), max_length=255, db_index=True)
    state = models.CharField(_("durum"), max_length=20, choices=LinkState.choices, default=LinkState.NEW)
    status = models.PositiveSmallIntegerField(_("HTTP durumu"), default=0)
    trouble = models.CharField(max_length=20, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(_("bakıldı"), null=True)
    claimed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = WebLinkQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("dış bağlantı")
        verbose_name_plural = _("dış bağlantılar")
        default_permissions = ()

    def __str__(self) -> str:
        return self.address


class PageLinks(models.Model):
    """That the links of ``page`` were read, and in which public version."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="links_read")
    revision_id = models.BigIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.page_id)


class LinkUse(models.Model):
    """One link in the public version of ``page``: to ``link``, or to the page ``target_id``, which may be gone."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="link_uses")
    link = models.ForeignKey(WebLink, on_delete=models.CASCADE, null=True, related_name="uses")
    target_id = models.BigIntegerField(null=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(link__isnull=False, target_id__isnull=True) | Q(link__isnull=True, target_id__isnull=False),
                name="linkuse_one_target",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} → {self.link_id or self.target_id}"
