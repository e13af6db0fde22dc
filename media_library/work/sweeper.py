"""Files in the store that no row names: what a process killed between writing a file and its row leaves behind.

Every writer of the house stores the file first and its row afterwards, so a killed one leaves a file that nobody can
reach, never a row without its file. ``orphans`` finds them, ``sweep`` removes them. Whatever is in doubt stays:

- only names that this house made up itself (``unguessable_name``) in its own directories are looked at;
- every file field of every installed model keeps what it names, and so do ``KEEPERS`` and any text of a revision;
- a file is left alone for ``SETTLED`` after its last change of any kind, and asked about a second time before it goes.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
from collections.abc import Callable, Iterator
from itertools import islice

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db.models import FileField, Model
from django.utils import timezone
from wagtail.models import Revision

from media_library.models.consents import CONSENTS
from media_library.models.files import DOCUMENTS, ORIGINALS, RENDITIONS
from media_library.models.shoots import CONTRACTS
from media_library.models.videos import CAPTIONS, POSTERS, PROXIES, VIDEOS
from media_library.store.storage import is_local

logger = logging.getLogger(__name__)

# Kits are not here: their files serve several rows, and their own cleaning knows them.
# Upper floors add their own when they are installed.
DIRECTORIES = [ORIGINALS, RENDITIONS, DOCUMENTS, VIDEOS, PROXIES, POSTERS, CAPTIONS, CONSENTS, CONTRACTS]
OURS = re.compile(r"[0-9a-f]{32}(?:\.[a-z0-9]{1,10})?")
SETTLED = dt.timedelta(hours=24)
CHUNK = 500
# Upper floors that name stored files in other columns: each gives those of the names that it needs.
KEEPERS: list[Callable[[list[str]], set[str]]] = []


def orphans(*, settled: dt.timedelta = SETTLED) -> Iterator[str]:
    """The stored names that no row knows, one after the other; nothing younger than ``settled``.

    Raises ``OSError`` when the store does not answer: half a list is no ground for removing anything.
    """
    fields = _fields()
    before = timezone.now() - settled
    for directory in DIRECTORIES:
        names = _names(default_storage, directory)
        while chunk := list(islice(names, CHUNK)):
            unknown = sorted(set(chunk) - _named(fields, chunk))
            yield from (name for name in unknown if _is_settled(default_storage, name, before) and not _revised(name))


def sweep(*, settled: dt.timedelta = SETTLED) -> list[str]:
    """Removes the orphans and gives their names, each asked about once more right before it goes."""
    fields = _fields()
    gone: list[str] = []
    for name in orphans(settled=settled):
        if _named(fields, [name]):
            continue
        default_storage.delete(name)
        gone.append(name)
    if gone:
        logger.warning("%d stored files that no row named were removed: %s", len(gone), ", ".join(gone[:50]))
    return gone


def _fields() -> list[tuple[type[Model], str]]:
    """Every column in which some installed model names stored files."""
    return [
        (model, field.attname)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, FileField)
    ]


def _named(fields: list[tuple[type[Model], str]], names: list[str]) -> set[str]:
    """Those of ``names`` that some row names."""
    found = {name for keeper in KEEPERS for name in keeper(names)}
    for model, column in fields:
        rows = model._base_manager.filter(**{f"{column}__in": names})
        found |= {str(name) for name in rows.values_list(column, flat=True)}
    return found


def _revised(name: str) -> bool:
    return Revision.objects.filter(content__icontains=name.rpartition("/")[2]).exists()


def _names(storage: Storage, directory: str) -> Iterator[str]:
    """Full names of the files of ours in ``directory``; from the local disk without holding all of them."""
    if not is_local(storage):
        yield from (f"{directory}/{name}" for name in storage.listdir(directory)[1] if OURS.fullmatch(name))
        return
    try:
        entries = os.scandir(storage.path(directory))
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if OURS.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                yield f"{directory}/{entry.name}"


def _is_settled(storage: Storage, name: str, before: dt.datetime) -> bool:
    """Whether nothing has happened to the file since ``before``.

    A finished upload is moved into the store with the time of its last byte, which may be days ago; that it was moved
    is only told by the time of the last change of its entry (``st_ctime``).
    """
    try:
        if not is_local(storage):
            return bool(storage.get_modified_time(name) < before)
        status = os.stat(storage.path(name))
    except FileNotFoundError:
        return False
    return max(status.st_mtime, status.st_ctime) < before.timestamp()
