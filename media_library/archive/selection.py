"""Which photos and videos a form or an address means: ``foto=1,2&video=3``, or all of a shoot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from media_library.archive.batch import MOST
from media_library.models import Photo, Shoot, Video


@dataclass(frozen=True, slots=True)
class Selection:
    """Primary keys of photos and videos, in the order in which they were chosen."""

    photos: tuple[int, ...] = ()
    videos: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.photos) + len(self.videos)

    @property
    def photo_numbers(self) -> str:
        return ",".join(map(str, self.photos))

    @property
    def video_numbers(self) -> str:
        return ",".join(map(str, self.videos))

    def items(self, most: int = MOST, *, withheld: bool = True) -> list[Any]:
        """The photos and videos themselves, at most ``most``; two queries."""
        found: list[Any] = []
        for model, numbers in ((Photo, self.photos), (Video, self.videos)):
            if numbers:
                rows = model._default_manager.filter(pk__in=numbers)
                if not withheld:
                    rows = rows.filter(withheld_at__isnull=True)
                by_number = rows.select_related("shoot__department", "shoot__photographer", "photographer").in_bulk()
                found += [by_number[number] for number in numbers if number in by_number]
        return found[:most]


def read(data: QueryDict) -> Selection:
    """The selection in ``data``; what is no number is left out, and never more than a batch takes."""
    if shoot := Shoot.objects.filter(pk=number).first() if (number := _number(data.get("cekim", ""))) else None:
        return of_shoot(shoot)
    return Selection(_numbers(data.getlist("foto")), _numbers(data.getlist("video")))


def of_shoot(shoot: Shoot) -> Selection:
    """Everything of ``shoot`` that is shown."""
    photos = Photo.objects.filter(shoot=shoot, withheld_at__isnull=True, merged_into__isnull=True)
    videos = Video.objects.filter(shoot=shoot, withheld_at__isnull=True)
    return Selection(
        tuple(photos.order_by("taken_at", "pk").values_list("pk", flat=True)[:MOST]),
        tuple(videos.order_by("taken_at", "pk").values_list("pk", flat=True)[:MOST]),
    )


def _numbers(texts: list[str]) -> tuple[int, ...]:
    numbers = (_number(part) for text in texts for part in text.split(","))
    return tuple(dict.fromkeys(number for number in numbers if number))[: MOST + 1]


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
