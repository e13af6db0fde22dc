"""Which stored file is whose, and whether the public may have it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.fields.files import FieldFile

from cms.core.governed import Governed
from media_library.access.faults import faults
from media_library.models import (
    DOCUMENTS,
    ORIGINALS,
    RENDITIONS,
    File,
    Photo,
    PhotoRendition,
    PublicFile,
    Video,
    VideoCaption,
)
from media_library.models.videos import CAPTIONS, POSTERS, PROXIES, VIDEOS
from media_library.renditions.keys import fits, keyed

# Consent papers and contracts are not among them: no address leads there.
AREAS = (ORIGINALS, RENDITIONS, DOCUMENTS, VIDEOS, PROXIES, POSTERS, CAPTIONS)
STORED_NAME = re.compile(rf"^({'|'.join(AREAS)})/[0-9A-Za-z][0-9A-Za-z._-]*$")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store. ``download_name`` is empty for what is shown in a page, and a document's own name.

    ``withheld``: of a picture that was taken down; then it is not public, whatever live content uses it. ``moved``: the
    address asked for is an earlier one.
    """

    file: FieldFile
    public: bool
    download_name: str = ""
    withheld: bool = False
    moved: bool = False


def is_public(*, photo: Photo | None = None, file: File | None = None, video: Video | None = None) -> bool:
    """Whether live content uses this photo, document or video now."""
    if photo is not None and photo.pk:
        return PublicFile.objects.filter(photo_id=photo.pk).exists()
    if video is not None and video.pk:
        return PublicFile.objects.filter(video_id=video.pk).exists()
    return file is not None and file.pk is not None and PublicFile.objects.filter(file_id=file.pk).exists()


def certified(kind: str, ids: Iterable[int]) -> dict[int, PublicFile]:
    """Of the ``ids`` (``kind``: "photo", "file" or "video") those that live, signed content uses, each with the leave
    of the newest publication: its ``words`` and ``digests`` are what may be handed out.

    A setting that shows a picture gives no such leave, nor does content that stands from before there were signatures:
    without words and digests of a certificate nobody signed it.
    """
    rows = PublicFile.objects.filter(**{f"{kind}__in": set(ids)}, content_type__in=governed_types()).order_by("pk")
    rows = rows.exclude(words={}).exclude(digests={})
    return {getattr(row, f"{kind}_id"): row for row in rows}


def governed_types() -> list[ContentType]:
    """The content types whose objects only two signatures make public."""
    models = [model for model in apps.get_models() if issubclass(model, Governed)]
    return list(ContentType.objects.get_for_models(*models, for_concrete_models=False).values())


def stored_file(path: str) -> StoredFile | None:
    """The file stored under ``path`` (relative to the media root), or ``None``; one query.

    A photo's sizes (of its present file and signed words), a document, and copy, still and subtitles of a video are
    public while live content uses them; the originals of photos and videos never are.
    """
    found = STORED_NAME.match(path)
    if not found:
        return None
    if found.group(1) == RENDITIONS:
        granted = Exists(PublicFile.objects.filter(photo_id=OuterRef("image_id")))
        withheld = F("image__withheld_at")
        sizes = PhotoRendition.objects.filter(file=path).select_related("image__photographer")
        rendition = sizes.annotate(granted=granted, withheld_at=withheld).first()
        return _stored_size(rendition) if rendition else None
    if found.group(1) == ORIGINALS:
        photo = Photo.objects.filter(file=path).first()
        return _stored_picture(photo.file, False, photo.withheld_at, photo.original_name) if photo else None
    if found.group(1) in (VIDEOS, PROXIES, POSTERS, CAPTIONS):
        return _stored_video(found.group(1), path)
    document = granted_documents().filter(file=path).first()
    return _stored_document(document)


def stored_document(document_id: int, name: str) -> StoredFile | None:
    """The document ``document_id`` if it is called ``name``, or ``None``; one query."""
    document = granted_documents().filter(pk=document_id).first()
    return _stored_document(document) if document and document.filename == name else None


def granted_documents():  # type: ignore[no-untyped-def]
    """All documents, each with ``granted``: whether live content uses it."""
    return File.objects.annotate(granted=Exists(PublicFile.objects.filter(file_id=OuterRef("pk"))))


def sizes_that_do_not_fit() -> Iterator[tuple[Photo, str]]:
    """What the public is shown as a size of a photo and is none, or says what nobody signed: the photo and a Turkish
    reason each. Reads and draws every public photo: for ``verify_evidence``, not for a page."""
    return faults()


def present_sizes(rows: QuerySet[PhotoRendition]) -> Iterator[PhotoRendition]:
    """Those of ``rows`` that are sizes of their photos as these are now; one query.

    Whoever reads rows without ``Photo.get_rendition`` or ``find_existing_renditions`` meets earlier ones among them.
    """
    for row in rows.select_related("image__photographer").defer(
        "image__metadata", "image__caption", "image__ai_prompt"
    ):
        if fits(row):
            yield row


def _stored_size(rendition) -> StoredFile | None:  # type: ignore[no-untyped-def]
    """A size of the photo as it is; the address of an earlier one leads to that, or nowhere."""
    photo = rendition.image
    if fits(rendition):
        return _stored_picture(rendition.file, rendition.granted, rendition.withheld_at)
    found = photo.find_existing_renditions(keyed(rendition.filter_spec))
    for present in found.values():
        return replace(_stored_picture(present.file, rendition.granted, rendition.withheld_at), moved=True)
    return None


def _stored_picture(
    file: FieldFile, granted: bool, withheld_at: dt.datetime | None, download_name: str = ""
) -> StoredFile:
    withheld = withheld_at is not None
    return StoredFile(file=file, public=granted and not withheld, download_name=download_name, withheld=withheld)


def _stored_video(area: str, path: str) -> StoredFile | None:
    if area == CAPTIONS:
        granted = Exists(PublicFile.objects.filter(video_id=OuterRef("video_id")))
        withheld = F("video__withheld_at")
        text = VideoCaption.objects.filter(file=path).annotate(granted=granted, withheld_at=withheld).first()
        return _stored_picture(text.file, text.granted, text.withheld_at) if text else None
    name = {VIDEOS: "file", PROXIES: "proxy", POSTERS: "poster"}[area]
    granted = Exists(PublicFile.objects.filter(video_id=OuterRef("pk")))
    video = Video.objects.filter(**{name: path}).annotate(granted=granted).first()
    if video is None:
        return None
    if area == VIDEOS:
        return _stored_picture(video.file, False, video.withheld_at, video.filename)
    return _stored_picture(getattr(video, name), video.granted, video.withheld_at)


def _stored_document(document) -> StoredFile | None:  # type: ignore[no-untyped-def]
    if document is None:
        return None
    return StoredFile(file=document.file, public=document.granted, download_name=document.filename)
