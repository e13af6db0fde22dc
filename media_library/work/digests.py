"""Digests of stored files that need not be read again, because nothing has happened to them since.

A digest is recorded with the *stamp* of its file: size, time of the last change of its bytes, time of the last change
of anything (``ctime``, which no program can set: the kernel writes its own clock), inode and device. As long as all
five are the same these are the bytes that were read. What cannot be told so is read: files of a store on another
machine, and a file that was touched less than :data:`SETTLED` before it was read, because times have a grain and a
program that has the file mapped into its memory may write for half a minute before the kernel stamps it again.

Records are sealed with a secret of the installation: whoever writes into the table only causes a reading.
``verify_evidence``, which knows no records, reads every byte.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Concat

from media_library.models import StoredDigest
from media_library.store.storage import is_local

# Seconds for which nothing must have happened to a file before it is read. The kernel writes mapped pages back after
# thirty, and looks for them every five.
SETTLED = 60


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a file that had this stamp before and afterwards, and when that began (seconds since 1970)."""

    stamp: str
    sha256: str
    began: float


def stamp_of(stored: FieldFile) -> str | None:
    """The stamp of a file on this machine; ``None`` when it has no path here or is not there."""
    if not stored or not is_local(stored.storage):
        return None
    try:
        found = os.stat(stored.storage.path(str(stored.name)))
    except OSError:
        return None
    said = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)
    return ".".join(map(str, said))


def hashed(stored: FieldFile) -> str:
    """SHA-256, as hex digits, of a file on this machine, read now. Raises ``OSError``."""
    with open(stored.storage.path(str(stored.name)), "rb", buffering=0) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def recorded(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The records of these files, by name: stamp and digest; one query. The stamp is for the caller to compare."""
    rows = StoredDigest.objects.filter(name__in=list(names))
    return {row.name: (row.stamp, row.sha256) for row in rows if _is_ours(row)}


def with_records(rows: QuerySet[Any]) -> QuerySet[Any]:
    """``rows`` that have a ``file``, each with what is recorded of it, for :func:`recorded_with`."""
    said = Concat("stamp", Value(" "), "sha256", Value(" "), "seal")
    found = StoredDigest.objects.filter(name=OuterRef("file")).annotate(said=said)
    return rows.annotate(digest_record=Subquery(found.values("said")))


def recorded_with(row: Any) -> tuple[str, str] | None:
    """Stamp and digest that are recorded of the file of ``row``, which came from :func:`with_records`."""
    stamp, sha256, seal = (row.digest_record or "  ").split(" ")
    ours = hmac.compare_digest(seal, _sealed(str(row.file.name), stamp, sha256))
    return (stamp, sha256) if ours else None


def record(found: Mapping[str, Read]) -> None:
    """Records what was read of these files, by name, where it is settled."""
    rows = [
        StoredDigest(name=name, stamp=one.stamp, sha256=one.sha256, seal=_sealed(name, one.stamp, one.sha256))
        for name, one in sorted(found.items())
        if _is_settled(one.stamp, one.began)
    ]
    if rows:
        fields = ["stamp", "sha256", "seal"]
        StoredDigest.objects.bulk_create(rows, update_conflicts=True, update_fields=fields, unique_fields=["name"])


def keep(stored: FieldFile) -> None:
    """Reads and records the file, unless its record holds or it is too young: whoever signs then need not read it."""
    name, stamp, began = str(stored.name), stamp_of(stored), time.time()
    if stamp is None or not _is_settled(stamp, began) or recorded([name]).get(name, ("", ""))[0] == stamp:
        return
    with suppress(OSError):
        sha256 = hashed(stored)
        if stamp_of(stored) == stamp:
            record({name: Read(stamp, sha256, began)})


def forget_gone() -> int:
    """Removes the records of files that are not there any more; gives how many."""
    names = StoredDigest.objects.values_list("name", flat=True)
    gone = [name for name in names.iterator() if not default_storage.exists(name)] if is_local(default_storage) else []
    for start in range(0, len(gone), 500):
        StoredDigest.objects.filter(name__in=gone[start : start + 500]).delete()
    return len(gone)


def _is_settled(stamp: str, began: float) -> bool:
    """Whether nothing had happened to the file for long enough when its reading began."""
    return began - int(stamp.split(".")[2]) / 1e9 >= SETTLED


def _is_ours(row: StoredDigest) -> bool:
    return hmac.compare_digest(row.seal, _sealed(row.name, row.stamp, row.sha256))


def _sealed(name: str, stamp: str, sha256: str) -> str:
    said = json.dumps(["media_library.work.digests", name, stamp, sha256])
    key = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return hashlib.blake2b(said.encode(), key=key, digest_size=24).hexdigest()
