"""The photos of a bulletin as journalists get them, and its line in the register: asked of the page alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cms.website import pictures
from cms.website.offers import for_press
from media_library.draft_words import Use
from media_library.models import Photo

if TYPE_CHECKING:
    from press_archive.bulletins.models import BulletinPage, RegisterEntry


@dataclass(frozen=True, slots=True)
class PressPhoto:
    """A photo as journalists get it."""

    photo: Photo
    alt: str
    credit: str
    caption: str = ""


# What the bulletin calls the words of its lead photo.
LEAD_WORDS = {"alt": "lead_image_alt", "credit": "lead_image_credit"}


def lead_use(photo: Photo, holder: Any) -> Use:
    """The lead photo, whose words ``holder`` (the bulletin or the values of its form) keeps."""
    return Use(photo, holder, caption=0, names=LEAD_WORDS)


def post_use(photo: Photo, row: Any) -> Use:
    """The photo that one network's post has for itself; nobody is named beside it."""
    return Use(photo, row, caption=0, names={"alt": "image_alt"}, needed=("alt",))


def press_photos(page: BulletinPage) -> list[PressPhoto]:
    """Every photo of the bulletin once, the lead photo first, without those that were taken down."""
    found: dict[int, PressPhoto] = {}
    if (lead := pictures.shown(page.lead_image)) is not None:
        found[lead.pk] = PressPhoto(lead, page.lead_image_alt, page.lead_image_credit)
    for photo, value in pictures.pictures_in(page.body):
        if pictures.shown(photo) is None:
            continue
        found.setdefault(photo.pk, PressPhoto(photo, value["alt"], value["credit"], value["caption"] or ""))
    return list(found.values())


def offered_photos(page: BulletinPage) -> list[PressPhoto]:
    """Those that journalists may use today: what the page offers for download."""
    photos = press_photos(page)
    offered = for_press(item.photo for item in photos)
    return [item for item in photos if item.photo in offered]


def register_entry(page: BulletinPage) -> RegisterEntry | None:
    """The bulletin's line in the register, if it was ever public."""
    return getattr(page, "register_entry", None) if page.pk else None
