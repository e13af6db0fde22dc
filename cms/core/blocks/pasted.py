"""Text that comes from elsewhere: whatever the paragraph cannot show as it was, its words stay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail import blocks
from wagtail.models import Page

KNOWN_BLOCKS = frozenset({"unstyled", "ordered-list-item", "unordered-list-item"})
KNOWN_ENTITIES = frozenset({"LINK"})


def keep_words(state: str) -> str:
    """The rich text editor's ``state`` (Draft.js raw content as JSON) with foreign blocks made plain paragraphs and
    foreign entities taken off their words. Wagtail would delete both, words included."""
    try:
        content = json.loads(state)
        entities = {key: entity["type"] for key, entity in content["entityMap"].items()}
        kept = []
        for block in content["blocks"]:
            if block["type"] not in KNOWN_BLOCKS:
                if not block["text"].strip():
                    continue
                block["type"] = "unstyled"
            block["entityRanges"] = [
                link for link in block["entityRanges"] if entities.get(str(link["key"])) in KNOWN_ENTITIES
            ]
            kept.append(block)
        for entity in content["entityMap"].values():
            if entity["type"] == "LINK" and (page := own_page(entity["data"].get("url"))) is not None:
                entity["data"] = {"id": page.pk, "parentId": None, "url": entity["data"]["url"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        return state
    return json.dumps({**content, "blocks": kept})


def own_page(url: Any) -> Page | None:
    """The public page of this site that stands at ``url``: its link then follows it, and ends when it is taken down.
    Parts of a page and lists narrowed by a query stay what was typed."""
    site, address = urlsplit(settings.SITE_URL), urlsplit(url) if isinstance(url, str) else None
    if address is None or address.query or address.fragment or "\0" in address.path or len(address.path) < 2:
        return None
    if (address.scheme, address.netloc) not in ((site.scheme, site.netloc), ("", "")) or address.path[:1] != "/":
        return None
    home = Page.objects.filter(depth=2).values_list("url_path", flat=True).first()
    path = f"{home}{address.path.strip('/')}/"
    return Page.objects.live().filter(url_path=path, depth__gt=2).first() if home else None


class ParagraphBlock(blocks.RichTextBlock):
    """Rich text that loses no word of what was pasted."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, prefix: str) -> Any:
        state = data.get(prefix)
        return super().value_from_datadict({prefix: keep_words(state)} if state else data, files, prefix)

    def deconstruct(self) -> tuple[str, Any, Any]:
        # Migrations need not know how the form reads it.
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs
