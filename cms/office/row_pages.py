"""Wagtail's list with pages of the house's own for its rows: nothing is added, edited or deleted by Wagtail's forms."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.admin.viewsets.model import ModelViewSet


class RowPagesViewSet(ModelViewSet):
    """The list; subclasses name the addresses of their own pages in :meth:`get_page_urlpatterns`. The page of a row is
    found by whatever the app registers as its finder."""

    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        pages = ("add", "edit", "delete", "history", "usage", "copy")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{page}_url_name": None for page in pages}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            *self.get_page_urlpatterns(),
        ]

    def get_page_urlpatterns(self) -> list[Any]:
        """The addresses below the list's."""
        return []

    def register_admin_url_finder(self) -> None:
        """There is no edit page of Wagtail's to be found."""
