"""Every address that answers without a sign-in is in docs/features/public-addresses.md, with who signed its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize
from wagtail.models import Page

from cms.core.governed import Governed, StructuralPage

pytestmark = pytest.mark.django_db
TABLE = Path(settings.BASE_DIR) / "docs/features/public-addresses.md"
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12}


def routes(resolver: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """Every route of the site as it is written, with addresses that match it."""
    for one in resolver.url_patterns:
        pattern = (*before, one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, pattern)
        else:
            yield "".join(str(part) for part in pattern), addresses(pattern)


def addresses(pattern: tuple[Any, ...]) -> list[str]:
    """Addresses for a route, its variable parts filled with something of their kind, in each shape it may have."""
    found = ["/"]
    for part in pattern:
        if isinstance(part, RoutePattern):
            pieces = [re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "x"), str(part))]
        else:
            pieces = [text % dict.fromkeys(names, "1") for text, names in normalize(part.regex.pattern)]
        found = [start + piece for start in found for piece in pieces]
    return found


def listed() -> set[str]:
    """The routes that the table names, in its first column."""
    rows = [line.split("|")[1] for line in TABLE.read_text().splitlines() if line.startswith("| `")]
    return {route.replace("\\|", "|") for row in rows for route in re.findall(r"`([^`]+)`", row)}


def leads_to_sign_in(answer: Any) -> bool:
    doors = r"/admin/login/|/admin/giris|/basin/giris/(\?|$)"
    return answer.status_code == 302 and re.match(doors, answer.headers["Location"]) is not None


def open_routes() -> set[str]:
    """Routes that answer a stranger, whatever the answer: everything but the way to the sign-in."""
    stranger, found = Client(raise_request_exception=False), set()
    for route, examples in routes(get_resolver()):
        answers = [act(address) for address in examples for act in (stranger.get, stranger.post)]
        if not all(leads_to_sign_in(answer) for answer in answers):
            found.add(route)
    return found


def test_every_address_that_answers_a_stranger_is_in_the_table_and_no_other():
    found, said = open_routes(), listed()
    assert sorted(found - said) == [], "a stranger gets an answer here: say in the table which words, and who signed"
    gone = {route for route in said - found if not route.startswith("_util/")}  # Wagtail's, and switched off at will
    assert sorted(gone) == [], "the table names an address that is no more"


def test_every_page_that_has_an_address_is_signed_or_empty():
    """The tree of pages answers at one route; a new type of page is governed, or it carries no words."""
    types = [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]
    assert types
    assert [model for model in types if not issubclass(model, (Governed, StructuralPage))] == []
