"""The few facts that go into every size we serve: credit, copyright, terms, caption, origin; never the place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter

from media_library.metadata import exif, xmp
from media_library.metadata.fields import Fields, exif_tags, xmp_properties

# What Pillow needs to draw and save the picture itself; everything else in ``info`` came from the camera.
DRAWING_KEYS = ("icc_profile", "transparency", "background", "duration", "loop")

LONGEST_CAPTION = 2000
SERVED_PROPERTIES = frozenset(
    {"photoshop:Headline", "dc:description", "photoshop:Credit", "dc:creator", "dc:rights", "xmpRights:Marked"}
    | {"xmpRights:UsageTerms", "Iptc4xmpExt:DigitalSourceType", "Iptc4xmpExt:AISystemUsed"}
)


def served_metadata(fields: Fields) -> dict[str, bytes]:
    """``exif`` and ``xmp`` for ``Image.save`` of a JPEG, WebP or AVIF; no key where there is nothing to say.

    Small enough for one JPEG segment: the caption is cut at 2,000 characters.
    """
    fields = replace(fields, caption=fields.caption[:LONGEST_CAPTION], taken_at=None)
    properties = {name: value for name, value in xmp_properties(fields).items() if name in SERVED_PROPERTIES}
    found = {}
    if tags := exif_tags(replace(fields, caption="")):
        found["exif"] = exif.build({name: value for name, value in tags.items() if isinstance(value, str)})
    if properties:
        found["xmp"] = xmp.build(properties)
    return found


class ReplaceMetadata(FilterOperation):
    """Last step of every rendition: drops what the camera wrote and writes what we say of the rights."""

    def construct(self, *args: Any) -> None:
        self.fields = Fields()

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> Any:
        picture = willow.get_pillow_image()
        kept = {key: picture.info[key] for key in DRAWING_KEYS if key in picture.info}
        picture.info = {**kept, **served_metadata(self.fields)}
        return willow


class CleanFilter(Filter):
    """A Wagtail filter whose output carries no metadata but ``fields``."""

    def __init__(self, spec: str | None = None, fields: Fields | None = None) -> None:
        super().__init__(spec=spec)
        self.fields = fields or Fields()

    @property
    def filter_operations(self) -> list[FilterOperation]:
        last = ReplaceMetadata("metadata")
        last.fields = self.fields
        return [*super().filter_operations, last]
