"""Taking an old archive in: a tree of dated folders, file by file, each in a transaction of its own.

``scan`` counts what there is; ``take`` looks at one file and writes down what became of it, together with the photo or
video itself, so that a stop at any moment leaves neither a file without its line nor a line without its file.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.worker import DATABASE_TROUBLE
from media_library.intake.importing.folders import date_in, event_of, readable
from media_library.intake.importing.models import ImportedFile, ImportedFolder, Outcome
from media_library.intake.services import Refused, digest_of, kind_of, take_in_photo, take_in_video
from media_library.models import LegalBasis, Licence, Photo, Photographer, Shoot, Video
from media_library.store.storage import StorageUnavailable

logger = logging.getLogger(__name__)

# A line with this time of change is looked at again by the next run: what went wrong was not the file's own fault.
LOOK_AGAIN = -1
# Our side has no room or no store left; every further file would fail like this one.
HOPELESS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE})
LONGEST_ROOT, LONGEST_PATH = 500, 900  # characters, see ``ImportedFile``

# What computers leave in folders; nobody wants to read of them.
LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "picasa.ini", ".picasa.ini", "ehthumbs.db"})


class Stopped(Exception):
    """The import cannot go on; the text is a Turkish sentence. The same command continues later."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the whole tree has in common. ``user`` is who brings it in."""

    user: Any = None
    department: Any = None
    photographer: Photographer | None = None
    licence: str = Licence.OWN
    legal_basis: str = LegalBasis.UNSET


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the tree: ``path`` to open it, ``name`` below the root as text, ``size`` in bytes."""

    path: Path
    below: PurePath
    name: str
    size: int
    modified_ns: int


def scan(root: Path) -> Iterator[Found]:
    """Every file below ``root`` in the order of its folders; links are not followed, litter is left out.

    Raises nothing for a folder that cannot be read: it yields the folder itself with size -1.
    """
    pending = [root]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            below = PurePath(folder).relative_to(root)
            yield Found(path=folder, below=below, name=text_of(below), size=-1, modified_ns=0)
            continue
        pending += [Path(entry.path) for entry in reversed(entries) if entry.is_dir(follow_symlinks=False)]
        for entry in entries:
            if entry.name.lower() in LITTER or entry.name.startswith("._") or not entry.is_file(follow_symlinks=False):
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue  # somebody took it away since the folder was read
            below = PurePath(entry.path).relative_to(root)
            yield Found(Path(entry.path), below, text_of(below), status.st_size, status.st_mtime_ns)


def text_of(below: PurePath) -> str:
    """A path that a database can hold, different for different files; of a very long one the end and a digest."""
    text = str(below)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if len(text) <= LONGEST_PATH:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{digest}…{text[-(LONGEST_PATH - len(digest) - 1) :]}"


@contextmanager
def alone() -> Iterator[None]:
    """Only one import at a time on this machine: two of overlapping trees would take the same files in twice.

    Raises ``Stopped``. The lock ends with the process, however it ends.
    """
    folder = Path(settings.UPLOAD_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "import.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stopped(_("Şu anda başka bir aktarım sürüyor. O bitince yeniden deneyin.")) from None
        yield


def known(root: str) -> dict[str, tuple[int, int]]:
    """What was looked at before: path to size and time of change."""
    rows = ImportedFile.objects.filter(root=root).values_list("path", "size", "modified_ns")
    return {path: (size, modified) for path, size, modified in rows.iterator(chunk_size=5000)}


def take(*, root: str, found: Found, wishes: Wishes) -> ImportedFile:
    """Takes one file in, or says why not; gives the line that was written. Never raises for a bad file.

    Raises ``Stopped`` when no other file would fare better.
    """
    if found.size < 0:
        return _note(root, found, Outcome.REFUSED, _("Klasör açılamadı; okuma izni yok."), again=True)
    try:
        kind = kind_of(found.below.name)
        if not found.size:
            raise Refused(_("Dosya boş (0 bayt)."))
        digest = digest_of(found.path)
        model: Any = Photo if kind == "photo" else Video
        twin = model.objects.filter(sha256=digest).order_by("pk").first()
        if twin is not None:
            return _note(
                root, found, Outcome.DUPLICATE, _("Aynısı arşivde var: %(title)s") % {"title": twin.title}, twin
            )
        written: list[ImportedFile] = []

        def then(item: Photo | Video) -> None:
            written.append(_note(root, found, Outcome.ADDED, "", item))

        shoot = shoot_for(root, found, wishes)
        common: dict[str, Any] = {
            "path": found.path, "name": readable(found.below.name), "user": wishes.user, "shoot": shoot,
            "digest": digest, "then": then,
        }  # fmt: skip
        if kind == "photo":
            take_in_photo(**common, imported=True)
        else:
            take_in_video(**common)
        return written[0]
    except Refused as error:
        return _note(root, found, Outcome.REFUSED, str(error))
    except OSError as error:
        said = error.strerror or error
        if error.errno in HOPELESS or isinstance(error, StorageUnavailable) or not Path(root).is_dir():
            raise Stopped(_("Aktarım durdu: %(error)s. Nedeni giderip yeniden başlatın.") % {"error": said}) from error
        reason = _("Dosya okunamadı: %(error)s") % {"error": said}
        return _note(root, found, Outcome.REFUSED, reason, again=True)
    except DATABASE_TROUBLE:
        raise
    except Exception:
        # One file that nobody thought of must not end the import of a hundred thousand.
        logger.exception("%s could not be imported", found.name)
        reason = _("Beklenmedik bir sorun çıktı; ayrıntısı kayıtlarda. Aynı komut yeniden dener.")
        return _note(root, found, Outcome.REFUSED, reason, again=True)


def _note(
    root: str, found: Found, outcome: Outcome, reason: str, item: Photo | Video | None = None, *, again: bool = False
) -> ImportedFile:
    """Writes down what became of ``found``; with ``again`` the next run tries once more."""
    row, _made = ImportedFile.objects.update_or_create(
        root=root, path=found.name,
        defaults={
            "size": max(0, found.size), "modified_ns": LOOK_AGAIN if again else found.modified_ns,
            "outcome": outcome, "reason": reason[:300],
            "photo": item if isinstance(item, Photo) else None, "video": item if isinstance(item, Video) else None,
        },
    )  # fmt: skip
    return row


@transaction.atomic
def shoot_for(root: str, found: Found, wishes: Wishes) -> Shoot:
    """The shoot of the folder that ``found`` lies in; made at its first file."""
    event = event_of(found.below)
    path = text_of(PurePath(event.folder))
    folder = ImportedFolder.objects.filter(root=root, path=path).select_related("shoot").first()
    if folder is not None:
        return folder.shoot
    values: dict[str, Any] = {"date": event.date or date_in(readable(found.below.stem)) or _modified_on(found)}
    shoot = Shoot.objects.create(
        title=event.title, department=wishes.department, photographer=wishes.photographer, licence=wishes.licence,
        legal_basis=wishes.legal_basis, created_by=wishes.user,
        notes=_("Eski arşivden: %(folder)s") % {"folder": path}, **values,
    )  # fmt: skip
    ImportedFolder.objects.create(root=root, path=path, shoot=shoot)
    return shoot


def _modified_on(found: Found) -> dt.date:
    return dt.datetime.fromtimestamp(found.modified_ns / 1e9, tz=timezone.get_default_timezone()).date()
