"""Paragraphs as the public sees them: links between pages lead only to what is public now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text.rewriters import LinkRewriter

from cms.core.blocks.related import page_ids
from cms.core.turkish import slugify

PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
# Apart from the ids of the page around the text.
SECTION = "bolum-"
PAGE_ID = re.compile(r'\bid="(\d+)"')


def path_of(url_path: str) -> str:
    """The address of a page below the only site's home page, from its stored ``url_path`` (``/ana-sayfa/…/``)."""
    return "/" + url_path.split("/", 2)[2]


def links_of(body: StreamField) -> dict[str, str]:
    """The addresses of all public pages that ``body`` links to, by id; one query at most."""
    return addresses(linked(body))


def linked(body: StreamField) -> set[str]:
    """The ids of all pages that ``body`` links to, public or not."""
    named = {pk for block in body if block.block_type == "related" for pk in page_ids(block.value)}
    return named | {
        match.group(1)
        for block in body
        if block.block_type == "paragraph"
        for tag in PAGE_LINK.findall(block.value.source)
        for match in PAGE_ID.finditer(tag)
    }


def addresses(ids: Iterable[str]) -> dict[str, str]:
    """Those of the pages ``ids`` that are public, by id; one query at most."""
    wanted = {int(pk) for pk in ids}
    if not wanted:
        return {}
    rows = Page.objects.live().filter(pk__in=wanted).values_list("pk", "url_path")
    return {str(pk): path_of(url_path) for pk, url_path in rows}


def expanded(source: str, links: dict[str, str]) -> SafeString:
    """Stored rich text as HTML. A link to a page that is not public keeps its words and loses its address."""

    def opening_tag(attributes: dict[str, Any]) -> str:
        address = links.get(str(attributes.get("id")))
        return f'<a href="{escape(address)}">' if address else "<a>"

    def tag_to_section(attributes: dict[str, Any]) -> str:
        return f'<a href="#{escape(section_id(attributes.get("href", "")[1:]))}">'

    # The source passed Wagtail's editor, which keeps only the features that the block allows.
    return mark_safe(LinkRewriter(rules={"page": opening_tag, "anchor": tag_to_section})(source))


def section_id(heading: str) -> str:
    """The id of the part of a page that stands below ``heading``; a link to it may name the heading in words."""
    return SECTION + slugify(heading.removeprefix(SECTION))


def with_sections(body: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Each block of ``body`` with the id of its heading; of equal headings the first one has it."""
    given: set[str] = set()
    for block in body:
        name = section_id(block.value) if block.block_type == "subheading" else ""
        yield block, "" if name in given else name
        given.add(name)
