"""The office's own image, rendition and document models, and which of their files the public may fetch.

``Photo`` / ``PhotoRendition``: what editors choose in every page. ``File``: documents attached to content.
``PublicFile``: one row for each file that live, signed content uses; everything else is for signed-in staff only.
"""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files import File as DjangoFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.images.models import Image as WagtailImage

from media_library.metadata.served import CleanFilter

# Stored paths begin with one of these; ``media_library.views`` decides by it who may fetch what.
ORIGINALS = "original_images"
RENDITIONS = "images"
DOCUMENTS = "documents"


def unguessable_name(filename: str) -> str:
    """A storage name that tells nothing and cannot be guessed, with the lower-case suffix of ``filename``."""
    return f"{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"


def document_path(instance: File, filename: str) -> str:
    """Where a document is stored; its own name is kept in ``original_name``."""
    instance.original_name = PurePath(filename).name[-255:]
    return f"{DOCUMENTS}/{unguessable_name(filename)}"


class Photo(AbstractImage):
    """A photograph. ``credit`` is the name that must stand under it; ``original_name`` what the camera called it."""

    credit = models.CharField(_("fotoğraf"), max_length=160, blank=True, help_text=_("Fotoğrafı çekenin adı"))
    original_name = models.CharField(_("dosya adı"), max_length=255, blank=True, editable=False)

    admin_form_fields = (
        "title", "file", "description", "credit", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(WagtailImage.Meta):
        verbose_name = _("fotoğraf")
        verbose_name_plural = _("fotoğraflar")
        indexes = [models.Index(fields=["file"], name="photo_stored_name")]

    def get_upload_to(self, filename: str) -> str:
        self.original_name = PurePath(filename).name[-255:]
        return f"{ORIGINALS}/{unguessable_name(filename)}"

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> DjangoFile:
        """As Wagtail does it, but without the camera's metadata (place, serial number, embedded preview)."""
        return super().generate_rendition_file(CleanFilter(spec=filter.spec, credit=self.credit), source=source)


class PhotoRendition(AbstractRendition):
    """One derived size of a photo."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        verbose_name = _("fotoğraf boyutu")
        verbose_name_plural = _("fotoğraf boyutları")
        indexes = [models.Index(fields=["file"], name="photorendition_stored_name")]

    def get_upload_to(self, filename: str) -> str:
        # Not derived from the original's name: knowing one size must not tell the address of another.
        return f"{RENDITIONS}/{unguessable_name(filename)}"


class File(AbstractDocument):
    """A document that content links to; it downloads under ``original_name``."""

    file = models.FileField(_("dosya"), upload_to=document_path)
    original_name = models.CharField(_("dosya adı"), max_length=255, blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(WagtailDocument.Meta):
        verbose_name = _("belge")
        verbose_name_plural = _("belgeler")
        indexes = [models.Index(fields=["file"], name="file_stored_name")]

    @property
    def filename(self) -> str:
        """The name under which people know and download the document."""
        return self.original_name or PurePath(self.file.name or "").name


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
