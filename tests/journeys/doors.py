"""The addresses of the house as somebody finds them who sends odd values: what each reads, and what it answers.

What a view has not read cannot change its answer: it is asked with the names that it reads, again while it reads more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.journeys.reading import Read, reading

Failures = list[tuple[str, Any]]


def answer(client: Client, method: str, address: str, *args: Any, **kwargs: Any) -> tuple[int, Any, Read]:
    """The status, the error behind it, and the names that were read; whatever it changed is undone."""
    with transaction.atomic(), reading() as read:
        response = getattr(client, method)(address, *args, **kwargs)
        if response.streaming:
            b"".join(response.streaming_content)
        error = getattr(response, "exc_info", None)
        transaction.set_rollback(True)
    return response.status_code, error, read


@cache
def read_of_nothing(how: str = "get") -> Read:
    """What is read at an address that leads to no view: the part of the middlewares."""
    more = {
        "get": {},
        "post": {"data": {ANYTHING: "x"}},
        "json": {"data": "{", "content_type": "application/json"},
    }[how]
    return answer(Client(), "get" if how == "get" else "post", "/boyle-bir-adres-yok/", **more)[2]


ROUNDS = 4
# A form is never empty: a browser sends this along.
ANYTHING = "csrfmiddlewaretoken"


def names_in(read: Read) -> set[str]:
    """The names that a view itself read of its query."""
    return {name for name in read - read_of_nothing() if not name.startswith("*")}


def of_the_form(read: Read) -> set[str]:
    """What a view has read of a form beyond what the middlewares do: names, and "*…" for all of it at once."""
    return set(read.form - read_of_nothing("post").form)


def failed(status: int) -> bool:
    return status >= 500 and status != 503


class Door:
    """One address, and the names that its view has read of the queries it was asked with."""

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, address
        self.names: set[str] = set()
        self.inside = 0

    def ask(self, client: Client, value: str, names: Iterable[str] = ()) -> Failures:
        """Asks with ``value`` for every name that the view reads, again while it reads others; gives the failures."""
        while True:
            sent = dict.fromkeys(sorted({*self.names, *names}), value)
            status, error, read = answer(client, "get", f"{self.address}?{urlencode(sent)}")
            self.names |= names_in(read)
            if failed(status):
                return [(f"{self.name} {value[:20]!r} {sorted(sent)}"[:300], error)]
            if self.names <= sent.keys():
                return []

    def knock(self, people: list[Client]) -> None:
        """Learns what the view reads of an empty query, and who is let in: the administrator of everything, else the
        first of all."""
        for self.inside in (4, *range(len(people))):
            status, _error, read = answer(people[self.inside], "get", self.address)
            self.names |= names_in(read)
            if status not in (302, 403):
                break

    def view(self) -> tuple[Any, frozenset[str]]:
        """What answers here: the view's class (else itself), and the names that it reads."""
        view = resolve(self.address).func
        return getattr(view, "view_class", view), frozenset(self.names)


class Slot:
    """One address for one person, and the names that its view has read of the forms that were put in."""

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, address
        self.names: set[str] = set()
        self.whole = False
        self.failures: Failures | None = None

    def put(self, client: Client, form: dict[str, str]) -> Failures:
        """Puts ``form`` in; gives the failures."""
        status, error, read = answer(client, "post", self.address, form)
        if form:
            asked = of_the_form(read)
            self.names |= {name for name in asked if not name.startswith("*")}
            self.whole = self.whole or any(name.startswith("*") for name in asked)
        return [(f"{self.name} {sorted(form)}"[:300], error)] if failed(status) else []

    def knock(self, client: Client) -> Failures:
        """Learns, once, what the view reads of a form in which it knows nothing; gives the failures."""
        if self.failures is None:
            self.failures = self.put(client, {ANYTHING: "None"})
        return self.failures

    def fill(self, client: Client, body: Callable[[Iterable[str]], dict[str, str]], every: Iterable[str]) -> Failures:
        """Puts in the ``body`` of all names that the view reads, again while it reads others; of ``every`` name there
        is for a view that goes through the whole form. A list of blocks asks for a next one as often as it was given
        one; three are enough."""
        for _round in range(ROUNDS):
            known, whole = set(self.names), self.whole
            if found := self.put(client, body([ANYTHING, *(every if whole else ()), *sorted(known)])):
                return found
            if self.names <= known and self.whole == whole:
                break
        return []


KNOWN: dict[str, Door] = {}  # of this process; the rows have the same numbers in each of its tests
SLOTS: dict[tuple[str, int], Slot] = {}
