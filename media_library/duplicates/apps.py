from typing import Any

from django.apps import AppConfig


def photo_came_in(photo: Any, is_new: bool, **kwargs: Any) -> None:
    from media_library.duplicates.finder import is_recorded, record

    if is_new or not is_recorded(photo):
        record(photo)


class DuplicatesConfig(AppConfig):
    name = "media_library.duplicates"
    label = "duplicates"
    verbose_name = "Benzer fotoğraflar"

    def ready(self) -> None:
        from media_library.signals import photo_ready

        photo_ready.connect(photo_came_in, dispatch_uid="duplicates.photo_ready")
