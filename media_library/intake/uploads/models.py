"""``Upload``: one file on its way from somebody's device into a shoot."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media_library.models import Photo, Shoot, Video


class UploadState(models.TextChoices):
    """Where an upload stands. ``RECEIVED``: every byte is here, the archive has not looked at them yet."""

    RECEIVING = "receiving", _("geliyor")
    RECEIVED = "received", _("geldi, arşive ekleniyor")
    TAKEN = "taken", _("arşive eklendi")
    REFUSED = "refused", _("alınmadı")
    ABANDONED = "abandoned", _("yarım bırakıldı")


class UploadKind(models.TextChoices):
    """What the file says it is, by its name."""

    PHOTO = "photo", _("fotoğraf")
    VIDEO = "video", _("video")


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads by the questions that views and chores ask."""

    def receiving(self) -> UploadQuerySet:
        """Those of which bytes are still awaited."""
        return self.filter(state=UploadState.RECEIVING)

    def waiting(self) -> UploadQuerySet:
        """Those that are whole and not yet in the archive, the oldest first."""
        return self.filter(state=UploadState.RECEIVED).order_by("touched_at")

    def worth_showing(self) -> UploadQuerySet:
        """Those that their owner may not know the end of: half-sent, waiting, or refused within the hour.

        One of which no byte came may be unknown even to its sender: the answer that told its address was lost.
        """
        half = Q(state=UploadState.RECEIVING, offset__gt=0)
        refused = Q(state=UploadState.REFUSED, touched_at__gt=timezone.now() - dt.timedelta(hours=1))
        return self.filter(half | Q(state=UploadState.RECEIVED) | refused)

    def expired(self, at: dt.datetime | None = None) -> UploadQuerySet:
        """Those of which no byte has come for ``UPLOAD_KEEP_DAYS``."""
        return self.receiving().filter(touched_at__lt=(at or timezone.now()) - keep_for())


class Upload(models.Model):
    """The bytes are in a file of the upload's own (``parts``), whose size says how much is here; ``offset`` is only
    what it was at the last look. ``reason`` tells the person why a file was refused, or what else there is to know.

    ``photo`` or ``video``: what became of it; for a file refused because the shoot has it already, the one it has.
    """

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yükleyen"), on_delete=models.CASCADE, related_name="uploads"
    )
    shoot = models.ForeignKey(Shoot, verbose_name=_("çekim"), on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(_("dosya adı"), max_length=255)
    kind = models.CharField(_("tür"), max_length=20, choices=UploadKind.choices)
    size = models.PositiveBigIntegerField(_("boyut"))
    offset = models.PositiveBigIntegerField(_("gelen"), default=0)
    state = models.CharField(_("durum"), max_length=20, choices=UploadState.choices, default=UploadState.RECEIVING)
    reason = models.CharField(_("neden"), max_length=600, blank=True)
    photo = models.ForeignKey(
        Photo, verbose_name=_("fotoğraf"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    video = models.ForeignKey(
        Video, verbose_name=_("video"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(_("deneme"), default=0)
    created_at = models.DateTimeField(_("başlangıç"), auto_now_add=True)
    touched_at = models.DateTimeField(_("son gelen"), default=timezone.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("yükleme")
        verbose_name_plural = _("yüklemeler")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "touched_at"], name="upload_state_touched"),
            models.Index(fields=["user", "shoot", "state"], name="upload_user_shoot"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def expires_at(self) -> dt.datetime:
        """When it is given up unless another byte comes."""
        return self.touched_at + keep_for()

    @property
    def item(self) -> Photo | Video | None:
        """What became of it in the archive."""
        return self.photo or self.video


def keep_for() -> dt.timedelta:
    """How long a half-sent file is kept after its last byte."""
    return dt.timedelta(days=settings.UPLOAD_KEEP_DAYS)
