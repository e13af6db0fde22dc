"""What the public finds of galleries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.website.findable import EntryFindable, Text, declare
from press_archive.galleries.entries import PHOTO_GALLERIES, VIDEO_GALLERIES
from press_archive.galleries.models import GalleryEntry
from press_archive.galleries.selectors import shown_rows


class FindableGalleries(EntryFindable):
    """Title, description and the words of each photo or film that may be seen."""

    def text(self, entry: GalleryEntry, page: Any) -> Text:
        rows = shown_rows(page.kind).filter(page=page).order_by("sort_order", "pk")
        is_photo = page.kind.value == "photo"
        names = ("alt", "caption") if is_photo else ("title", "caption")
        words = [word for row in rows.values_list(*names) for word in row if word]
        return Text(
            title=page.title,
            spot=page.summary,
            body="\n".join(words),
            moment=timezone.make_aware(dt.datetime.combine(entry.date, dt.time(12))),
            place=page.place,
            with_photo=is_photo,
            with_video=not is_photo,
        )


class FindablePhotoGalleries(FindableGalleries):
    name = "foto"
    number = 2
    title = _("Foto galeri")
    one = _("foto galeri")
    kind = PHOTO_GALLERIES


class FindableVideoGalleries(FindableGalleries):
    name = "film"
    number = 3
    title = _("Video galeri")
    one = _("video galeri")
    kind = VIDEO_GALLERIES


PHOTOS, VIDEOS = declare(FindablePhotoGalleries()), declare(FindableVideoGalleries())
