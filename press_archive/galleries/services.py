"""A gallery's draft out of a shoot or a selection of the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.core.refusal import Refusal
from cms.users.models import User
from media_library.models import Photo, Shoot, Video, VideoState
from media_library.rights import selectors as rights
from media_library.rights.rules import Purpose
from media_library.suggestions import SuggestedWords, fitted, suggested
from media_library.work.sizes import ask_for_screens
from press_archive.galleries.models import (
    GalleryPage,
    GalleryPhoto,
    GalleryVideo,
    Kind,
    PhotoGalleryIndexPage,
    PhotoGalleryPage,
    VideoGalleryIndexPage,
    VideoGalleryPage,
)
from press_archive.galleries.validation import LONGEST_CAPTION, MOST_PHOTOS, MOST_VIDEOS


class NothingToShow(Refusal):
    """No photo or video of the choice may be used; the text says so, with the reasons."""

    status = 409
    code = "nothing-to-show"


@dataclass(frozen=True, slots=True)
class Drafted:
    """The draft, and a sentence for each photo or video that was left out of it."""

    page: GalleryPage
    left_out: list[str]


def may_make_galleries(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may begin a gallery: whoever writes pages."""
    parent = PhotoGalleryIndexPage.objects.first()
    return parent is not None and bool(parent.permissions_for_user(user).can_add_subpage())


@transaction.atomic
def gallery_from_shoot(
    *, user: User, kind: Kind = Kind.PHOTO, shoot: Shoot | None = None, chosen: Sequence[int] | None = None
) -> Drafted:
    """A draft gallery of ``shoot``, or of the photos (videos) ``chosen`` by primary key, in that order.

    What rights forbid on the website, is not ready or is shown by another copy is left out and said. Raises
    ``PermissionDenied`` and :class:`NothingToShow`.
    """
    parent = (PhotoGalleryIndexPage if kind == Kind.PHOTO else VideoGalleryIndexPage).objects.get()
    if not parent.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    items = chosen_items(kind, shoot, chosen)
    usable, left_out = sifted(kind, items)
    if not usable:
        nothing = (
            _("Galeriye konabilecek fotoğraf yok.") if kind == Kind.PHOTO else _("Galeriye konabilecek video yok.")
        )
        raise NothingToShow(" ".join([nothing, *left_out[:5]]))
    shoots = {item.shoot_id: item.shoot for item in usable}
    shoot = shoot or (next(iter(shoots.values())) if len(shoots) == 1 else None)
    page = (PhotoGalleryPage if kind == Kind.PHOTO else VideoGalleryPage)(
        title=shoot.title if shoot else _("Adsız galeri"),
        date=shoot.date if shoot else timezone.localdate(),
        place=shoot.place if shoot else "",
        shoot=shoot,
        owner=user,
        live=False,
    )
    words = suggested(usable) if kind == Kind.PHOTO else {}
    for place, item in enumerate(usable):
        if kind == Kind.PHOTO:
            page.photos.add(photo_row(item, words[item.pk], place))
        else:
            page.videos.add(video_row(item, place))
    if kind == Kind.PHOTO:
        # The archive's old photos have only the sizes of its own screens.
        ask_for_screens(item.pk for item in usable)
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    return Drafted(page, left_out)


def chosen_items(kind: Kind, shoot: Shoot | None, chosen: Sequence[int] | None) -> list[Any]:
    """The photos or videos meant, in order."""
    rows: Any = (Photo if kind == Kind.PHOTO else Video).objects.select_related("shoot", "photographer")
    if chosen is not None:
        found = rows.filter(pk__in=chosen).in_bulk()
        return [found[pk] for pk in dict.fromkeys(chosen) if pk in found]
    rows = rows.filter(shoot=shoot)
    if kind == Kind.PHOTO:
        rows = rows.filter(merged_into=None, stack=None)
    return list(rows.order_by("taken_at", "pk"))


def sifted(kind: Kind, items: Sequence[Any]) -> tuple[list[Any], list[str]]:
    """``items`` without those that may not be shown on the website, and why not."""
    ids = [item.pk for item in items]
    found = rights.obstacles(**{f"{kind.value}s": ids, "purposes": (Purpose.WEB,)})  # type: ignore[arg-type]
    blocked = {item.pk for item in found}
    left_out = rights.sentences(found)
    usable = [item for item in items if item.pk not in blocked]
    if kind == Kind.VIDEO:
        left_out += [
            _("“%(title)s” henüz hazır değil.") % {"title": item.title}
            for item in usable
            if item.state != VideoState.READY
        ]
        usable = [item for item in usable if item.state == VideoState.READY]
    most = MOST_PHOTOS if kind == Kind.PHOTO else MOST_VIDEOS
    if len(usable) > most:
        left_out.append(_("Bir galeriye en çok %(most)d tane sığar; kalanlar alınmadı.") % {"most": most})
    return usable[:most], left_out


def photo_row(photo: Photo, words: SuggestedWords, place: int) -> GalleryPhoto:
    """The row that ``photo`` begins with: the words that the archive has for it."""
    return GalleryPhoto(
        photo=photo,
        sort_order=place,
        alt=words.alt,
        credit=words.credit,
        caption=fitted(words.caption, LONGEST_CAPTION),
    )


def video_row(video: Video, place: int) -> GalleryVideo:
    """The row that ``video`` begins with."""
    return GalleryVideo(
        video=video,
        sort_order=place,
        title=Truncator(video.headline or video.title).chars(160),
        credit=credit_of(video),
        caption=Truncator(video.caption or video.description).chars(600),
    )


def credit_of(video: Video) -> str:
    """Whom the archive names for ``video``."""
    if video.credit.strip():
        return str(video.credit.strip()[:160])
    return (_("Görüntü: %(name)s") % {"name": video.photographer.name})[:160] if video.photographer else ""
