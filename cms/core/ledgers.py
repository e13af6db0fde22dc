"""Lists in the admin that are only read: a ledger has no pages for adding, editing or deleting."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.viewsets.model import ModelViewSet


class LedgerViewSet(ModelViewSet):
    """Index, export and one row's page. Subclasses add the addresses of their own acts to ``get_urlpatterns``."""

    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    search_backend_name = None

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        pages = ("add", "edit", "delete", "history", "usage", "copy")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{page}_url_name": None for page in pages}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def register_admin_url_finder(self) -> None:
        """No edit page, nothing to find."""

    def register_reference_index(self) -> None:
        """A ledger's links are records, not uses."""
