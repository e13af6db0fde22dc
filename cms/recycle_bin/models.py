"""What was deleted in the last days: ``Discarded``, one for each row that a person deleted, and ``KeptFile``, the
stored files that wait with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_DAYS = 30


class ExactEncoder(DjangoJSONEncoder):
    """Django's, with every digit of a moment: what comes back is what was deleted."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.datetime) else super().default(value)


def name_of(kind: ContentType) -> str:
    """What rows of this type are called."""
    model = kind.model_class()
    return str(model._meta.verbose_name) if model is not None else kind.model


class DiscardedQuerySet(models.QuerySet["Discarded"]):
    """What stands in the bin, by the office's questions."""

    def due(self) -> DiscardedQuerySet:
        """What has stood there long enough."""
        return self.filter(at__lt=timezone.now() - dt.timedelta(days=KEPT_DAYS))

    def listed(self) -> DiscardedQuerySet:
        """Without the long columns."""
        return self.defer("main", "parts").select_related("by", "kind")


class Discarded(models.Model):
    """One deleted row as it was. ``main`` is the row (of a page: of both its tables), ``parts`` are the rows that went
    with it, as Django serialises them.

    ``bundle`` is shared by what one request deleted. ``place`` is where it stood: the parent of a page, the collection
    of a photo; with ``owner_id`` it is what the rights of a row hang on.
    """

    kind = models.ForeignKey(ContentType, verbose_name=_("tür"), on_delete=models.CASCADE, related_name="+")
    row_id = models.CharField(max_length=255)
    title = models.CharField(_("başlık"), max_length=300)
    place = models.CharField(max_length=255, blank=True)
    place_name = models.CharField(_("yer"), max_length=300, blank=True)
    owner_id = models.BigIntegerField(null=True)
    bundle = models.UUIDField(null=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("silen"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("silinme"), auto_now_add=True, db_index=True)
    main: Any = models.JSONField(encoder=ExactEncoder)
    parts: Any = models.JSONField(encoder=ExactEncoder, default=list)

    objects = DiscardedQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("silinen kayıt")
        verbose_name_plural = _("silinen kayıtlar")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        permissions = [("empty_bin", _("Çöp kutusundakileri kalıcı olarak siler"))]
        constraints = [models.UniqueConstraint(fields=["kind", "row_id"], name="discarded_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_name(self) -> str:
        """What it is, in the office's words."""
        return name_of(self.kind)

    @property
    def days_left(self) -> int:
        """How many days it stays; 1 on its last one, 0 when it is due."""
        return max(-((timezone.now() - self.at - dt.timedelta(days=KEPT_DAYS)) // dt.timedelta(days=1)), 0)


class KeptFile(models.Model):
    """A stored file that stays where it is while its row is in the bin. No address leads to it."""

    discarded = models.ForeignKey(Discarded, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
