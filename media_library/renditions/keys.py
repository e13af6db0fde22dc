"""To which picture and which words a stored size belongs: its key, without which nobody finds it.

Wagtail looks sizes up by photo, filter and a key that it makes of the focal point. Ours is a digest of the focal point
(where it decides the crop), of the bytes of the source and of the words that are written into the size, so that a size
of an earlier file, or one that says what nobody signed, is neither found nor served.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import asdict
from typing import Any

from wagtail.images.models import Filter

from media_library.metadata.fields import Fields
from media_library.renditions.sizes import ARCHIVE_SIZES

# Raised when the same source and words have to make other pictures than before.
EDITION = 1
SILENT = Fields()


class SizeFilter(Filter):
    """A Wagtail filter whose sizes belong to the source and words of their photo."""

    def get_cache_key(self, image: Any) -> str:
        """Sixteen characters, 96 bits: all that Wagtail's column holds."""
        words = {name: value for name, value in asdict(fields_of_size(image, self.spec)).items() if value}
        said = json.dumps([EDITION, super().get_cache_key(image), image.sha256, words], sort_keys=True, default=str)
        return urlsafe_b64encode(hashlib.sha256(said.encode()).digest()[:12]).decode()


def keyed(wanted: Filter | str) -> SizeFilter:
    """``wanted`` as a filter that knows our key; it is equal to the one that it is made of."""
    if isinstance(wanted, SizeFilter):
        return wanted
    return SizeFilter(spec=wanted if isinstance(wanted, str) else wanted.spec)


def fields_of_size(photo: Any, spec: str) -> Fields:
    """What the size ``spec`` of ``photo`` says of itself. Those of the archive's own screens say nothing: they need not
    be drawn anew whenever somebody corrects a name."""
    return SILENT if spec in ARCHIVE_SIZES else photo.rights_fields()


def fits(rendition: Any) -> bool:
    """Whether the stored size is one of its photo as this is today: of these bytes, saying these words."""
    return bool(rendition.focal_point_key == keyed(rendition.filter_spec).get_cache_key(rendition.image))
