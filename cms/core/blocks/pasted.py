"""Text that comes from elsewhere: whatever the paragraph cannot show as it was, its words stay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wagtail import blocks

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
    except (ValueError, KeyError, TypeError, AttributeError):
        return state
    return json.dumps({**content, "blocks": kept})


class ParagraphBlock(blocks.RichTextBlock):
    """Rich text that loses no word of what was pasted."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, prefix: str) -> Any:
        state = data.get(prefix)
        return super().value_from_datadict({prefix: keep_words(state)} if state else data, files, prefix)

    def deconstruct(self) -> tuple[str, Any, Any]:
        # Migrations need not know how the form reads it.
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs
