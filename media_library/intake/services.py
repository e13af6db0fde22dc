"""The one door through which photos and videos come into the archive: by upload, by import, by Wagtail's own forms.

``kind_of`` says what a file wants to be, ``take_in_photo`` and ``take_in_video`` look into it, store it bit for bit and
write down what it says of itself. What is wrong with a file is a ``Refused``: a sentence for whoever brought it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File as DjangoFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection

from cms.core.refusal import Refusal
from cms.core.text import clean_file_name
from cms.core.worker import DATABASE_TROUBLE
from cms.identity import selectors as identities
from cms.users.models import User
from media_library import names
from media_library.intake import numbers
from media_library.intake.fields import PhotoField
from media_library.intake.places import known_place
from media_library.metadata.opening import header
from media_library.metadata.read import Metadata
from media_library.metadata.read import read as read_metadata
from media_library.models import (
    DigitalSource,
    JobKind,
    Orientation,
    Person,
    Photo,
    Photographer,
    Priority,
    Shoot,
    Video,
)
from media_library.rights import services as rights
from media_library.suggestions import credit_line, pattern_of
from media_library.work import sizes
from media_library.work.jobs import services as jobs
from media_library.work.video.probe import NotAVideo, probe

VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".mts", ".m2ts", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".3gp"})
# What a file may say of itself and a person may have said already.
DESCRIBED = (
    "headline", "caption", "credit", "copyright_notice", "usage_terms", "city", "place", "taken_at", "latitude",
    "longitude", "digital_source", "ai_system", "ai_system_version", "ai_prompt", "ai_prompt_writer", "photographer",
    "description",
)  # fmt: skip


class Refused(Refusal):
    """The file does not come in."""

    status = 422
    code = "file"


class PathFile(DjangoFile):
    """A file on this disk that the local store may take over by renaming instead of copying."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path.open("rb"), name=name)
        self.path = path
        self.size = path.stat().st_size

    def temporary_file_path(self) -> str:
        return str(self.path)


def kind_of(name: str) -> str:
    """``"photo"`` or ``"video"`` by the suffix of ``name``. Raises ``Refused`` for anything else."""
    suffix = PurePath(clean_file_name(name)).suffix.lower()
    if suffix.lstrip(".") in settings.WAGTAILIMAGES_EXTENSIONS:
        return "photo"
    if suffix in VIDEO_SUFFIXES:
        return "video"
    formats = ", ".join(sorted({*settings.WAGTAILIMAGES_EXTENSIONS, *(one.lstrip(".") for one in VIDEO_SUFFIXES)}))
    raise Refused(_("Bu dosya türü arşive alınmıyor. Alınan türler: %(formats)s.") % {"formats": formats})


def examined_photo(path: Path, name: str) -> tuple[int, int]:
    """Looks whether the file at ``path`` is a whole picture of a kind and size that we take; gives width and height in
    pixels, as stored. Raises ``Refused``."""
    field = PhotoField()
    field.max_upload_size = settings.MEDIA_MAX_PHOTO_MB * 1024 * 1024
    with path.open("rb") as stream:
        try:
            field.clean(DjangoFile(stream, name=clean_file_name(name)))
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        with header(stream) as picture:
            return picture.size


