"""Columns of video lists in the admin."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.tables import BaseColumn, Column

from media_library.models import Video


class StillColumn(BaseColumn):
    """The still, or an icon while there is none."""

    cell_template_name = "videos/admin/still_cell.html"

    def get_cell_context_data(self, instance: Video, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "video": instance}


class StateColumn(BaseColumn):
    """The state in words; of what is being worked on with its progress, kept up to date by ``videos/progress.js``."""

    cell_template_name = "videos/admin/state_cell.html"

    def get_cell_context_data(self, instance: Video, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "video": instance}


class DurationColumn(Column):
    """Minutes and seconds, empty while unknown."""

    def get_value(self, instance: Video) -> str:
        return instance.duration_text if instance.duration_ms else ""
