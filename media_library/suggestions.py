"""The words that a page begins with when it shows a photo: what the archive says of it, and its photographer's pattern.

They are copied into the content, where they are signed; what the archive says afterwards reaches no page by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.identity import selectors as identities
from media_library import names
from media_library.metadata import templates

if TYPE_CHECKING:
    from media_library.models import Photo, Photographer, Video

ALT_LENGTH = 200
CREDIT_LENGTH = 160


@dataclass(frozen=True, slots=True)
class SuggestedWords:
    """Alternative text, credit and caption as one line each; the caption as long as the archive has it."""

    alt: str = ""
    credit: str = ""
    caption: str = ""

    def as_data(self) -> dict[str, str]:
        """The words for a script."""
        return {"alt": self.alt, "credit": self.credit, "caption": self.caption}


def suggested(photos: Iterable[Photo]) -> dict[int, SuggestedWords]:
    """The words for each of ``photos`` by primary key: five queries at most for any number of them. Each photo keeps
    its own at hand, for the fields of a form that ask one by one."""
    rows = list(photos)
    prefetch_related_objects(rows, "photographer", "shoot__photographer", "shoot__department")
    town = identities.current().municipality if any(map(pattern_of, rows)) else ""
    found = {photo.pk: words_for(photo, town) for photo in rows}
    for photo in rows:
        photo.words_at_hand = found[photo.pk]
    return found


def words_for(photo: Photo, town: str) -> SuggestedWords:
    """The words for ``photo``; ``town`` is the municipality's name."""
    return SuggestedWords(
        alt=fitted(photo.description, ALT_LENGTH),
        credit=fitted(credit_of(photo, town), CREDIT_LENGTH),
        caption=one_line(photo.caption),
    )


def credit_of(item: Photo | Video, town: str) -> str:
    """Whom the archive names for ``item``: its own credit, else its photographer by pattern or by name."""
    credit = one_line(item.credit)
    name = item.photographer.name if item.photographer else ""
    if credit and credit != name:
        return credit
    if pattern_of(item):
        return credit_line(item, town)
    return credit or (_("Fotoğraf: %(name)s") % {"name": name} if name else "")


def pattern_of(item: Photo | Video) -> str:
    """The pattern by which the photographer of ``item`` is named, if there is one."""
    who: Photographer | None = item.photographer
    return (who.credit_pattern or "").strip() if who else ""


def credit_line(item: Photo | Video, town: str) -> str:
    """The photographer's pattern filled for ``item``; the bare name where it cannot be."""
    name = item.photographer.name if item.photographer else ""
    try:
        return templates.fill(pattern_of(item), values_of(item, town)) or name
    except ValidationError:
        return name


def values_of(item: Any, town: str) -> dict[str, templates.Value]:
    """What the fields of a template stand for with this picture."""
    shoot = item.shoot
    taken = timezone.localdate(item.taken_at) if item.taken_at else None
    photographer = item.photographer or (shoot.photographer if shoot else None)
    return {
        "fotografci": photographer.name if photographer else "",
        "belediye": town,
        "etkinlik": shoot.title if shoot else "",
        "tarih": taken or (shoot.date if shoot else None),
        "yer": item.place or (shoot.place if shoot else ""),
        "mudurluk": shoot.department.name if shoot and shoot.department else "",
        "baslik": item.headline or names.read_aloud(item),
    }


def fitted(text: str, limit: int) -> str:
    """``text`` on one line and at most ``limit`` characters long; what is cut ends in an ellipsis."""
    line = one_line(text)
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def one_line(text: str) -> str:
    return " ".join(text.split())
