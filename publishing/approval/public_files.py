"""Which files live content opens to the public, and with which words: those of its certificate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from media_library.metadata.outgoing import outgoing_words
from media_library.models import PublicFile
from media_library.work.signed_words import refresh_signed_words
from media_library.work.sizes import ask_for_public
from publishing.approval import evidence
from publishing.approval.files import items_of
from publishing.approval.models import Certificate

HOLDERS = {"photo": "photo_id", "file": "file_id", "video": "video_id"}


def rows_of(content: Any) -> QuerySet[PublicFile]:
    """The files that ``content`` opens now."""
    return PublicFile.objects.filter(content_type=evidence.content_type_of(content), object_id=str(content.pk))


def open_public_files(content: Any, certificate: Certificate) -> None:
    """Lets the public fetch exactly the files of ``certificate``, with the words that were signed."""
    rows = list(rows_for(content, certificate))
    old = list(rows_of(content).values_list("photo_id", "file_id"))
    if old:
        rows_of(content).delete()
    PublicFile.objects.bulk_create(rows)
    photos = {photo for photo, _file in old if photo} | {row.photo_id for row in rows if row.photo_id}
    files = {file for _photo, file in old if file} | {row.file_id for row in rows if row.file_id}
    refresh_signed_words(photos, files)
    # The lighter formats are made now, and sizes that say what was signed before give way.
    ask_for_public(photos)


def close_public_files(content: Any) -> None:
    """Takes the files of ``content`` away from the public (unless other live content uses them too)."""
    photos, files = _items(rows_of(content))
    rows_of(content).delete()
    refresh_signed_words(photos, files)
    ask_for_public(_items(PublicFile.objects.filter(photo_id__in=photos))[0])


def rows_for(content: Any, certificate: Certificate) -> Iterator[PublicFile]:
    """The rows that ``certificate`` gives leave for: none for a photo that only posts carry. Where it is of the first
    format, which froze no words, those of the archive at this moment are kept."""
    content_type = evidence.content_type_of(content)
    unworded = [(entry["kind"], entry["id"]) for entry in certificate.files if "words" not in entry]
    items = items_of(unworded)
    for entry in opened(certificate):
        key = entry["kind"], entry["id"]
        words = entry["words"] if "words" in entry else outgoing_words(items[key])
        yield PublicFile(
            content_type=content_type,
            object_id=str(content.pk),
            words=words,
            digests={name: value for name, value in entry.items() if name.endswith("sha256")},
            **{HOLDERS[entry["kind"]]: entry["id"]},
        )


def opened(certificate: Certificate) -> list[dict[str, Any]]:
    """The files of ``certificate`` that the public may fetch."""
    return [entry for entry in certificate.files if entry.get("public", True)]


def _items(rows: QuerySet[PublicFile]) -> tuple[set[int], set[int]]:
    """Primary keys of the photos and of the documents in ``rows``."""
    pairs = list(rows.values_list("photo_id", "file_id"))
    return {photo for photo, _file in pairs if photo}, {file for _photo, file in pairs if file}
