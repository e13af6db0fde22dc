"""A column that one service keeps: saving a row never writes it."""

from __future__ import annotations

from typing import Any

from django.db import models


class KeptJSONField(models.JSONField):
    """JSON that only ``QuerySet.update`` changes. A form or a worker that read the row before the service wrote it
    would otherwise put the old value back when it saves."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        return value if add else models.F(self.attname)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
