"""A gallery as the message that every channel carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string

from cms.core.message import Message, Picture
from cms.website import enclosures, markup, pictures
from cms.website.enclosures import Enclosed
from cms.website.offers import for_press
from cms.website.selectors import absolute
from press_archive.galleries.photos import ShownPhoto, shown_photos

if TYPE_CHECKING:
    from press_archive.galleries.models import GalleryPage

# A message names the gallery; whoever wants all of it follows the link.
MOST_PICTURES = 6
MOST_IN_FEEDS = 12
FED = "width-960|format-jpeg"


def gallery_message(page: GalleryPage) -> Message:
    """What ``page`` says to the world. Also for an unsaved ``revision.as_object()``."""
    photos = drawn_photos(page)
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


def feed_html(page: GalleryPage) -> str:
    """What feeds say of ``page``: its words, its first photos or films with theirs, and where the others are."""
    item = page.kind.value
    rows = page.rows
    prefetch_related_objects(rows, item)
    if item == "photo":
        rows = [row for row in rows if pictures.shown(row.photo)]
        pictures.attach_renditions([row.photo for row in rows[:MOST_IN_FEEDS]], (FED, pictures.PRESS))
        shown = [(row, pictures.rendition(row.photo, FED)) for row in rows[:MOST_IN_FEEDS]]
    else:
        rows = [row for row in rows if row.video.is_shown]
        shown = [(row, None) for row in rows[:MOST_IN_FEEDS]]
    told = {"page": page, "shown": shown, "total": len(rows), "url": page.public_path, "kind": item}
    return markup.sanitised(render_to_string("galleries/feed_text.html", told))


def enclosed(page: GalleryPage) -> Enclosed | None:
    """The picture that feeds offer: the first photo that the press may use, or the still of the first film."""
    rows = page.rows
    if page.kind.value == "photo":
        photos = [row.photo for row in rows if pictures.shown(row.photo)]
        offered = for_press(photos)
        return enclosures.of_photo(next((photo for photo in photos if photo in offered), None))
    video = next((row.video for row in rows if row.video.is_shown), None)
    return enclosures.of_file(video.poster) if video is not None and video.poster else None


def drawn_photos(page: GalleryPage) -> list[ShownPhoto]:
    """The photos that the message of ``page`` names, with their sizes."""
    return shown_photos(page, MOST_PICTURES, (*pictures.WIDTHS, pictures.CARD)) if page.kind == "photo" else []


def _address(photo: object) -> str:
    stored = pictures.rendition(photo, pictures.CARD)  # type: ignore[arg-type]
    return absolute(stored.url) if stored else ""
