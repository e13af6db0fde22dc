"""How the public site shows photos: in which sizes and formats, without a query for each, and which not at all.

Every size is a crop or a copy that is stored once (a "rendition"). The media worker makes the known ones after the
upload; a JPEG that is still missing is made by the first page view, usually the officers' preview. AVIF and WebP take
too long for that: they are offered once they are there. A photo that was taken down has no size at all.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

from media_library.draft_words import Use
from media_library.models import Photo, PhotoRendition
from media_library.renditions.placeholder import placeholder
from media_library.renditions.sizes import (
    CARD,
    CARD_LARGE,
    CARD_SMALL,
    LOGO,
    MODERN,
    PRESS,
    PUBLIC,
    SHARE,
    WIDTHS,
    in_format,
    modern,
)

__all__ = ["CARD", "CARDS", "CARD_LARGE", "LOGO", "PRESS", "SHARE", "WIDTHS", "attach_renditions", "rendition"]

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Noted:
    """What ends a rendered part by itself: ``lacking`` are photos (primary keys) that were still without some of their
    formats, from ``days`` on the rights of something in it may be others."""

    lacking: list[int] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)

    @property
    def until(self) -> int | None:
        """The second since 1970 from which it has to be rendered again; ``None`` while no clock ends it."""
        ends = [int(time.time()) + PATIENCE] if self.lacking else []
        ends += [int(timezone.make_aware(dt.datetime.combine(day, dt.time())).timestamp()) for day in self.days]
        return min(ends, default=None)


_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)
_drawing_nothing: ContextVar[bool] = ContextVar("drawing_nothing", default=False)
# Seconds after which a part is rendered again that shows a photo whose lighter formats were not ready.
PATIENCE = 120
CARDS = (CARD_SMALL, CARD, CARD_LARGE)
LISTED = (*CARDS, *modern(CARDS), LOGO)
ALL = (*PUBLIC, LOGO)


class NotDrawn(LookupError):
    """A size is missing, and whoever asks will not wait until it is drawn."""


@contextmanager
def drawing_nothing() -> Iterator[None]:
    """While it lasts, a missing size raises :class:`NotDrawn`: the media worker makes it."""
    token = _drawing_nothing.set(True)
    try:
        yield
    finally:
        _drawing_nothing.reset(token)


@dataclass(frozen=True, slots=True)
class Source:
    """The same sizes in a lighter format; ``kind`` is the media type."""

    kind: str
    renditions: tuple[PhotoRendition, ...]


@dataclass(frozen=True, slots=True)
class Responsive:
    """One photo for a ``<picture>``: JPEGs by width, the one to fall back on, and the lighter formats in order."""

    renditions: tuple[PhotoRendition, ...]
    middle: PhotoRendition
    sources: tuple[Source, ...]

    @property
    def stands_in(self) -> bool:
        """Whether this is our drawing of a missing picture: for eyes, not for machines."""
        return self.middle.stands_in


def shown(photo: Photo | None) -> Photo | None:
    """``photo``, unless there is none or it was taken down."""
    return photo if photo is not None and photo.withheld_at is None else None


@contextmanager
def noting() -> Iterator[Noted]:
    """Gives what is noted meanwhile of how long that may be shown which is rendered."""
    noted = Noted()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def attach_renditions(photos: Iterable[Photo | None], specs: Iterable[str] = ALL) -> None:
    """Fetches the stored sizes ``specs`` of all ``photos`` with one query; their ``get_rendition`` then asks none."""
    wanted: dict[int, list[Photo]] = defaultdict(list)
    for photo in photos:
        if photo is not None and photo.pk and not hasattr(photo, "prefetched_renditions"):
            wanted[photo.pk].append(photo)
    if not wanted:
        return
    # Their keys hold the photographer's name until something else was signed.
    unsigned = [one for same in wanted.values() for one in same if one.photographer_id and one.signed_words is None]
    if unsigned:
        prefetch_related_objects(unsigned, "photographer")
    found: dict[int, list[PhotoRendition]] = defaultdict(list)
    for stored in PhotoRendition.objects.filter(image_id__in=wanted, filter_spec__in=tuple(specs)):
        found[stored.image_id].append(stored)
    for pk, same in wanted.items():
        shared = found[pk]
        for photo in same:
            photo.prefetched_renditions = shared
            for stored in shared:
                stored.image = photo


def draw(photos: Iterable[Photo], specs: tuple[str, ...]) -> None:
    """Makes those of ``specs`` that these photos lack now, each photo opened once; :func:`rendition` then finds them.
    Of one that cannot be drawn nobody hears here."""
    shown_now = {photo.pk: photo for photo in photos if shown(photo)}
    attach_renditions(shown_now.values(), specs)
    for photo in shown_now.values():
        if {stored.filter_spec for stored in photo.prefetched_renditions}.issuperset(specs):
            continue
        missing = [spec for spec in specs if spec not in _attached(photo, specs)]
        if missing and _drawing_nothing.get():
            raise NotDrawn(f"photo {photo.pk}: {', '.join(missing)}")
        try:
            made = photo.create_renditions(*(_filter(spec) for spec in missing)) if missing else {}
        except (SourceImageIOError, InvalidFilterSpecError, OSError):
            continue
        photo.prefetched_renditions = [*photo.prefetched_renditions, *made.values()]


def rendition(photo: Photo | None, spec: str) -> PhotoRendition | None:
    """One size of ``photo``, made now if nobody has asked for it before.

    ``None`` when its file cannot be read and for a photo that was taken down.
    """
    photo = shown(photo)
    if photo is None:
        return None
    if found := _attached(photo, (spec,)):
        return found[spec]
    if _drawing_nothing.get():
        if there := photo.find_existing_renditions(_filter(spec)):
            return next(iter(there.values()))
        raise NotDrawn(f"photo {photo.pk}: {spec}")
    try:
        stored: PhotoRendition = photo.drawn(_filter(spec))
    except (SourceImageIOError, InvalidFilterSpecError, OSError) as error:
        logger.warning("no rendition %s of photo %s: %s", spec, photo.pk, error)
        note_lack(photo)
        return None
    return stored


def note_lack(photo: Photo) -> None:
    """What is rendered now shows ``photo`` without something that should be there."""
    if (noted := _noted.get()) is not None:
        noted.lacking.append(photo.pk)


def note_day(day: dt.date) -> None:
    """What is rendered now may have to say something else from the beginning of ``day`` on."""
    if (noted := _noted.get()) is not None:
        noted.days.append(day)


def responsive(photo: Photo | None, specs: tuple[str, ...] = WIDTHS) -> Responsive | None:
    """``photo`` in the JPEG sizes ``specs``, and in those modern formats in which all of them are stored.

    Our drawing of a missing picture for a photo that cannot be drawn: readers and signers see that there is one.
    ``None`` for a photo that was taken down.
    """
    photo = shown(photo)
    if photo is None:
        return None
    attach_renditions([photo])
    draw([photo], specs)
    stored = [(spec, found) for spec in specs if (found := rendition(photo, spec))]
    if not stored:
        note_lack(photo)
        stand_in = placeholder(photo, _filter(specs[len(specs) // 2]))
        return Responsive((stand_in,), stand_in, ())
    by_width = _by_width(found for _, found in stored)
    sources = []
    for name in MODERN:
        lighter = _attached(photo, tuple(in_format(spec, name) for spec, _ in stored))
        if len(lighter) == len(stored):
            sources.append(Source(f"image/{name}", _by_width(lighter.values())))
    if len(sources) < len(MODERN):
        note_lack(photo)
    return Responsive(by_width, by_width[len(by_width) // 2], tuple(sources))


def largest(photo: Photo) -> PhotoRendition | None:
    """The largest JPEG of ``photo`` that is stored already, for whoever takes it along; nothing is drawn for it."""
    found = _attached(photo, (PRESS, *WIDTHS)) if shown(photo) else {}
    return next((found[spec] for spec in (PRESS, *reversed(WIDTHS)) if spec in found), None)


def _attached(photo: Photo, specs: tuple[str, ...]) -> dict[str, PhotoRendition]:
    """Those of ``specs`` that :func:`attach_renditions` has found; empty when it was not asked."""
    if not hasattr(photo, "prefetched_renditions"):
        return {}
    found = photo.find_existing_renditions(*(_filter(spec) for spec in specs))
    return {wanted.spec: stored for wanted, stored in found.items()}


def _by_width(renditions: Iterable[PhotoRendition]) -> tuple[PhotoRendition, ...]:
    """One of each width, narrow to wide: a small photo is as wide in several sizes."""
    by_width = {stored.width: stored for stored in renditions}
    return tuple(by_width[width] for width in sorted(by_width))


@cache
def _filter(spec: str) -> Filter:
    return Filter(spec=spec)


def pictures_in(body: StreamField) -> Iterator[tuple[Photo, dict[str, Any]]]:
    """Every photo that a body text shows, in order, with its block value (``alt``, ``credit``, ``caption``)."""
    for block in body:
        if block.block_type == "picture" and block.value["image"]:
            yield block.value["image"], block.value
        elif block.block_type == "gallery":
            for picture in block.value["pictures"]:
                if picture["image"]:
                    yield picture["image"], picture


def uses_in(body: StreamField) -> Iterator[Use]:
    """Every photo that a body text shows, with the place of its words."""
    return (Use(photo, value) for photo, value in pictures_in(body))


def posters_in(body: StreamField) -> Iterator[Photo]:
    """The cover pictures of a body's videos."""
    for block in body:
        if block.block_type == "video" and block.value["poster"]:
            yield block.value["poster"]
