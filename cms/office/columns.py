"""Columns that lists of the admin share."""

from __future__ import annotations

from wagtail.admin.ui.tables import Column


class StandingColumn(Column):
    """Where the row stands on its way to the public, in the office's words."""

    cell_template_name = "office/standing_cell.html"
