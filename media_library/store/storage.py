"""Where stored files lie, whichever store it is: the local disk, or a private bucket of an S3-compatible service.

``read_range``: some bytes of a stored file, in pieces. ``local_copy``: a path for programs that only read files.
``save_from_path``: into the store what such a program wrote. The bucket itself is ``media_library.store.bucket``.

Whatever goes wrong on the way is an ``OSError``: ``FileNotFoundError`` for a file that is not there, and
:class:`StorageUnavailable` for a store that does not answer.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import IO, Protocol, runtime_checkable

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile

PIECE = 256 * 1024  # bytes handed on at once
ABANDONED = 24 * 3600  # seconds after which a temporary copy belongs to nobody


class StorageUnavailable(OSError):
    """The store does not answer, or refuses us; it may do better later."""


@runtime_checkable
class RemoteStorage(Protocol):
    """A storage on another machine, which knows better ways than opening a file."""

    def read_range(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """As the module's :func:`read_range`, by one request for exactly these bytes."""

    def download(self, name: str, target: IO[bytes]) -> None:
        """Writes the whole file ``name`` into ``target``."""


def read_range(storage: Storage, name: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """``length`` bytes of the stored file from ``start`` on (to its end by default), in pieces of at most ``PIECE``.

    The file is opened at once, so that ``FileNotFoundError`` and :class:`StorageUnavailable` come from this call; a
    store that breaks off later raises the latter while it is read. Close the iterator when stopping early.
    """
    if length is None:
        length = max(storage.size(name) - start, 0)
    if length <= 0:
        return iter(())
    if isinstance(storage, RemoteStorage):
        return storage.read_range(name, start, length)
    return _pieces_of(storage.open(name, "rb"), start, length)


def _pieces_of(stream: File, start: int, length: int) -> Iterator[bytes]:
    with stream:
        stream.seek(start)
        while length > 0 and (piece := stream.read(min(PIECE, length))):
            length -= len(piece)
            yield piece


def is_local(storage: Storage) -> bool:
    """Whether the files of ``storage`` have paths on this machine."""
    try:
        storage.path("x")
    except NotImplementedError:
        return False
    return True


@contextlib.contextmanager
def local_copy(stored: FieldFile) -> Iterator[Path]:
    """A path on this machine with the bytes of ``stored``, for the length of the block; never write to it.

    On the local disk it is the stored file itself; else a copy below ``UPLOAD_ROOT``, with the same suffix, that is
    gone afterwards. Raises ``FileNotFoundError`` and :class:`StorageUnavailable`.
    """
    storage, name = stored.storage, stored.name or ""
    if is_local(storage):
        path = Path(storage.path(name))
        if not name or not path.is_file():
            raise FileNotFoundError(f"not in the store: {name}")
        yield path
        return
    directory = _copies()
    with tempfile.NamedTemporaryFile(dir=directory, suffix=PurePath(name).suffix) as copy:
        if isinstance(storage, RemoteStorage):
            storage.download(name, copy)
        else:
            with storage.open(name, "rb") as source:
                shutil.copyfileobj(source, copy, PIECE)
        copy.flush()
        yield Path(copy.name)


def _copies() -> Path:
    """The directory of temporary copies, without those that a killed process left behind."""
    directory = Path(settings.UPLOAD_ROOT) / "copies"
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process may sweep as well
            if time.time() - old.stat().st_mtime > ABANDONED:
                old.unlink()
    return directory


class _LocalFile(File):
    """A file on this disk that Django may move into the store instead of copying it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def save_from_path(stored: FieldFile, path: Path, name: str, *, move: bool = False) -> None:
    """Stores the file at ``path`` as the content of the field ``stored``, under what the field makes of ``name``.

    The object itself is not saved. With ``move`` the file at ``path`` is gone afterwards: within one file system that
    takes no time, whatever its size. When it fails with an ``OSError``, ``path`` is as it was.
    """
    if move and is_local(stored.storage):
        with path.open("rb") as stream:
            stored.save(name, _LocalFile(stream, name=str(path)), save=False)
        return
    with path.open("rb") as stream:
        stored.save(name, File(stream, name=name), save=False)
    if move:
        path.unlink()
