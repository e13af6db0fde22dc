"""The files in which uploads gather, one each, named by the upload's id and by nothing that a person wrote.

What has arrived is what the file holds: its size is the offset, whoever dies. Bytes are only ever appended, block by
block, each under a lock of the file and only where the writer believes its end to be; of two writers, one finds the end
moved and stops. A writer also holds a second file's lock while it is at work, so that another is asked to wait, unless
the first has been silent for ``SILENCE`` seconds: its connection is dead then and nobody has told it.

The locks are ``flock(2)``'s: they end with the process that held them.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

BLOCK = 64 * 1024
SILENCE = 20.0  # seconds
MODE = 0o640
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
OURS = re.compile(r"^(?:([0-9a-f]{32})(?:\.lock|\.chunk)?|\.([0-9a-f]{32})\.[0-9a-f]{8}\.in)$")


class Busy(Exception):
    """Somebody else is at work on this file."""


class Overtaken(Exception):
    """The file does not end where this writer believed; what it has is not written."""


class Missing(Exception):
    """The file is gone."""


class Full(Exception):
    """The disk has no room for the next block."""


class Mismatch(Exception):
    """What came is not what the checksum says; nothing of it was kept."""


def root() -> Path:
    """The folder of the parts; made when it is not there."""
    folder = Path(settings.UPLOAD_ROOT) / "tus"
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    return folder


def path_of(upload_id: uuid.UUID) -> Path:
    """Where the bytes of ``upload_id`` gather."""
    return root() / upload_id.hex


def free_bytes() -> int:
    """Room on the disk of the parts."""
    return shutil.disk_usage(root()).free


def make(upload_id: uuid.UUID) -> None:
    """An empty part, on the disk before anybody is told of it."""
    os.close(os.open(path_of(upload_id), os.O_CREAT | os.O_EXCL | os.O_WRONLY, MODE))
    folder = os.open(root(), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def size_of(upload_id: uuid.UUID) -> int:
    """How many bytes have arrived. Raises ``Missing``."""
    try:
        return path_of(upload_id).stat().st_size
    except FileNotFoundError:
        raise Missing from None


def remove(upload_id: uuid.UUID) -> None:
    """Takes the part and what belongs to it away; it may be gone already."""
    for suffix in ("", ".lock", ".chunk"):
        path_of(upload_id).with_suffix(suffix).unlink(missing_ok=True)


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def claimed(upload_id: uuid.UUID) -> Iterator[Path]:
    """Nobody else writes to the part or takes it in meanwhile. Raises ``Busy`` or ``Missing``."""
    try:
        handle = os.open(path_of(upload_id), os.O_RDONLY)
    except FileNotFoundError:
        raise Missing from None
    try:
        if not _try_lock(handle):
            raise Busy
        if not os.fstat(handle).st_nlink:
            raise Missing
        yield path_of(upload_id)
    finally:
        os.close(handle)


class Part:
    """A part open for appending; made by :func:`writer`."""

    def __init__(self, handle: int, path: Path) -> None:
        self.handle = handle
        self.path = path

    @property
    def size(self) -> int:
        """How many bytes are in it now."""
        return os.fstat(self.handle).st_size

    def append(self, data: bytes, *, at: int) -> None:
        """Writes ``data`` if the part ends ``at``. Raises ``Overtaken``, or ``Full`` with some of it written."""
        if not _try_lock(self.handle):
            raise Overtaken
        try:
            state = os.fstat(self.handle)
            if state.st_size != at or not state.st_nlink:
                raise Overtaken
            view = memoryview(data)
            while view:
                view = view[os.write(self.handle, view) :]
        except OSError as error:
            if error.errno in NO_ROOM:
                raise Full from error
            raise
        finally:
            fcntl.flock(self.handle, fcntl.LOCK_UN)

    def take(self, read: Callable[[int], bytes], length: int, *, at: int) -> int:
        """Appends what ``read`` gives, at most ``length`` bytes, and tells how many; fewer when the line was cut."""
        done = 0
        while done < length:
            data = _read(read, min(BLOCK, length - done))
            if not data:
                break
            self.append(data, at=at + done)
            done += len(data)
        return done

    def take_checked(self, read: Callable[[int], bytes], length: int, *, at: int, algorithm: str, digest: bytes) -> int:
        """As :meth:`take`, but all or nothing: the bytes wait in a file beside until they are what ``digest`` says.

        Raises ``Mismatch``, and keeps nothing of a line that was cut.
        """
        beside = self.path.with_suffix(".chunk")
        sums = hashlib.new(algorithm, usedforsecurity=False)
        try:
            with beside.open("wb+") as spool:
                while spool.tell() < length and (data := _read(read, min(BLOCK, length - spool.tell()))):
                    spool.write(data)
                    sums.update(data)
                if spool.tell() < length:
                    return 0
                if sums.digest() != digest:
                    raise Mismatch
                spool.seek(0)
                return self.take(spool.read, length, at=at)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise Full from error
            raise
        finally:
            beside.unlink(missing_ok=True)

    def sync(self) -> None:
        """What was written survives the loss of power."""
        os.fsync(self.handle)


def _read(read: Callable[[int], bytes], size: int) -> bytes:
    try:
        return read(size)
    except OSError:  # the line was cut; Django's UnreadablePostError is one too
        return b""


@contextmanager
def writer(upload_id: uuid.UUID) -> Iterator[Part]:
    """The part, open for this writer. Raises ``Busy`` while another is at work, or ``Missing``."""
    path = path_of(upload_id)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND)
    except FileNotFoundError:
        raise Missing from None
    try:
        lock = os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_WRONLY, MODE)
        try:
            if not _try_lock(lock) and time.time() - os.fstat(handle).st_mtime < SILENCE:
                raise Busy
            yield Part(handle, path)
        finally:
            os.close(lock)
    finally:
        os.close(handle)


def strays(known: Callable[[set[uuid.UUID]], set[uuid.UUID]], *, older_than: float) -> int:
    """Removes files untouched for ``older_than`` seconds whose upload is not ``known`` to need them. Gives how many."""
    before = time.time() - older_than
    old: dict[Path, uuid.UUID] = {}
    for path in root().iterdir():
        found = OURS.match(path.name)
        try:
            # Not mtime: a second name for an old file is new.
            if found and path.stat().st_ctime < before:
                old[path] = uuid.UUID(found.group(1) or found.group(2))
        except FileNotFoundError:
            continue
    needed = known(set(old.values()))
    gone = [path for path, owner in old.items() if owner not in needed or path.name.startswith(".")]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
