"""Template tags of the public pages: the frame, Turkish dates, responsive pictures, body texts, JSON-LD."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from cms.core import turkish
from cms.core.blocks import related
from cms.core.text import clean_json
from cms.website import offers, pictures, pieces, richtext, selectors

register = template.Library()
# "<" could close the script element, the rest is what Django's json_script escapes for the same reason.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def site_frame(context: Context) -> selectors.Frame:
    """The frame of the page: identity, alerts, footer links."""
    request: HttpRequest | None = context.get("request")
    return selectors.frame(request, context.get("shown_identity"))


@register.simple_tag(takes_context=True)
def frame_piece(context: Context, name: str) -> SafeString:
    """The strips, the head or the foot of the page; the place for it on a page that is rendered to be kept."""
    if context.get("with_holes"):
        return pieces.hole(name)
    path = getattr(context.get("request"), "path", "")
    return pieces.piece(name, site_frame(context), path)


@register.filter
def tr_date(value: dt.date | dt.datetime | None) -> str:
    """``22 Kasım 2026``."""
    return turkish.format_date(value) if value else ""


@register.filter
def tr_day(value: dt.date | dt.datetime | None) -> str:
    """``22 Kasım 2026 Pazar``."""
    return turkish.format_date(value, weekday=True) if value else ""


@register.filter
def tr_moment(value: dt.datetime | None) -> str:
    """``22 Kasım 2026 14.30``."""
    return turkish.format_moment(value) if value else ""


@register.filter
def tr_date_in(value: dt.date | dt.datetime | None) -> str:
    """``22 Kasım 2026'da``."""
    return turkish.format_date_in(value) if value else ""


@register.filter
def iso(value: dt.date | dt.datetime | None) -> str:
    """``2026-11-22T14:30:00+03:00``, or the day alone: what HTML takes as ``datetime`` (fractions of a second have
    three digits there, and nobody reads them)."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if value else ""


@register.filter
def tr_initial(value: str) -> str:
    """The first letter, in Turkish upper case."""
    return turkish.upper(value.strip()[:1])


@register.filter
def absolute(path: str) -> str:
    """The address below ``SITE_URL``."""
    return selectors.absolute(path)


@register.filter
def page_path(url_path: str) -> str:
    """The public path of one of the website's own pages, from its ``url_path``."""
    return richtext.path_of(url_path)


@register.filter
def json_ld(value: Any) -> SafeString:
    """``value`` as JSON that can stand inside a script element."""
    return mark_safe(json.dumps(clean_json(value), ensure_ascii=False).translate(JSON_ESCAPES))


@register.simple_tag
def size_of(photo: Any, spec: str) -> Any:
    """One stored size of a photo, named by a constant of ``cms.website.pictures`` (``CARD``, ``PRESS``, …)."""
    return pictures.rendition(photo, getattr(pictures, spec))


@register.inclusion_tag("website/picture.html")
def picture(photo: Any, alt: str, sizes: str = "100vw", crop: str = "", eager: bool = False) -> dict[str, Any]:
    """A responsive ``picture``. ``crop`` "card" shows the 3:2 crop, otherwise the photo keeps its proportions.

    Nothing for a photo that was taken down, our drawing of a missing picture for one that cannot be read.
    """
    found = pictures.responsive(photo, pictures.CARDS if crop == "card" else pictures.WIDTHS)
    return {"found": found, "alt": alt, "sizes": sizes, "eager": eager}


@register.filter
def shown(photo: Any) -> Any:
    """``photo``, or nothing when it was taken down."""
    return pictures.shown(photo)


@register.simple_tag
def may_be_taken(item: Any) -> bool:
    """Whether the press may use this photo or film today; what only the website may show is not offered."""
    return item is not None and item in offers.for_press([item])


@register.simple_tag
def taken_down(rows: Any) -> int:
    """How many photos of a gallery in a text were taken down."""
    return sum(1 for row in rows if row["image"] is not None and pictures.shown(row["image"]) is None)


@register.inclusion_tag("blocks/body.html", takes_context=True)
def body_text(context: Context, body: Any) -> dict[str, Any]:
    """A body text. Uses ``links`` of the context when the page has prepared the body already."""
    links = context.get("links")
    links = selectors.prepare_body(body) if links is None else links
    return {"body": body, "links": links, "request": context.get("request")}


@register.simple_tag
def related_items(value: Any, links: dict[str, str]) -> list[dict[str, str]]:
    """The public pages among those that a block of related pages names."""
    return related.shown(value, links)


@register.filter
def with_sections(body: Any) -> list[tuple[Any, str]]:
    """The blocks of a body, each with the id of its heading or an empty word."""
    return list(richtext.with_sections(body))


@register.filter
def rich(value: Any, links: dict[str, str]) -> SafeString:
    """A paragraph's stored rich text as HTML."""
    return richtext.expanded(value.source, links)
