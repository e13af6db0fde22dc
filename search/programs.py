"""What a search finds, told to programs: ``/api/ara/``. The same questions, hits and limits as the page has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.website.selectors import absolute
from search import presenters
from search.presenters import FACETS, MOST_TOLD, PER_PAGE, Result, Wish
from search.questions import MOST_COUNTED

API = "search_api"


def told_to_programs(given: Mapping[str, str]) -> dict[str, Any]:
    """The answer to the parameters of an address. ``facets``: what narrows further, by the names of parameters."""
    wish = Wish.read(given)
    limit = _number(given.get("adet", ""))
    answer = presenters.answer(wish, limit=limit)
    more = {"adet": str(limit)} if limit != PER_PAGE else {}
    return {
        "query": answer.query.text,
        "total": min(answer.total, MOST_COUNTED),
        "more": answer.many,
        "relaxed": answer.relaxed,
        "did_you_mean": answer.meant,
        "results": [_told(result) for result in answer.results],
        "facets": {
            name: [{"value": value.key, "name": value.name, "count": value.count} for value in answer.values[name]]
            for name in FACETS
            if answer.values.get(name)
        },
        "next": absolute(wish.address(more, route=API, after=answer.after)) if answer.after else None,
        "page": absolute(wish.address()),
    }


def _told(result: Result) -> dict[str, Any]:
    document = result.document
    return {
        "kind": document.kind,
        "title": document.title,
        "summary": document.spot,
        "url": absolute(result.path),
        "date": document.day,
        "number": document.number,
        "department": document.department,
        "place": document.place,
        "tags": [tag for tag in document.tags.split("\n") if tag],
    }


def _number(said: str) -> int:
    fits = said.isascii() and said.isdigit() and len(said) < 4
    return min(max(int(said), 1), MOST_TOLD) if fits else PER_PAGE
