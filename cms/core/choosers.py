"""Choosers of snippets that are written on their own screens only."""

from __future__ import annotations

from typing import Any

from wagtail.snippets.views.chooser import SnippetChooserViewSet


class ChooseOnlyViewSet(SnippetChooserViewSet):
    """Wagtail's chooser without the address that makes new ones: it has no form there and fails on every request."""

    def get_urlpatterns(self) -> list[Any]:
        return [one for one in super().get_urlpatterns() if one.name != "create"]
