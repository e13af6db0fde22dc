"""Which links stand in the public words of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, ReferenceIndex

TAG = re.compile(r"<a\b[^>]*>", re.IGNORECASE)
TO_PAGE = re.compile(r'\blinktype="page"')
PAGE_ID = re.compile(r'\bid="(\d+)"')
HREF = re.compile(r'\bhref="([^"]+)"')
BARE = re.compile(r"https?://\S+")
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Links:
    """``pages``: keys of pages of ours; ``web``: addresses on other sites."""

    pages: frozenset[int]
    web: frozenset[str]


def links_in(page: Any) -> Links:
    """The links of ``page``, a specific public row: in its texts, in its blocks, in its fields of addresses."""
    pages: set[int] = set()
    web: set[str] = set()
    for text in _texts(page):
        for tag in TAG.findall(text):
            if TO_PAGE.search(tag):
                pages |= {int(found) for found in PAGE_ID.findall(tag)}
            else:
                web |= {unescape(found) for found in HREF.findall(tag)}
        if BARE.fullmatch(text.strip()):
            web.add(text.strip())
    # Pages that blocks choose, such as related ones.
    named = ReferenceIndex.get_references_for_object(page).filter(to_content_type__app_label="wagtailcore")
    pages |= {int(pk) for pk in named.filter(to_content_type__model="page").values_list("to_object_id", flat=True)}
    ours = urlsplit(settings.SITE_URL).netloc
    parents = set(Page.objects.filter(pk__in=pages, depth__lte=2).values_list("pk", flat=True))
    return Links(frozenset(pages - parents - {page.pk}), frozenset(one for one in web if _is_outside(one, ours)))


def _is_outside(address: str, ours: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and parts.netloc != ours and len(address) <= LONGEST


def _texts(page: Any) -> Iterator[str]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _strings(getattr(page, field.name).get_prep_value())
        elif isinstance(field, (RichTextField, models.URLField)):
            yield str(getattr(page, field.attname) or "")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _strings(one)
