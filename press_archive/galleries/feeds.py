"""The newest galleries as Atom, one feed for photos and one for videos."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.feeds import AtomFeed
from cms.identity.selectors import current
from cms.website.selectors import absolute
from press_archive.galleries import selectors
from press_archive.galleries.models import GalleryPage, Kind


class GalleryFeed(Feed):
    """Galleries of the kind that the address names, their summaries as descriptions."""

    feed_type = AtomFeed
    language = "tr"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Kind:
        return Kind(kwargs["kind"])

    def title(self, kind: Kind) -> str:
        name = _("foto galeri") if kind == Kind.PHOTO else _("video galeri")
        return f"{current().municipality} {name}"

    def link(self, kind: Kind) -> str:
        return absolute(reverse(selectors.LISTS[kind]))

    def feed_url(self, kind: Kind) -> str:
        return absolute(reverse(f"{selectors.LISTS[kind]}_atom"))

    def items(self, kind: Kind) -> list[GalleryPage]:
        entries = selectors.latest_entries(kind, selectors.FEED_LENGTH)
        pages = selectors.MODELS[kind].objects.in_bulk([entry.page_id for entry in entries])
        return [pages[entry.page_id] for entry in entries if entry.page_id in pages]

    def item_title(self, item: GalleryPage) -> str:
        return str(item.title)

    def item_description(self, item: GalleryPage) -> str:
        return item.summary

    def item_link(self, item: GalleryPage) -> str:
        return absolute(selectors.path_of(item))

    def item_guid(self, item: GalleryPage) -> str:
        return absolute(selectors.path_of(item))

    def item_pubdate(self, item: GalleryPage) -> dt.datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: GalleryPage) -> dt.datetime | None:
        return item.last_published_at
