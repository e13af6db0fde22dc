"""Collections for tests."""

from __future__ import annotations

from typing import Any

from cms.website.models import HomePage
from press_archive.collections.models import CollectionPage
from tests import factories


def collection(title: str = "Sahil haberleri", **values: Any) -> CollectionPage:
    """A draft below the home page."""
    page = CollectionPage(title=title, live=False, owner=factories.editor(), **values)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=factories.editor())
    return CollectionPage.objects.get(pk=page.pk)
