"""Which words public photos and documents say of themselves, in their sizes and names: those of the certificate, never
those of the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    rows = PublicFile.objects.filter(**{f"{name}__isnull": False}).exclude(words={}).order_by("pk")
    if wanted is not None:
        rows = rows.filter(**{f"{name}__in": wanted})
    return dict(rows.values_list(name, "words"))


def _refresh(model: Any, name: str, wanted: set[int]) -> None:
    if not wanted:
        return
    signed = signed_words_now(name, wanted)
    rows = model.objects.filter(pk__in=wanted).only("pk", "signed_words")
    changed = [row for row in rows if row.signed_words != signed.get(row.pk)]
    for row in changed:
        row.signed_words = signed.get(row.pk)
    model.objects.bulk_update(changed, ["signed_words"], batch_size=100)
