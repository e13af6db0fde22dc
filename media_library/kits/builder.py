"""Making the files of a kit, in the media worker.

``build`` makes what is missing, file after file in a directory of its own, and shows all of it in one transaction at
the end; whatever was made and is shown by no kit (a killed worker, an overtaken build) is taken away by ``clean``.
The same photo with the same words makes the same file, which is then shared between builds and between kits.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import shutil
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWorking
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.message import Message
from media_library.intake.services import PathFile
from media_library.kits import copies, names, selectors, services
from media_library.kits.certified import parts_of
from media_library.kits.models import STORED, FileRole, Kit, KitFile, KitState
from media_library.kits.plan import TEXTS, Planned, planned_files, recipe_of
from media_library.metadata.write import MetadataNotWritten
from media_library.models import unguessable_name
from media_library.store.responses import content_type_of
from media_library.store.storage import StorageUnavailable, read_range
from media_library.work.jobs.registry import JobRefused, Progress

logger = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds between two signs of life during one long step
ORPHANED = dt.timedelta(hours=6)
Result = TypeVar("Result")


def build(kit_id: int, progress: Progress) -> None:
    """Makes the files of one kit and shows them. Can be repeated; a closed or overtaken kit is left as it is.

    Raises ``JobRefused`` for a kit that is gone, and for one of which nothing can be made.
    """
    kit = Kit.objects.filter(pk=kit_id).first()
    if kit is None:
        raise JobRefused(_("Kit artık yok."))
    if kit.state == KitState.CLOSED:
        return
    parts = parts_of(kit)
    planned = planned_files(parts, stem=names.stem_of(kit), with_texts=bool(kit.message))
    done: list[KitFile] = []
    missing: list[str] = []
    with TemporaryDirectory(prefix="kit-", dir=_workshop()) as directory:
        for count, plan in enumerate(planned):
            progress(100 * count // len(planned))
            row = row_of(kit, plan, count)
            try:
                _finish(row, plan, Path(directory), progress)
            except StorageUnavailable:
                raise
            except (FileNotFoundError, MetadataNotWritten, copies.NotTheSignedFile, copies.NotDrawn) as error:
                # One file that cannot be read must not keep the press waiting for all the others.
                logger.warning("kit %s: %s cannot be made: %s", kit.pk, plan.name, error)
                missing.append(plan.last_name)
            else:
                done.append(row)
    if missing and not done:
        raise JobRefused(_("Kitin hiçbir dosyası hazırlanamadı."))
    problem = _("Hazırlanamayan dosyalar: %(names)s") % {"names": ", ".join(missing)} if missing else ""
    services.finish_build(kit_id=kit.pk, wanted=kit.wanted, files=done, problem=problem)


def row_of(kit: Kit, plan: Planned, position: int) -> KitFile:
    """The row of a planned file, not yet filled."""
    kinds = {FileRole.VIDEO: "video", FileRole.DOCUMENT: "document", FileRole.WEB: "photo", FileRole.ORIGINAL: "photo"}
    item = {kinds[plan.role]: plan.item} if plan.item is not None else {}
    return KitFile(
        kit=kit, role=plan.role, name=plan.name, position=position, recipe=recipe_of(kit, plan),
        media_type=content_type_of(plan.name), **plan.words, **item,
    )  # fmt: skip


def _write_text(kit: Kit, suffix: str, directory: Path) -> Path:
    path = directory / f"text{suffix}"
    path.write_bytes(TEXTS[suffix](Message.from_payload(kit.message), kit.letterhead, kit.version or 1))
    return path


def _finish(row: KitFile, plan: Planned, directory: Path, progress: Progress) -> None:
    """Fills the row of ``plan``: from an earlier build if its file is still there, else by making it."""
    earlier = KitFile.objects.filter(recipe=row.recipe).order_by("-pk").first()
    if earlier is not None and default_storage.exists(earlier.stored_name):
        row.stored_name, row.size, row.crc32 = earlier.stored_name, earlier.size, earlier.crc32
        row.sha256, row.made_at = earlier.sha256, earlier.made_at
        return
    row.made_at = timezone.now().replace(microsecond=0)
    if plan.recipe is None and plan.part is not None:
        row.stored_name = plan.item.file.name or ""
        row.size, row.crc32, row.sha256 = measured(read_range(default_storage, row.stored_name), progress)
        if row.sha256 != plan.part.digests.get("sha256"):
            raise copies.NotTheSignedFile(row.stored_name)
        return
    if plan.recipe is not None:
        make = partial(plan.recipe.make, plan.recipe.source, directory)
    else:
        make = partial(_write_text, row.kit, plan.suffix, directory)
    path = patiently(make, progress)
    with path.open("rb") as stream:
        row.size, row.crc32, row.sha256 = measured(iter(lambda: stream.read(1 << 20), b""), progress)
    row.stored_name = patiently(lambda: store(path, row.name), progress)


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
