"""What the editing screen of a bulletin says of its clippings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from press_archive.clippings import selectors
from press_archive.clippings.permissions import may_read_clippings

MOST_SHOWN = 10


class ClippingsPanel(BaseSidePanel):
    """How often the bulletin was printed, by whom and how; the whole list is one click away."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Kupürler")
        icon_name = "clipboard-list"
        has_counter = False

    name = "clippings"
    title = _("Kupürler")
    template_name = "clippings/bulletin_panel.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        rows = selectors.of_bulletin(self.object)
        found = selectors.counts(rows)
        return {
            **super().get_context_data(parent_context), "clippings": list(rows[:MOST_SHOWN]), "total": found["count"],
            "matched": found.get("matched", 0),
        }  # fmt: skip


def clippings_panel(page: Any, request: HttpRequest) -> BaseSidePanel | None:
    """The panel, for a bulletin that was published once and whoever may read clippings."""
    if not page.pk or not page.first_published_at or not may_read_clippings(request.user):
        return None
    return ClippingsPanel(page, request)
