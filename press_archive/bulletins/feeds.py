"""RSS and Atom: all bulletins, and the bulletins of one tag."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed
from django.utils.translation import gettext as _

from cms.core.feeds import AtomFeed, RssFeed
from cms.identity.selectors import current
from cms.website.selectors import absolute
from press_archive.bulletins.models import RegisterEntry, Tag
from press_archive.bulletins.selectors import FEED_LENGTH, ListFilter, latest, path_of, public_tags


class BulletinFeed(Feed):
    """The newest bulletins as RSS, their summaries as descriptions."""

    feed_type: type[SyndicationFeed] = RssFeed
    language = "tr"
    route = "bulletins_rss"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Tag | None:
        slug = kwargs.get("tag")
        return get_object_or_404(public_tags(), slug=slug) if slug else None

    def title(self, tag: Tag | None) -> str:
        name = _("%(municipality)s basın bültenleri") % {"municipality": current().municipality}
        return f"{name}: {tag.name}" if tag else name

    def description(self, tag: Tag | None) -> str:
        return _("Basın bürosunun yayımladığı bültenler.")

    subtitle = description

    def link(self, tag: Tag | None) -> str:
        return absolute(reverse("bulletins") + (f"?etiket={tag.slug}" if tag else ""))

    def feed_url(self, tag: Tag | None) -> str:
        return absolute(reverse(f"{self.route}_tag", args=[tag.slug]) if tag else reverse(self.route))

    def items(self, tag: Tag | None) -> list[RegisterEntry]:
        entries = latest(FEED_LENGTH, ListFilter(tag=tag))
        prefetch_related_objects(entries, "page__tagged_items__tag")
        return entries

    def item_title(self, item: RegisterEntry) -> str:
        return str(item.page.title)

    def item_description(self, item: RegisterEntry) -> str:
        return str(item.page.summary)

    def item_link(self, item: RegisterEntry) -> str:
        return absolute(path_of(item.page))

    def item_guid(self, item: RegisterEntry) -> str:
        return absolute(path_of(item.page))

    def item_pubdate(self, item: RegisterEntry) -> dt.datetime:
        return item.published_at

    def item_updateddate(self, item: RegisterEntry) -> dt.datetime:
        return item.page.last_published_at or item.published_at

    def item_author_name(self, item: RegisterEntry) -> str:
        return str(item.page.department)

    def item_categories(self, item: RegisterEntry) -> list[str]:
        return [tagged.tag.name for tagged in item.page.tagged_items.all()]


class BulletinAtomFeed(BulletinFeed):
    """The same as Atom."""

    feed_type = AtomFeed
    route = "bulletins_atom"
