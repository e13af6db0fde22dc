"""Pictures that feeds offer with an entry."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from cms.website import pictures
from cms.website.selectors import absolute
from media_library.models import Photo

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that a feed offers with an entry: absolute address, bytes, media type."""

    url: str
    length: int
    media_type: str


def of_photo(photo: Photo | None) -> Enclosed | None:
    """The size of ``photo`` for the press; ``None`` where there is none to fetch."""
    stored = pictures.rendition(photo, pictures.PRESS)
    enclosed = of_file(stored.file) if stored else None
    if photo is not None and stored is not None and enclosed is None:
        pictures.note_lack(photo)
    return enclosed


def of_file(file: Any, media_type: str = "image/jpeg") -> Enclosed | None:
    """A stored file; ``None`` when the store does not have it."""
    try:
        return Enclosed(absolute(file.url), file.size, media_type)
    except (OSError, ValueError) as error:
        logger.warning("not in a feed: %s: %s", file, error)
        return None
