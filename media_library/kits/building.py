"""Making the files of a kit, in the media worker.

``build`` makes what is missing, file after file in a directory of its own, and shows all of it in one transaction at
the end; whatever was made and is shown by no kit (a killed worker, an overtaken build) is taken away by ``clean``.
The same photo with the same words makes the same file, which is then shared between builds and between kits.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import shutil
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWorking
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError

from cms.core.message import Message
from media_library.intake import PathFile
from media_library.jobs.registry import JobRefused, Progress
from media_library.kits import copies, names, selectors, services, texts
from media_library.kits.models import STORED, FileRole, Kit, KitFile, KitState
from media_library.metadata.write import MetadataNotWritten
from media_library.models import unguessable_name
from media_library.serving import content_type_of
from media_library.storage import StorageUnavailable, read_range

logger = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds between two signs of life during one long step
ORPHANED = dt.timedelta(hours=6)
Result = TypeVar("Result")


@dataclass(slots=True)
class Plan:
    """One file to come. ``make(source(), directory)`` writes it and gives its path, asking no database; ``None``: the
    stored file ``as_it_is`` is handed out."""

    row: KitFile
    make: Callable[[Any, Path], Path] | None = None
    source: Callable[[], Any] = str
    as_it_is: str = ""


@dataclass(slots=True)
class Build:
    """What one build knows: the kit as it was asked for, the files in their order, how it says that it lives."""

    kit: Kit
    progress: Progress
    plans: list[Plan] = field(default_factory=list)
    taken: set[str] = field(default_factory=lambda: {names.CAPTIONS})

    def row(self, role: FileRole, name: str, recipe: str, **values: Any) -> KitFile:
        """The next file, named like no other, not yet filled."""
        return KitFile(
            kit=self.kit, role=role, name=names.in_folder(role, name, self.taken), position=len(self.plans),
            recipe=recipe, media_type=content_type_of(name), **values,
        )  # fmt: skip

    def copy(self, role: FileRole, name: str, recipe: copies.Recipe, **values: Any) -> None:
        """Plans a copy of a photo or video."""
        row = self.row(role, name, recipe.recipe, **values)
        self.plans.append(Plan(row=row, make=recipe.make, source=recipe.source))


def build(kit_id: int, progress: Progress) -> None:
    """Makes the files of one kit and shows them. Can be repeated; a closed or overtaken kit is left as it is.

    Raises ``JobRefused`` for a kit that is gone.
    """
    kit = Kit.objects.filter(pk=kit_id).first()
    if kit is None:
        raise JobRefused(_("Kit artık yok."))
    if kit.state == KitState.CLOSED:
        return
    work = Build(kit=kit, progress=progress)
    _plan_texts(work)
    _plan_pictures(work)
    _plan_documents(work)
    done: list[KitFile] = []
    missing: list[str] = []
    with TemporaryDirectory(prefix="kit-", dir=_workshop()) as directory:
        for count, plan in enumerate(work.plans):
            progress(100 * count // len(work.plans))
            try:
                _finish(plan, Path(directory), work)
            except StorageUnavailable:
                raise
            except (FileNotFoundError, SourceImageIOError, MetadataNotWritten) as error:
                # One file that cannot be read must not keep the press waiting for all the others.
                logger.warning("kit %s: %s cannot be made: %s", kit.pk, plan.row.name, error)
                missing.append(plan.row.last_name)
            else:
                done.append(plan.row)
    if missing and not done:
        raise JobRefused(_("Kitin hiçbir dosyası hazırlanamadı."))
    problem = _("Hazırlanamayan dosyalar: %(names)s") % {"names": ", ".join(missing)} if missing else ""
    services.finish_build(kit_id=kit.pk, wanted=kit.wanted, files=done, problem=problem)


def _plan_texts(work: Build) -> None:
    kit = work.kit
    if not kit.message:
        return
    message = Message.from_payload(kit.message)
    version = kit.version or 1
    for suffix, write in ((".docx", texts.as_docx), (".txt", texts.as_text), (".pdf", texts.as_pdf)):

        def make(_source: Any, directory: Path, write: Any = write, suffix: str = suffix) -> Path:
            path = directory / f"text{suffix}"
            path.write_bytes(write(message, kit.letterhead, version))
            return path

        recipe = digest("text", copies.EDITION, suffix, kit.message, kit.letterhead, version)
        row = work.row(FileRole.TEXT, f"{names.stem_of(kit)}{suffix}", recipe)
        work.plans.append(Plan(row=row, make=make))


def _plan_pictures(work: Build) -> None:
    kit = work.kit
    blocked_photos, blocked_videos = selectors.blocked_of(kit)
    photos, videos = copies.photos_of(kit), copies.videos_of(kit)
    web, originals = [], []
    for position, part in enumerate(photos, start=1):
        if part.photo_id in blocked_photos:
            continue
        fields = copies.words_of(part.photo, caption=part.caption, credit=part.credit)
        words = {"photo": part.photo, "caption": fields.caption, "credit": fields.credit, "terms": fields.usage_terms}
        suffix = copies.suffix_of(part.photo)
        web.append((names.numbered(kit, position, len(photos), ".jpg"), copies.web_copy(part.photo, fields), words))
        original = copies.original_copy(part.photo, fields)
        originals.append((names.numbered(kit, position, len(photos), suffix), original, words))
    for role, rows in ((FileRole.WEB, web), (FileRole.ORIGINAL, originals)):
        for name, copy, words in rows:
            work.copy(role, name, copy, **words)
    for position, film in enumerate(videos, start=1):
        if film.video_id in blocked_videos:
            continue
        fields = copies.words_of(film.video)
        words = {"video": film.video, "caption": fields.caption, "credit": fields.credit, "terms": fields.usage_terms}
        for copy in copies.film_copies(film.video, fields, with_original=film.with_original):
            name = names.numbered(kit, position, len(videos), copy.suffix)
            work.copy(FileRole.VIDEO, name, copy, **words)


def _plan_documents(work: Build) -> None:
    for part in work.kit.documents.select_related("document"):
        document = part.document
        stored = document.file.name or ""
        name = names.document_name(document.filename)
        row = work.row(FileRole.DOCUMENT, name, digest("document", stored), document=document)
        work.plans.append(Plan(row=row, as_it_is=stored))


def _finish(plan: Plan, directory: Path, work: Build) -> None:
    """Fills the row of ``plan``: from an earlier build if its file is still there, else by making it."""
    row = plan.row
    earlier = KitFile.objects.filter(recipe=row.recipe).order_by("-pk").first()
    if earlier is not None and default_storage.exists(earlier.stored_name):
        row.stored_name, row.size, row.crc32 = earlier.stored_name, earlier.size, earlier.crc32
        row.sha256, row.made_at = earlier.sha256, earlier.made_at
        return
    row.made_at = timezone.now().replace(microsecond=0)
    if plan.make is None:
        row.stored_name = plan.as_it_is
        row.size, row.crc32, row.sha256 = measured(read_range(default_storage, plan.as_it_is), work.progress)
        return
    path = patiently(partial(plan.make, plan.source(), directory), work.progress)
    with path.open("rb") as stream:
        row.size, row.crc32, row.sha256 = measured(iter(lambda: stream.read(1 << 20), b""), work.progress)
    row.stored_name = patiently(lambda: store(path, row.name), work.progress)


def measured(pieces: Iterator[bytes], progress: Progress) -> tuple[int, int, str]:
    """Size in bytes, CRC-32 and SHA-256 (hex) of what ``pieces`` give."""
    size, crc32, sha256, told = 0, 0, hashlib.sha256(), time.monotonic()
    for piece in pieces:
        size += len(piece)
        crc32 = zlib.crc32(piece, crc32)
        sha256.update(piece)
        if time.monotonic() - told > PATIENCE:
            progress(50)
            told = time.monotonic()
    return size, crc32 & 0xFFFFFFFF, sha256.hexdigest()


def store(path: Path, name: str) -> str:
    """Puts the finished file into the store and gives its name there, which nobody can guess."""
    stored = f"{STORED}/{unguessable_name(name)}"
    if path.stat().st_size == 0:
        return str(default_storage.save(stored, ContentFile(b"")))
    source = PathFile(path, name)
    try:
        return str(default_storage.save(stored, source))
    finally:
        source.close()


def patiently(work: Callable[[], Result], progress: Progress) -> Result:
    """Does ``work``, which asks no database, beside this thread, and says meanwhile that the worker lives."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(work)
        while True:
            try:
                return future.result(timeout=PATIENCE)
            except StillWorking:
                if future.done():
                    raise
                progress(50)


def digest(*parts: Any) -> str:
    """SHA-256 (hex) of what a file is made of."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _workshop() -> Path:
    directory = Path(settings.UPLOAD_ROOT) / "kits"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def clean(*, older_than: dt.timedelta = ORPHANED) -> int:
    """Removes what killed or overtaken builds left in workshop and store; gives how many files and directories."""
    before = timezone.now() - older_than
    removed = 0
    for left in _workshop().iterdir():
        if left.stat().st_mtime < before.timestamp():
            shutil.rmtree(left, ignore_errors=True)
            removed += 1
    try:
        _directories, files = default_storage.listdir(STORED)
    except FileNotFoundError:
        return removed
    stored = {f"{STORED}/{name}" for name in files}
    for name in stored - selectors.stored_in_use(stored):
        if default_storage.get_modified_time(name) < before and not selectors.stored_in_use([name]):
            default_storage.delete(name)
            removed += 1
    return removed
