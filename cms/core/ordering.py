"""Rows in the order of the Turkish alphabet, on engines that know none of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from cms.core.turkish import collation_text

KEY_LENGTH = 800


class InNameOrder(models.Model):
    """A row that is listed by its ``name``, which the subclass defines: ``class Meta(InNameOrder.Meta)``.

    ``sort_key`` follows the name with every save; a database compares it byte by byte.
    """

    name: Any

    sort_key = models.CharField(max_length=KEY_LENGTH, editable=False, db_index=True)

    class Meta:
        abstract = True
        ordering = ["sort_key"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = collation_text(self.name)[:KEY_LENGTH]
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "sort_key"}
        super().save(*args, **kwargs)
