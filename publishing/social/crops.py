"""The picture of a post in the shape that its network wants."""

from __future__ import annotations

from typing import Any

from wagtail.images.models import SourceImageIOError

from cms.core.networks import Network
from cms.core.turkish import slugify

PREVIEW_WIDTH = 400


def crop(photo: Any, network: Network) -> Any | None:
    """The rendition to post, a JPEG of the network's width and height (less for a smaller photo); ``None`` when the
    photo's file is gone or it was taken down."""
    width, height = network.crop
    return _rendition(photo, f"fill-{width}x{height}|format-jpeg|jpegquality-88")


def preview(photo: Any, network: Network) -> Any | None:
    """The same crop, small, for looking at."""
    width, height = network.crop
    return _rendition(photo, f"fill-{PREVIEW_WIDTH}x{round(PREVIEW_WIDTH * height / width)}|format-jpeg")


def download_name(*, number: str, headline: str, network: str) -> str:
    """A file name that says what it is: ``2026-0123-sahil-yolu-instagram.jpg``."""
    parts = [number.replace("/", "-"), slugify(headline, max_length=60), network]
    return "-".join(part for part in parts if part) + ".jpg"


def _rendition(photo: Any, spec: str) -> Any | None:
    if photo is None or photo.withheld_at is not None:
        return None
    try:
        return photo.drawn(spec)
    except (SourceImageIOError, OSError):
        return None
