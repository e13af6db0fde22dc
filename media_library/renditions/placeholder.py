"""What screens show instead of a size that cannot be drawn: one broken file spoils no page."""

from __future__ import annotations

from typing import Any

from wagtail.images.models import Filter

UNDRAWABLE = "media_library/undrawable.svg"


def placeholder(photo: Any, wanted: Filter) -> Any:
    """A size of ``photo`` that is never stored: our drawing of a missing picture in the measures asked for."""
    try:
        width, height = wanted.get_transform(photo).size
    except (ValueError, ZeroDivisionError, AttributeError, TypeError):
        width, height = 165, 110
    stand_in = photo.get_rendition_model()(
        image=photo, filter_spec=wanted.spec, focal_point_key="", width=max(1, width), height=max(1, height)
    )
    stand_in.stands_in = True
    return stand_in
