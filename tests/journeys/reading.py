"""Which names of a query or a form a view reads: ``with reading() as read: client.get(…)``.

A view that reads nothing of a query answers every query alike; it need not be asked with each odd value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, QueryDict

# What is done with all names at once, whatever they are called.
WHOLE = ("items", "lists", "values", "keys", "urlencode", "copy", "dict", "__iter__", "__copy__", "__deepcopy__")


class Read(Counter[str]):
    """How often each name was read; ``form`` counts those that were read of a form."""

    def __init__(self) -> None:
        super().__init__()
        self.form: Counter[str] = Counter()


def watched(given: QueryDict, *counters: Counter[str]) -> QueryDict:
    """``given``, which writes into the ``counters`` what it is asked for."""

    def count(name: str) -> None:
        for read in counters:
            read[name] += 1

    class Watched(QueryDict):
        def __getitem__(self, key: str) -> Any:
            count(key)
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            count(str(key))
            return super().__contains__(key)

        def get(self, key: str, default: Any = None) -> Any:
            count(key)
            return super().get(key, default)

        def getlist(self, key: str, default: Any = None) -> Any:
            count(key)
            return super().getlist(key, default)

    def of_all(name: str) -> Any:
        def ask(self: QueryDict, *args: Any, **kwargs: Any) -> Any:
            count(f"*{name}")
            return getattr(QueryDict, name)(self, *args, **kwargs)

        return ask

    for name in WHOLE:
        setattr(Watched, name, of_all(name))
    found = Watched("", mutable=True, encoding=given.encoding)
    for key, values in QueryDict.lists(given):
        found.setlist(key, values)
    found._mutable = False
    return found


@contextmanager
def reading() -> Iterator[Read]:
    """Counts what the requests inside read of their queries and forms."""
    read = Read()
    query, load = WSGIRequest.GET.func, WSGIRequest._load_post_and_files

    def get(request: WSGIRequest) -> QueryDict:
        if "_watched" not in request.__dict__:
            request.__dict__["_watched"] = watched(query(request), read)
        return request.__dict__["_watched"]

    def put(request: WSGIRequest, query: QueryDict) -> None:  # a middleware may change what was asked
        request.__dict__["_watched"] = query

    def post(request: WSGIRequest) -> None:
        load(request)
        request._post = watched(request._post, read, read.form)

    def body(request: WSGIRequest) -> bytes:
        read["*body"] += 1
        return HttpRequest.body.fget(request)  # type: ignore[attr-defined]

    def stream(request: WSGIRequest, *args: Any, **kwargs: Any) -> bytes:
        read["*body"] += 1
        return HttpRequest.read(request, *args, **kwargs)

    with (
        patch.object(WSGIRequest, "GET", property(get, put)),
        patch.object(WSGIRequest, "_load_post_and_files", post),
        patch.object(WSGIRequest, "body", property(body), create=True),
        patch.object(WSGIRequest, "read", stream, create=True),
    ):
        yield read
