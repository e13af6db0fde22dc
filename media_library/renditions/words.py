"""Which words the sizes of a public photo say of themselves: those of the certificate, never those of the archive."""

from __future__ import annotations

from collections.abc import Iterable

from media_library.models import Photo, PublicFile


def refresh_signed_words(photo_ids: Iterable[int]) -> None:
    """Makes the signed words of these photos those of the newest live content that uses them, or none.

    To be called in the transaction that opens or closes files (``PublicFile``), after it did. A photo that two contents
    show carries the words of the later publication; a row without words is one that no certificate speaks of.
    """
    wanted = set(photo_ids)
    if not wanted:
        return
    signed = dict.fromkeys(wanted)
    rows = PublicFile.objects.filter(photo_id__in=wanted).exclude(words={}).order_by("pk")
    signed.update(rows.values_list("photo_id", "words"))
    kept = dict(Photo.objects.filter(pk__in=wanted).values_list("pk", "signed_words"))
    for pk, before in kept.items():
        if before != signed[pk]:
            Photo.objects.filter(pk=pk).update(signed_words=signed[pk])
