"""What must be right before a gallery may be submitted, in words that an editor understands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from media_library.models import VideoState

FEWEST_PHOTOS = 2
MOST_PHOTOS = 200
MOST_VIDEOS = 24
LONGEST_CAPTION = 600


def submission_errors(*, kind: str, rows: Sequence[Any], summary: str) -> list[str]:
    """Every reason why a gallery of these ``rows`` cannot be submitted or signed; an empty list when there is none."""
    errors = [] if summary.strip() else [_("Galerinin açıklaması yazılmamış.")]
    return errors + (photo_errors(rows) if kind == "photo" else video_errors(rows))


def photo_errors(rows: Sequence[Any]) -> list[str]:
    """What is wrong with the photos of a gallery."""
    errors: list[str] = []
    if len(rows) < FEWEST_PHOTOS:
        errors.append(_("Bir foto galeride en az %(count)d fotoğraf olmalı.") % {"count": FEWEST_PHOTOS})
    if len(rows) > MOST_PHOTOS:
        errors.append(_("Bir foto galeride en çok %(count)d fotoğraf olabilir.") % {"count": MOST_PHOTOS})
    errors += _each(rows, "alt", _("%(places)s. sıradaki fotoğrafın alternatif metni yazılmamış."))
    errors += _each(rows, "credit", _("%(places)s. sıradaki fotoğrafın kaynağı yazılmamış."))
    return errors + _repeated(rows, "photo_id", _("%(places)s. sıralarda aynı fotoğraf var."))


def video_errors(rows: Sequence[Any]) -> list[str]:
    """What is wrong with the videos of a gallery."""
    errors: list[str] = []
    if not any(row.video_id and row.video.state == VideoState.READY for row in rows):
        errors.append(_("Bir video galeride en az bir hazır video olmalı."))
    if len(rows) > MOST_VIDEOS:
        errors.append(_("Bir video galeride en çok %(count)d video olabilir.") % {"count": MOST_VIDEOS})
    errors += _each(rows, "title", _("%(places)s. sıradaki videonun başlığı yazılmamış."))
    return errors + _repeated(rows, "video_id", _("%(places)s. sıralarda aynı video var."))


def _each(rows: Sequence[Any], name: str, sentence: str) -> list[str]:
    places = [str(place) for place, row in enumerate(rows, start=1) if not getattr(row, name).strip()]
    return [sentence % {"places": ", ".join(places)}] if places else []


def _repeated(rows: Sequence[Any], name: str, sentence: str) -> list[str]:
    counted = Counter(getattr(row, name) for row in rows)
    found = []
    for value, count in counted.items():
        if value and count > 1:
            places = [str(place) for place, row in enumerate(rows, start=1) if getattr(row, name) == value]
            found.append(sentence % {"places": ", ".join(places)})
    return found
