"""What the bytes of a stored file were when they were last read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredDigest(models.Model):
    """``sha256`` of the stored file ``name`` while it was what ``stamp`` says; ``seal`` is made of all three by this
    installation alone (``media_library.work.digests``). A row that is gone costs one reading."""

    wagtail_reference_index_ignore = True

    name = models.CharField(max_length=255, primary_key=True)
    stamp = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("okunmuş dosya özeti")
        verbose_name_plural = _("okunmuş dosya özetleri")

    def __str__(self) -> str:
        return self.name
