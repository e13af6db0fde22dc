"""The sizes in which the public site shows photos, and how to have them without a query for each.

Every size is a crop or a copy that Wagtail stores once (a "rendition"); the first page view, usually the officers'
preview, makes it.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.fields import StreamField
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from media_library.models import Photo, PhotoRendition

logger = logging.getLogger(__name__)

CARD = "fill-600x400|format-jpeg"
CARD_LARGE = "fill-1200x800|format-jpeg"
WIDTHS = ("width-480|format-jpeg", "width-960|format-jpeg", "width-1600|format-jpeg")
SHARE = "fill-1200x630|format-jpeg"
PRESS = "max-2000x2000|format-jpeg"
LOGO = "max-320x160|format-png"
ALL = (CARD, CARD_LARGE, *WIDTHS, SHARE, PRESS, LOGO)


def attach_renditions(photos: Iterable[Photo | None], specs: Iterable[str] = ALL) -> None:
    """Fetches the stored sizes ``specs`` of all ``photos`` with one query; their ``get_rendition`` then asks none."""
    wanted: dict[int, list[Photo]] = defaultdict(list)
    for photo in photos:
        if photo is not None and photo.pk and not hasattr(photo, "prefetched_renditions"):
            wanted[photo.pk].append(photo)
    if not wanted:
        return
    found: dict[int, list[PhotoRendition]] = defaultdict(list)
    for stored in PhotoRendition.objects.filter(image_id__in=wanted, filter_spec__in=tuple(specs)):
        found[stored.image_id].append(stored)
    for pk, same in wanted.items():
        shared = found[pk]
        for photo in same:
            photo.prefetched_renditions = shared
            for stored in shared:
                stored.image = photo


def rendition(photo: Photo | None, spec: str) -> PhotoRendition | None:
    """One size of ``photo``, made now if nobody has asked for it before; ``None`` when its file cannot be read."""
    if photo is None:
        return None
    try:
        stored: PhotoRendition = photo.get_rendition(spec)
    except (SourceImageIOError, InvalidFilterSpecError, OSError) as error:
        logger.warning("no rendition %s of photo %s: %s", spec, photo.pk, error)
        return None
    return stored


def pictures_in(body: StreamField) -> Iterator[tuple[Photo, dict[str, Any]]]:
    """Every photo that a body text shows, in order, with its block value (``alt``, ``credit``, ``caption``)."""
    for block in body:
        if block.block_type == "picture" and block.value["image"]:
            yield block.value["image"], block.value
        elif block.block_type == "gallery":
            for picture in block.value["pictures"]:
                if picture["image"]:
                    yield picture["image"], picture


def posters_in(body: StreamField) -> Iterator[Photo]:
    """The cover pictures of a body's videos."""
    for block in body:
        if block.block_type == "video" and block.value["poster"]:
            yield block.value["poster"]
