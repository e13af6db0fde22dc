"""The photos of a gallery that may be seen: asked of its page alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from cms.website import pictures
from cms.website.offers import for_press
from media_library.models import Photo

if TYPE_CHECKING:
    from press_archive.galleries.models import GalleryPage, GalleryPhoto

# Width to height in hundredths; a style sheet must know every one of them before the pictures come.
RATIOS = (56, 67, 75, 80, 100, 125, 133, 150, 178, 200, 240)


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo of a gallery that may be seen, with its sizes and the nearest of ``RATIOS``. ``for_press``: whether its
    rights let the press use it too, as far as anybody asked."""

    row: GalleryPhoto
    photo: Photo
    found: pictures.Responsive
    for_press: bool = False

    @property
    def ratio(self) -> int:
        share = 100 * self.found.middle.width / max(1, self.found.middle.height)
        return min(RATIOS, key=lambda ratio: abs(ratio - share))

    @property
    def largest(self) -> Any:
        return self.found.renditions[-1]

    @property
    def to_take(self) -> Any:
        """What a reader downloads: the press size where it is ready; nothing of what only the website may show."""
        if not self.for_press or self.found.stands_in:
            return None
        return pictures.largest(self.photo) or self.largest


def shown_photos(
    page: GalleryPage, most: int | None = None, specs: tuple[str, ...] = pictures.WIDTHS
) -> list[ShownPhoto]:
    """The photos of ``page`` that may be seen, at most ``most``; two queries. Those of ``specs`` that are missing are
    made now."""
    rows = page.rows
    prefetch_related_objects(rows, "photo")
    return with_sizes([row for row in rows if pictures.shown(row.photo)][:most], specs)


def asked_for_press(shown: Sequence[ShownPhoto]) -> list[ShownPhoto]:
    """The same photos, each with whether the press may use it today."""
    offered = for_press(item.photo for item in shown)
    return [replace(item, for_press=item.photo in offered) for item in shown]


def with_sizes(rows: Sequence[GalleryPhoto], specs: tuple[str, ...] = pictures.WIDTHS) -> list[ShownPhoto]:
    """The photos of ``rows`` that have sizes to show; one query."""
    pictures.attach_renditions([row.photo for row in rows])
    pictures.draw([row.photo for row in rows], specs)
    found = ((row, pictures.responsive(row.photo)) for row in rows)
    return [ShownPhoto(row, row.photo, sizes) for row, sizes in found if sizes is not None]
