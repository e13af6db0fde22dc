"""What both offices signed stays as it was: no save changes a file that the public can see.

The forms say it first, beside the field; these receivers hold for scripts, bulk actions and whoever comes later.
Deletion is refused by ``PublicFile``'s protecting foreign keys.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from media_library.models import File, Photo, Video, VideoCaption
from media_library.selectors import is_public

PHOTO_IN_USE = _("Bu fotoğraf yayındaki bir içerikte kullanılıyor; yeni bir fotoğraf yükleyin.")
FILE_IN_USE = _("Bu belge yayındaki bir içerikte kullanılıyor; yeni bir belge yükleyin.")
VIDEO_IN_USE = _("Bu video yayındaki bir içerikte kullanılıyor; kendisi ve altyazıları değiştirilemez.")
# Changing one of these changes what readers see.
SIGNED_PHOTO_FIELDS = ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
SIGNED_FILE_FIELDS = ("file", "original_name")
SIGNED_VIDEO_FIELDS = ("file", "sha256", "size", "proxy", "proxy_sha256", "poster", "state")


class FileInUse(Exception):
    """A change to a file that live content uses; its text is a sentence for the person who tried."""


def changed_fields(instance: Photo | File | Video, names: tuple[str, ...]) -> list[str]:
    """Which of the fields ``names`` differ from what the database holds; empty for an unsaved object."""
    stored = type(instance)._default_manager.filter(pk=instance.pk).values(*names).first() if instance.pk else None
    if stored is None:
        return []
    return [name for name in names if str(getattr(instance, name)) != str(stored[name])]


@receiver(pre_save, sender=Photo)
def keep_public_photo(instance: Photo, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Refuses a new file or focal point on a public photo with :class:`FileInUse`."""
    names = tuple(name for name in SIGNED_PHOTO_FIELDS if update_fields is None or name in update_fields)
    if names and not raw and changed_fields(instance, names) and is_public(photo=instance):
        raise FileInUse(PHOTO_IN_USE)


@receiver(pre_save, sender=File)
def keep_public_document(instance: File, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Refuses new content for a public document with :class:`FileInUse`."""
    names = tuple(name for name in SIGNED_FILE_FIELDS if update_fields is None or name in update_fields)
    if names and not raw and changed_fields(instance, names) and is_public(file=instance):
        raise FileInUse(FILE_IN_USE)


@receiver(pre_save, sender=Video)
def keep_public_video(instance: Video, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Refuses other files for a public video with :class:`FileInUse`."""
    names = tuple(name for name in SIGNED_VIDEO_FIELDS if update_fields is None or name in update_fields)
    if names and not raw and changed_fields(instance, names) and is_public(video=instance):
        raise FileInUse(VIDEO_IN_USE)


@receiver(pre_save, sender=VideoCaption)
@receiver(pre_delete, sender=VideoCaption)
def keep_public_captions(instance: VideoCaption, raw: bool = False, **kwargs: Any) -> None:
    """Refuses any change to the subtitles of a public video with :class:`FileInUse`."""
    if not raw and is_public(video=instance.video):
        raise FileInUse(VIDEO_IN_USE)
