"""The door for text: every posted field, query value and file name is cleaned before a form sees it.

One place for every form there is, Wagtail's own included, so that none can forget it. What a form may not have seen
(command lines, imports, scripts) meets :mod:`cms.core.cleaning` when it is saved.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

from cms.core.text import clean, clean_json, is_blank

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# Compared, never shown; a person could not sign in any more if one of its characters went missing.
SECRET = re.compile(r"password|parola|csrfmiddlewaretoken", re.IGNORECASE)


class CleanTextMiddleware:
    """Cleans what a request brings; secrets stay as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        """Exchanges ``GET`` and ``POST`` for cleaned ones where that changes anything."""
        if (query := cleaned_query(request.GET)) is not None:
            request.GET = query  # type: ignore[assignment]
        if request.method != "POST" or request.content_type not in FORMS:
            return
        if (form := cleaned_query(request.POST)) is not None:
            request.POST = form  # type: ignore[assignment]
        for files in request.FILES.lists():
            for file in files[1]:
                file.name = clean(file.name or "", lines=False)


def cleaned_query(query: QueryDict) -> QueryDict | None:
    """A copy of ``query`` with clean values; ``None`` when they were clean."""
    values = {key: [cleaned_value(key, value) for value in values] for key, values in query.lists()}
    if all(values[key] == old for key, old in query.lists()):
        return None
    copy = query.copy()
    for key, new in values.items():
        copy.setlist(key, new)
    copy._mutable = False
    return copy


def cleaned_value(key: str, value: Any) -> Any:
    """One value of a form; what nobody would see is empty."""
    if not isinstance(value, str) or SECRET.search(key):
        return value
    harmless = value.isascii() and value.isprintable()
    if harmless and "\\u" not in value:  # as JSON writes invisible characters
        return value
    if value[:1] in "{[" and (document := _json(value)) is not None:
        try:
            cleaned = clean_content_state(document) if _is_content_state(document) else clean_json(document)
            return value if cleaned == document else json.dumps(cleaned)
        except RecursionError:
            pass  # nothing of ours nests so deep; it is cleaned as the text that it is
    cleaned = clean(value)
    return "" if is_blank(cleaned) and not value.isspace() else cleaned


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_content_state(document: Any) -> bool:
    return isinstance(document, dict) and isinstance(document.get("blocks"), list) and "entityMap" in document


def clean_content_state(document: dict[str, Any]) -> dict[str, Any]:
    """A rich text editor's state (Draft.js raw content) with clean words; what is bold or a link stays on its words.

    Draft.js counts in UTF-16 units.
    """
    return {**clean_json({**document, "blocks": []}), "blocks": [_clean_block(block) for block in document["blocks"]]}


def _clean_block(block: Any) -> Any:
    text = block.get("text") if isinstance(block, dict) else None
    if not isinstance(text, str):
        return clean_json(block)
    cleaned = clean_json(block)
    if cleaned["text"] == text:
        return cleaned
    for name in ("inlineStyleRanges", "entityRanges"):
        ranges = cleaned.get(name)
        if isinstance(ranges, list):
            cleaned[name] = [moved for one in ranges if (moved := _moved(one, text)) is not None]
    return cleaned


def _moved(one: Any, text: str) -> Any:
    """The range where its words stand in the cleaned text; ``None`` when none of them is left."""
    try:
        start, length = int(one["offset"]), int(one["length"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return one
    begin, end = _units(clean(_head(text, start))), _units(clean(_head(text, start + length)))
    return {**one, "offset": begin, "length": end - begin} if end > begin else None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "surrogatepass")
