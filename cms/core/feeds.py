"""Feeds that can always be written: what XML cannot hold is taken out on the way, whatever the rows say.

Django's feed generators raise on one control character, and then nobody gets the feed at all. All three forms hold the
whole text of an item, ``content_html``, beside its summary, which is plain text.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape

from cms.core.text import clean

NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


class CleanFeed:
    """Put before one of Django's feed types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*_clean(args), **{key: _clean(value) for key, value in kwargs.items()})

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*_clean(args), **{key: _clean(value) for key, value in kwargs.items()})  # type: ignore[misc]

    def latest_post_date(self) -> dt.datetime:
        """That of the newest item. An empty feed has always the same: "now" would make it another at every request."""
        return super().latest_post_date() if self.items else NEVER  # type: ignore[misc,attr-defined]


class RssFeed(CleanFeed, Rss201rev2Feed):
    """RSS 2.0; the text in ``content:encoded`` (RSS 1.0 content module)."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        # Readers take a description for HTML (RSS advisory board, profile 2.3).
        super().add_item_elements(handler, {**item, "description": escape(item["description"] or "")})
        if html := item.get("content_html"):
            handler.addQuickElement("content:encoded", html)


class AtomFeed(CleanFeed, Atom1Feed):
    """Atom (RFC 4287)."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
        if html := item.get("content_html"):
            handler.addQuickElement("content", html, {"type": "html"})


class JsonFeed(CleanFeed, SyndicationFeed):
    """JSON Feed 1.1 (jsonfeed.org)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        told = self.feed
        whole = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": told["title"],
            "home_page_url": told["link"],
            "feed_url": told["feed_url"],
            "description": told["description"],
            "language": told["language"],
            "authors": [{"name": told["author_name"]}] if told["author_name"] else None,
            "items": [_json_item(item) for item in self.items],
        }
        text = json.dumps(_said(whole), ensure_ascii=False)
        outfile.write(text if encoding is None else text.encode(encoding))


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    pictures = [one for one in item["enclosures"] if one.mime_type.startswith("image/")]
    return _said(
        {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["description"],
            # Every item has one or the other (1.1, "Items").
            "content_html": item.get("content_html"),
            "content_text": None if item.get("content_html") else item["description"] or item["title"],
            "image": pictures[0].url if pictures else None,
            "date_published": rfc3339_date(item["pubdate"]) if item["pubdate"] else None,
            "date_modified": rfc3339_date(item["updateddate"]) if item["updateddate"] else None,
            "authors": [{"name": item["author_name"]}] if item["author_name"] else None,
            "tags": list(item["categories"]),
            "attachments": [
                {"url": one.url, "mime_type": one.mime_type, "size_in_bytes": int(one.length)}
                for one in item["enclosures"]
            ],
        }
    )


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value or name in ("id", "items", "title")}
