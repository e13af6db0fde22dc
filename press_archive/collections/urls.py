"""The feeds of collections, below the addresses of their pages."""

from django.urls import path

from cms.core import slugs  # noqa: F401 (the converter "address")
from cms.website.entries import FORMS
from press_archive.collections.feeds import CollectionFeed

urlpatterns = [
    path(f"<address:slug>/{said.file}", CollectionFeed(form), name=f"collection_{form}") for form, said in FORMS.items()
]
