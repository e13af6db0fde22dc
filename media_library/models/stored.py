"""Names under which files lie in the store."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Any

from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from media_library.metadata.opening import header

# Further names of what every program knows as .jpg and .heic.
USUAL_SUFFIXES = {".jpe": ".jpg", ".jfif": ".jpg", ".heif": ".heic", ".hif": ".heic"}


def unguessable_name(filename: str) -> str:
    """A storage name that tells nothing and cannot be guessed, with the usual suffix for that of ``filename``."""
    suffix = PurePath(filename).suffix.lower()
    return f"{uuid.uuid4().hex}{USUAL_SUFFIXES.get(suffix, suffix)}"


class PhotoFieldFile(WagtailImageFieldFile):
    """Learns a picture's size from its header, where Wagtail would unpack all of it, and from any that we can open."""

    def get_image_dimensions(self) -> tuple[int, int]:
        was_closed = self.closed
        try:
            self.open()
            return header(self).size
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)


class PhotoFileField(WagtailImageField):
    """Wagtail's field with our way of opening pictures; the same to the database."""

    attr_class = PhotoFieldFile

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs
