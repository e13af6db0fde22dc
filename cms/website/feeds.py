"""RSS, Atom and JSON Feed of every kind of public entry: put together from parts that were rendered once
(``cms.website.parts``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Enclosure, SyndicationFeed

from cms.core.feeds import AtomFeed, JsonFeed, RssFeed
from cms.website import parts, selectors
from cms.website.entries import Kind
from cms.website.selectors import absolute

TYPES: dict[str, type[SyndicationFeed]] = {"rss": RssFeed, "atom": AtomFeed, "json": JsonFeed}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked for: ``chosen`` of the kind, in this frame."""

    chosen: Any
    frame: selectors.Frame


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as the feed says it; its author is the municipality where nobody else is named."""

    part: parts.Part
    publisher: str

    def told(self, name: str) -> Any:
        return self.part.more[name]


class EntryFeed(Feed):
    """The newest entries of ``kind`` in ``form``, a key of ``TYPES``, each with its whole text and its picture."""

    language = "tr"

    def __init__(self, kind: Kind, form: str) -> None:
        self.kind = kind
        self.form = form
        self.feed_type = TYPES[form]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Asked:
        return Asked(self.kind.feed_chosen(request, **kwargs), selectors.frame(request))

    def title(self, asked: Asked) -> str:
        return self.kind.feed_title(asked.chosen, asked.frame.identity.municipality)

    def description(self, asked: Asked) -> str:
        return self.kind.feed_description(asked.chosen) or self.title(asked)

    subtitle = description

    def author_name(self, asked: Asked) -> str:
        return asked.frame.identity.municipality

    def link(self, asked: Asked) -> str:
        return absolute(self.kind.list_path(asked.chosen))

    def feed_url(self, asked: Asked) -> str:
        return absolute(self.kind.feed_path(self.form, asked.chosen))

    def items(self, asked: Asked) -> list[Item]:
        publisher = asked.frame.identity.municipality
        return [Item(part, publisher) for part in parts.feed(self.kind, asked.chosen, asked.frame)]

    def item_title(self, item: Item) -> str:
        return str(item.told("title"))

    def item_description(self, item: Item) -> str:
        return str(item.told("summary"))

    def item_link(self, item: Item) -> str:
        return absolute(item.told("path"))

    def item_guid(self, item: Item) -> str:
        return absolute(item.told("path"))

    def item_pubdate(self, item: Item) -> dt.datetime:
        return dt.datetime.fromisoformat(item.told("published"))

    def item_updateddate(self, item: Item) -> dt.datetime:
        return dt.datetime.fromisoformat(item.told("updated"))

    def item_author_name(self, item: Item) -> str:
        return item.told("author") or item.publisher

    def item_categories(self, item: Item) -> list[str]:
        return list(item.told("categories"))

    def item_enclosures(self, item: Item) -> list[Enclosure]:
        enclosed = item.told("enclosed")
        return [Enclosure(enclosed[0], str(enclosed[1]), enclosed[2])] if enclosed else []

    def item_extra_kwargs(self, item: Item) -> dict[str, str]:
        return {"content_html": str(item.part.text)}
