"""The archive's own tags: ``Tag``, one for each name by Turkish rules, and ``TaggedItem``, which item has it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import GenericTaggedItemBase, TagBase

from cms.core.names import NamedOnce
from cms.core.turkish import slugify


class Tag(NamedOnce, TagBase):
    """A word that photos, videos and documents are found by."""

    free_tagging = True

    class Meta:
        verbose_name = _("arşiv etiketi")
        verbose_name_plural = _("arşiv etiketleri")

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slugify(tag, max_length=90) or "etiket"
        return slug if i is None else f"{slug}-{i + 1}"


class TaggedItem(GenericTaggedItemBase):
    """One tag of one photo, video or document."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "tag"], name="media_tag_once"),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="media_tagged")]
