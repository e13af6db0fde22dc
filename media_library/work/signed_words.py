"""Which words public photos and documents say of themselves, in their sizes and names: those of the certificate, never
those of the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from media_library.models import File, Photo, PublicFile


def refresh_signed_words(photo_ids: Iterable[int], file_ids: Iterable[int] = ()) -> None:
    """Makes the signed words of these photos and documents those of the newest live content that uses them, or none.

    To be called in the transaction that opens or closes files (``PublicFile``), after it did. A photo that two contents
    show carries the words of the later publication; a row without words is one that no certificate speaks of.
    """
    _refresh(Photo, "photo_id", set(photo_ids))
    _refresh(File, "file_id", set(file_ids))


def signed_words_now(name: str, wanted: set[int] | None = None) -> dict[int, Any]:
    """What the newest live content says of each item that is public: words by primary key."""
    return dict(_certified(name, wanted).values_list(name, "words"))


def _certified(name: str, wanted: set[int] | None) -> QuerySet[PublicFile]:
    rows = PublicFile.objects.filter(**{f"{name}__isnull": False}).exclude(words={}).order_by("pk")
    return rows if wanted is None else rows.filter(**{f"{name}__in": wanted})


def _refresh(model: Any, name: str, wanted: set[int]) -> None:
    if not wanted:
        return
    signed, before = {}, {}
    said = f"{name.removesuffix('_id')}__signed_words"
    for pk, words, carried in _certified(name, wanted).values_list(name, "words", said):
        signed[pk], before[pk] = words, carried
    if hidden := wanted - signed.keys():
        before |= dict(model.objects.filter(pk__in=hidden).values_list("pk", "signed_words"))
    changed = [pk for pk in before if before[pk] != signed.get(pk)]
    newest = _certified(name, None).filter(**{name: OuterRef("pk")}).order_by("-pk").values("words")[:1]
    if changed:
        model.objects.filter(pk__in=changed).update(signed_words=Subquery(newest))
