"""What other people's machines make of the page: link boxes, lists and feeds, search engines.

Read from the very page that a stranger would get, so that nothing is shown to machines that no signer sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import SourceImageIOError

from cms.core.turkish import capitalize
from media_library.models import Photo, PhotoRendition
from media_library.renditions.sizes import CARD
from publishing.approval.desk import surfaces

IMAGES = ("contentUrl", "thumbnailUrl", "image")
LABELS = {
    "@type": _("tür"),
    "headline": _("başlık"),
    "name": _("ad"),
    "description": _("açıklama"),
    "caption": _("fotoğraf altı"),
    "creditText": _("kaynak"),
    "keywords": _("etiketler"),
    "articleSection": _("konular"),
    "author": _("yazan"),
    "publisher": _("yayımlayan"),
    "contentLocation": _("yer"),
    "correction": _("düzeltme"),
    "identifier": _("bülten no"),
    "url": _("adres"),
    "datePublished": _("yayın zamanı"),
    "dateModified": _("değişme zamanı"),
    "uploadDate": _("yükleme zamanı"),
    "duration": _("süre"),
    "inLanguage": _("dil"),
    "width": _("genişlik"),
    "height": _("yükseklik"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the structured data: ``label`` says where, ``text`` what; ``image`` is its address, if it is one."""

    label: str
    text: str
    image: str = ""


def render(request: HttpRequest, content: Any) -> SafeString | None:
    """Link box, list card and structured data of the page; ``None`` for content that has no page of its own."""
    response = content.make_preview_request(preview_mode=content.default_preview_mode)
    page = BeautifulSoup(response.content, "html.parser")
    meta = {str(tag.get("property") or tag.get("name")): str(tag.get("content", "")) for tag in page.find_all("meta")}
    if not meta.get("og:title"):
        return None
    share = here(meta.get("og:image", ""))
    context = {
        "meta": {name.replace(":", "_"): value for name, value in meta.items()},
        "share": share,
        "card": card_of(share) or share,
        "entries": list(entries_of(page)),
    }
    return SafeString(render_to_string("approval/surfaces/links.html", context, request=request))


def here(address: str) -> str:
    """The address below the one that the reader is at: the desk may have another host name than the public site."""
    return address.removeprefix(settings.SITE_URL) if address.startswith(f"{settings.SITE_URL}/") else address


def card_of(share: str) -> str:
    """The crop that lists show of the photo in the link box; empty when it is no photo or cannot be drawn."""
    stored = PhotoRendition.objects.filter(file=share.removeprefix(settings.MEDIA_URL)).select_related("image").first()
    photo: Photo | None = stored.image if stored else None
    if photo is None:
        return ""
    try:
        return str(photo.get_rendition(CARD).url)
    except (SourceImageIOError, OSError):
        return ""


def entries_of(page: BeautifulSoup) -> Iterator[Entry]:
    """Everything that the page's JSON-LD says, line by line."""
    for script in page.find_all("script", type="application/ld+json"):
        yield from _walk(json.loads(script.get_text()), ())


def _walk(value: Any, path: tuple[str, ...]) -> Iterator[Entry]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("@context", "mainEntityOfPage"):
                yield from _walk(inner, path if name == "@graph" else (*path, name))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for number, item in enumerate(value, start=1):
            yield from _walk(item, (*path, str(number)))
    else:
        values = value if isinstance(value, list) else [value]
        image = path[-1] in IMAGES
        for text in values if image else [", ".join(str(item) for item in values)]:
            if str(text):
                yield Entry(label_of(path), str(text), here(str(text)) if image and _is_picture(str(text)) else "")


def _is_picture(address: str) -> bool:
    return address.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".avif"))


def label_of(path: tuple[str, ...]) -> str:
    """The place of a value in words: "Fotoğraf 2, kaynak"."""
    names = [str(LABELS.get(name, _("fotoğraf") if name in IMAGES else name)) for name in path]
    return capitalize(" · ".join(names))


def register() -> None:
    """Adds what machines show to the approvers' desk."""
    surfaces.register("links", _("Bağlantı kutusu ve arama"), render)
