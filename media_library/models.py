"""The office's own image, rendition and document models, and which of their files the public may fetch.

``Photo`` / ``PhotoRendition``: what editors choose in every page. ``File``: documents attached to content.
``PublicFile``: one row for each file that live, signed content uses; everything else is for signed-in staff only.
"""

from __future__ import annotations

import uuid
from pathlib import PurePath

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class Photo(AbstractImage):
    """A photograph. ``credit`` is the name that must stand under it."""

    credit = models.CharField(_("fotoğraf"), max_length=160, blank=True, help_text=_("Fotoğrafı çekenin adı"))

    admin_form_fields = (
        "title", "file", "description", "credit", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(WagtailImage.Meta):
        verbose_name = _("fotoğraf")
        verbose_name_plural = _("fotoğraflar")


class PhotoRendition(AbstractRendition):
    """One derived size of a photo."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        verbose_name = _("fotoğraf boyutu")
        verbose_name_plural = _("fotoğraf boyutları")


class File(AbstractDocument):
    """A document that content links to."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(WagtailDocument.Meta):
        verbose_name = _("belge")
        verbose_name_plural = _("belgeler")


class PublicFile(models.Model):
    """Leave for the public to fetch one photo or document, because ``content`` is live and uses it.

    Exactly one of ``photo`` and ``file`` is set. Rows appear and disappear in the transaction that publishes or
    withdraws the content.
    """

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="public_uses")
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="public_uses")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("yayındaki dosya")
        verbose_name_plural = _("yayındaki dosyalar")
        indexes = [models.Index(fields=["content_type", "object_id"], name="publicfile_content")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(photo__isnull=False, file__isnull=True)
                | models.Q(photo__isnull=True, file__isnull=False),
                name="publicfile_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo or self.file}"


def unguessable_name(filename: str) -> str:
    """A storage name that tells nothing and cannot be guessed, with the lower-case suffix of ``filename``."""
    return f"{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"
