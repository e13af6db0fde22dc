"""A gallery as the message that every channel carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.core.message import Message, Picture
from cms.website import pictures
from cms.website.selectors import absolute
from press_archive.galleries.photos import shown_photos

if TYPE_CHECKING:
    from press_archive.galleries.models import GalleryPage

# A message names the gallery; whoever wants all of it follows the link.
MOST_PICTURES = 6


def gallery_message(page: GalleryPage) -> Message:
    """What ``page`` says to the world. Also for an unsaved ``revision.as_object()``."""
    photos = shown_photos(page, MOST_PICTURES, (*pictures.WIDTHS, pictures.CARD)) if page.kind == "photo" else []
    return Message(
        headline=page.title,
        summary=page.summary,
        body_html="",
        body_text=page.summary,
        url=absolute(page.public_path),
        place=page.place,
        date=page.date.isoformat() if page.date else "",
        pictures=tuple(
            Picture(
                image_id=item.photo.pk,
                alt=item.row.alt,
                credit=item.row.credit,
                caption=item.row.caption,
                url=absolute(item.found.renditions[-1].url),
                thumbnail_url=_address(item.photo),
            )
            for item in photos
            if not item.found.stands_in
        ),
    )


def _address(photo: object) -> str:
    stored = pictures.rendition(photo, pictures.CARD)  # type: ignore[arg-type]
    return absolute(stored.url) if stored else ""
