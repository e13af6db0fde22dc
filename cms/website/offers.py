"""What public pages, feeds and previews offer the press to take along: one rule for photos and films.

What only the website may show is shown and not offered. A consent, licence or contract ends by the calendar alone: what
is rendered to be kept is told the day from which the answer may be another one.
"""

from __future__ import annotations

from collections.abc import Iterable

from cms.website import pictures
from media_library.models import Photo, Video
from media_library.rights.rules import Purpose
from media_library.rights.selectors import days_of_change, obstacles

Taken = Photo | Video


def for_press(items: Iterable[Taken | None]) -> set[Taken]:
    """Those of ``items``, just read, that the press may use today; three queries for each of the two kinds."""
    found = {item for item in items if item is not None and item.pk}
    rows: dict[type, dict[int, Taken]] = {
        model: {item.pk: item for item in found if isinstance(item, model)} for model in (Photo, Video)
    }
    blocked = obstacles(photos=rows[Photo], videos=rows[Video], purposes=[Purpose.PRESS], rows=rows)
    for day in days_of_change(found):
        pictures.note_day(day)
    return found - set(blocked)