def digest_of(path: Path) -> str:
    """SHA-256 of the file at ``path``, as hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def title_from(name: str, metadata: Metadata) -> str:
    """What to call a picture that is of no shoot: its own headline, or its file name, made readable."""
    return (metadata.headline or names.words_of(name) or PurePath(name).stem)[: names.LONGEST]


def _number(item: Photo | Video, metadata: Metadata, values: dict[str, Any] | None) -> None:
    """Names ``item`` after its shoot, unless the caller named it."""
    if item.shoot is not None and "title" not in (values or {}):
        shoot, (number,) = numbers.take(item.shoot.pk)
        item.title = names.name_of(shoot, number, metadata.headline or names.words_of(item.original_name))


def take_in_photo(
    *, path: Path, name: str, user: User | None = None, shoot: Shoot | None = None,
    collection: Collection | None = None, values: dict[str, Any] | None = None, digest: str = "",
    then: Callable[[Photo], None] | None = None, ours: bool = False, imported: bool = False,
) -> Photo:  # fmt: skip
    """Takes the picture at ``path`` in and asks for its sizes; of an ``imported`` one nobody waits for them. The file
    stays where it is; removing it is the caller's. With ``ours`` nobody will ever write to that file again, so that the
    store need not copy its bytes.

    ``values`` are fields of ``Photo`` that override what file and shoot say; ``digest`` is the file's SHA-256 if the
    caller knows it. ``then(photo)`` is called in the transaction that makes the row: what it raises undoes everything.
    The file is looked at before that transaction begins. Raises ``Refused``.
    """
    name = clean_file_name(name)
    width, height = examined_photo(path, name)
    with path.open("rb") as stream:
        metadata = read_metadata(stream)
    photo = Photo(title=title_from(name, metadata), uploaded_by_user=user, sha256=digest or digest_of(path))
    photo.width, photo.height = width, height
    photo.collection = collection or Collection.get_first_root_node()
    describe(photo, metadata, shoot=shoot)
    for field, value in (values or {}).items():
        setattr(photo, field, value)
    try:
        with transaction.atomic(), _content(path, name, ours) as content:
            stored = photo.file.storage.save(photo.file.field.generate_filename(photo, name), content)
            # Past the descriptor, which would unpack the whole picture to learn its size once more.
            photo.__dict__["file"] = photo.digested = stored
            photo.original_name = name
            photo._set_image_file_metadata()
            photo.orientation = orientation_of(photo.width, photo.height, metadata.orientation)
            _number(photo, metadata, values)
            photo.save()
            _relate(photo, metadata, shoot)
            ask_for_sizes(photo, imported=imported)
            if then is not None:
                then(photo)
    except DATABASE_TROUBLE:
        raise  # the row may be there after all: its file stays
    except BaseException:
        _forget(photo)
        raise
    photo.refresh_from_db(fields=["rights_state"])
    return photo


def read_into(photo: Photo) -> None:
    """Fills the empty fields of ``photo``, whose new file is not stored yet, with what the file says of itself."""
    stream = photo.file.file
    stream.seek(0)
    photo.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    metadata = read_metadata(stream)
    stream.seek(0)
    said = Photo()
    describe(said, metadata, shoot=photo.shoot)
    for name in DESCRIBED:
        if not getattr(photo, name):
            setattr(photo, name, getattr(said, name))
    photo.metadata = said.metadata
    photo.orientation = orientation_of(photo.width, photo.height, metadata.orientation)


def ask_for_sizes(photo: Photo, *, imported: bool = False) -> None:
    """After a photo's file was stored: its sizes in the background, its rights state now."""
    (sizes.ask_for_imported if imported else sizes.ask_for_new)(photo.pk)
    rights.refresh(photos=[photo.pk])


def take_in_video(
    *, path: Path, name: str, user: User | None = None, shoot: Shoot | None = None,
    collection: Collection | None = None, values: dict[str, Any] | None = None, digest: str = "",
    then: Callable[[Video], None] | None = None, ours: bool = False,
) -> Video:  # fmt: skip
    """As :func:`take_in_photo`, for a video: looks at its streams now, makes its web copy later."""
    name = clean_file_name(name)
    if path.stat().st_size > settings.MEDIA_MAX_VIDEO_GB * 1024**3:
        raise Refused(_("Video çok büyük. En çok %(size)d GB olabilir.") % {"size": settings.MEDIA_MAX_VIDEO_GB})
    try:
        facts = probe(path)
    except NotAVideo as error:
        raise Refused(str(error)) from error
    video = Video(title=title_from(name, Metadata()), uploaded_by_user=user)
    video.sha256 = digest or digest_of(path)
    video.collection = collection or Collection.get_first_root_node()
    video.width, video.height, video.duration_ms = facts.width, facts.height, facts.duration_ms
    video.size = path.stat().st_size
    describe(video, Metadata(taken_at=facts.taken_at), shoot=shoot)
    for field, value in (values or {}).items():
        setattr(video, field, value)
    try:
        with transaction.atomic(), _content(path, name, ours) as content:
            video.file.save(name, content, save=False)
            video.original_name = name
            _number(video, Metadata(), values)
            video.save()
            _relate(video, Metadata(), shoot)
            jobs.enqueue(kind=JobKind.VIDEO, subject_id=video.pk, priority=Priority.VIDEO)
            rights.refresh(videos=[video.pk])
            if then is not None:
                then(video)
    except DATABASE_TROUBLE:
        raise  # the row may be there after all: its file stays
    except BaseException:
        _forget(video)
        raise
    video.refresh_from_db(fields=["rights_state"])
    return video


