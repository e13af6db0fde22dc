"""Photos that look alike, as groups that a person can look at."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from media_library.duplicates.models import DuplicatePair, PairKind, PairState
from media_library.models import Photo, PublicFile

PAIRS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Alike:
    """One photo of a group; ``public``: live content shows it."""

    photo: Photo
    public: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Photos that are the same picture, the largest first. ``exact``: all are the same file."""

    photos: list[Alike]
    exact: bool


def open_groups() -> list[Group]:
    """The newest undecided pairs, joined into groups; a fixed number of queries."""
    pairs = list(
        DuplicatePair.objects.filter(state=PairState.OPEN, first__merged_into=None, second__merged_into=None).order_by(
            "-pk"
        )[:PAIRS_AT_ONCE]
    )
    return _grouped(pairs)


def group_of(numbers: list[int]) -> Group | None:
    """The photos ``numbers``, chosen by hand, as a group."""
    alike = _alike(numbers)
    return Group(photos=list(alike.values()), exact=False) if len(alike) > 1 else None


def likes_of(photo: Photo) -> list[Photo]:
    """Photos that look like ``photo`` and were not found to be different."""
    pairs = DuplicatePair.objects.filter(Q(first=photo) | Q(second=photo)).exclude(state=PairState.DIFFERENT)
    numbers = {pk for pair in pairs.values_list("first_id", "second_id") for pk in pair} - {photo.pk}
    return list(Photo.objects.filter(pk__in=numbers).order_by("pk"))


def _grouped(pairs: list[DuplicatePair]) -> list[Group]:
    leader: dict[int, int] = {}

    def find(pk: int) -> int:
        while leader.setdefault(pk, pk) != pk:
            pk = leader[pk]
        return pk

    for pair in pairs:
        leader[find(pair.second_id)] = find(pair.first_id)
    members: dict[int, list[int]] = {}
    for pk in leader:
        members.setdefault(find(pk), []).append(pk)
    near = {find(pair.first_id) for pair in pairs if pair.kind == PairKind.NEAR}
    alike = _alike(list(leader))
    groups = []
    for root, numbers in members.items():
        photos = [alike[pk] for pk in numbers if pk in alike]
        photos.sort(key=lambda one: (-one.photo.width * one.photo.height, one.photo.pk))
        if len(photos) > 1:
            groups.append(Group(photos=photos, exact=root not in near))
    return groups


def _alike(numbers: list[int]) -> dict[int, Alike]:
    public = set(PublicFile.objects.filter(photo__in=numbers).values_list("photo_id", flat=True))
    photos = Photo.objects.filter(pk__in=numbers).select_related("shoot").prefetch_related("renditions")
    return {photo.pk: Alike(photo=photo, public=photo.pk in public) for photo in photos}
