"""RSS and Atom of every kind of public entry."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import SyndicationFeed

from cms.core.feeds import AtomFeed, RssFeed
from cms.website.entries import Kind
from cms.website.selectors import absolute

TYPES: dict[str, type[SyndicationFeed]] = {"rss": RssFeed, "atom": AtomFeed}


class EntryFeed(Feed):
    """The newest entries of ``kind`` in ``form``, a key of ``TYPES``; their summaries as descriptions."""

    language = "tr"

    def __init__(self, kind: Kind, form: str) -> None:
        self.kind = kind
        self.form = form
        self.feed_type = TYPES[form]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return self.kind.feed_chosen(request, **kwargs)

    def title(self, chosen: Any) -> str:
        return self.kind.feed_title(chosen)

    def description(self, chosen: Any) -> str | None:
        return self.kind.feed_description(chosen)

    subtitle = description

    def link(self, chosen: Any) -> str:
        return absolute(self.kind.list_path(chosen))

    def feed_url(self, chosen: Any) -> str:
        return absolute(self.kind.feed_path(self.form, chosen))

    def items(self, chosen: Any) -> list[Any]:
        return self.kind.feed_entries(chosen)

    def item_title(self, item: Any) -> str:
        return str(item.page.title)

    def item_description(self, item: Any) -> str:
        return self.kind.summary(item.page)

    def item_link(self, item: Any) -> str:
        return absolute(self.kind.path_of(item.page))

    def item_guid(self, item: Any) -> str:
        return absolute(self.kind.path_of(item.page))

    def item_pubdate(self, item: Any) -> dt.datetime:
        found: dt.datetime = item.published_at
        return found

    def item_updateddate(self, item: Any) -> dt.datetime:
        found: dt.datetime = item.page.last_published_at or item.published_at
        return found

    def item_author_name(self, item: Any) -> str | None:
        return self.kind.author(item.page)

    def item_categories(self, item: Any) -> list[str]:
        return self.kind.categories(item.page)
