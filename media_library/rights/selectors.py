"""Rights of stored pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from media_library.models import Photo, Video
from media_library.rights.rules import Purpose, obstacles_of


def obstacles(
    *, photos: Iterable[int] = (), videos: Iterable[int] = (), purposes: Iterable[Purpose] = (Purpose.WEB,),
    on: dt.date | None = None,
) -> dict[Photo | Video, list[str]]:  # fmt: skip
    """Which of these may not be used on the day ``on`` (default today) for ``purposes``, and why; two queries a kind."""
    on = on or timezone.localdate()
    purposes = tuple(purposes)
    found: dict[Photo | Video, list[str]] = {}
    for model, ids in ((Photo, set(photos)), (Video, set(videos))):
        if ids:
            items = (
                model._default_manager.filter(pk__in=ids).select_related("photographer").prefetch_related("consents")
            )
            for item in items:
                if reasons := obstacles_of(item, item.consents.all(), on=on, purposes=purposes):
                    found[item] = reasons
    return found


def sentences(found: dict[Photo | Video, list[str]]) -> list[str]:
    """``obstacles`` as one sentence a picture, for editors."""
    return [f"“{item.title}”: {', '.join(reasons)}." for item, reasons in found.items()]