def orientation_of(width: int, height: int, turned: int = 1) -> str:
    """How a picture of this size stands once it is turned as Exif's orientation ``turned`` (1 to 8) says."""
    if turned >= 5:
        width, height = height, width
    if abs(width - height) * 20 <= max(width, height):
        return Orientation.SQUARE
    return Orientation.LANDSCAPE if width > height else Orientation.PORTRAIT


def describe(item: Photo | Video, metadata: Metadata, *, shoot: Shoot | None) -> None:
    """Fills the unsaved ``item`` with what its file says and, where that is silent, what its shoot says."""
    item.shoot = shoot
    item.headline, item.caption = metadata.headline[:250], metadata.caption[:2000]
    item.credit = (metadata.credit or metadata.byline)[:160]
    item.copyright_notice, item.usage_terms = metadata.copyright[:250], metadata.usage_terms[:500]
    place, city = ("", "") if metadata.sublocation else known_place(metadata.latitude, metadata.longitude)
    item.place = (metadata.sublocation or place or (shoot.place if shoot else ""))[:120]
    item.city = (metadata.city or city)[:120]
    item.taken_at = metadata.taken_at or (_noon(shoot.date) if shoot else None)
    item.latitude, item.longitude = metadata.latitude, metadata.longitude
    source = metadata.digital_source_type.rsplit("/", 1)[-1]
    item.digital_source = source if source in DigitalSource.values else ""
    item.ai_system, item.ai_system_version = metadata.ai_system[:120], metadata.ai_system_version[:60]
    item.ai_prompt, item.ai_prompt_writer = metadata.ai_prompt[:2000], metadata.ai_prompt_writer[:120]
    item.metadata = metadata.raw
    if isinstance(item, Photo):
        item.description = metadata.alt_text[:255]
    who = metadata.byline and Photographer.objects.filter(name=metadata.byline).first()
    item.photographer = who or (shoot.photographer if shoot else None)
    if item.photographer is not None and not item.credit:
        item.credit = credit_line(item, identities.current().municipality if pattern_of(item) else "")[:160]
    if shoot is not None:
        item.legal_basis, item.licence = shoot.legal_basis, shoot.licence


def _relate(item: Photo | Video, metadata: Metadata, shoot: Shoot | None) -> None:
    if metadata.keywords:
        item.tags.add(*(word[:100] for word in metadata.keywords[:40]))
    people = [Person.objects.get_or_create(name=name[:120])[0] for name in metadata.persons_shown[:40]]
    people += list(shoot.people.all()) if shoot is not None and not people else []
    if people:
        item.people.add(*people)


def _forget(item: Photo | Video) -> None:
    """Takes the file of a row that did not come to be out of the store again."""
    if item.file.name:
        item.file.storage.delete(item.file.name)


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@contextmanager
def _content(path: Path, name: str, ours: bool) -> Iterator[DjangoFile]:
    """The file at ``path`` as the store takes it: to be copied, or (``ours``) to be renamed from a second name of its
    own, so that a crash on the way loses nothing."""
    if not ours:
        with path.open("rb") as stream:
            yield DjangoFile(stream, name=name)
        return
    link = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.in")
    os.link(path, link)
    try:
        yield PathFile(link, name)
    finally:
        link.unlink(missing_ok=True)
