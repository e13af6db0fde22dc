"""Where stored files lie, whichever store it is: the local disk, or a private bucket of an S3-compatible service.

``PrivateBucket``: the storage behind ``MEDIA_STORAGE_URL``. Its files have no addresses of their own: pages link to
our views, which decide who may have what. ``read_range``: some bytes of a stored file, in pieces. ``local_copy``: a
path for programs that only read files. ``save_from_path``: into the store what such a program wrote.

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
from typing import IO, Any
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3File, S3Storage
from storages.utils import clean_name

PIECE = 256 * 1024  # bytes handed on at once
IN_MEMORY = 8 * 1024 * 1024  # bytes of an open object above which it lies in a temporary file
ABANDONED = 24 * 3600  # seconds after which a temporary copy belongs to nobody
CONNECT_SECONDS = 5
READ_SECONDS = 30


class StorageUnavailable(OSError):
    """The store does not answer, or refuses us; it may do better later."""


@contextlib.contextmanager
def said_as_os_errors(name: str) -> Iterator[None]:
    """Turns the client library's exceptions into ``FileNotFoundError`` and :class:`StorageUnavailable`."""
    try:
        yield
    except ClientError as error:
        answer = error.response
        status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
        code = answer.get("Error", {}).get("Code", "")
        # A bucket that is not there is a wrong setting, not a file that somebody deleted.
        if code == "NoSuchKey" or (status == 404 and code != "NoSuchBucket"):
            raise FileNotFoundError(f"not in the store: {name}") from error
        raise StorageUnavailable(f"the store refuses {name}: {code or status}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise StorageUnavailable(f"the store does not answer for {name}: {error}") from error


class BucketFile(S3File):
    """An object opened for reading or writing; fetched on the first read."""

    def _get_file(self) -> Any:
        with said_as_os_errors(self.name):
            return super()._get_file()

    def _set_file(self, value: Any) -> None:
        self._file = value

    file = property(_get_file, _set_file)

    def write(self, content: bytes | str) -> int:
        with said_as_os_errors(self.name):
            return int(super().write(content))

    def close(self) -> None:
        with said_as_os_errors(self.name):
            super().close()


class PrivateBucket(S3Storage):
    """A bucket that only this site reads: objects carry no access list, and no address leads past our views."""

    default_acl = None
    querystring_auth = True
    file_overwrite = False
    gzip = False
    max_memory_size = IN_MEMORY
    custom_domain = None
    security_token = None  # keys come from MEDIA_STORAGE_URL alone, never from the machine's other accounts
    session_profile = None

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {
            "object_parameters": {},
            "transfer_config": TransferConfig(max_concurrency=4),
        }

    def __init__(self, **options: Any) -> None:
        style = options.pop("addressing_style", "auto")
        self.client_config = Config(
            signature_version="s3v4",
            s3={"addressing_style": style},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": 3},
            # Many S3-compatible services do not know the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(**options)

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The address under which ``media_library.views`` answers; never one of the bucket."""
        return urljoin(settings.MEDIA_URL, (filepath_to_uri(name or "") or "").lstrip("/"))

    def _open(self, name: str, mode: str = "rb") -> BucketFile:
        with said_as_os_errors(name):
            return BucketFile(self._key(name), mode, self)

    def _save(self, name: str, content: Any) -> str:
        with said_as_os_errors(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with said_as_os_errors(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with said_as_os_errors(name):
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with said_as_os_errors(name):
            return int(super().size(name))

    def get_modified_time(self, name: str) -> Any:
        with said_as_os_errors(name):
            return super().get_modified_time(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with said_as_os_errors(path):
            directories, files = super().listdir(path)
        return directories, files

    def read_range(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """As the module's :func:`read_range`, by one request for exactly these bytes."""
        with said_as_os_errors(name):
            answer = self.connection.meta.client.get_object(
                Bucket=self.bucket_name, Key=self._key(name), Range=f"bytes={start}-{start + length - 1}"
            )
        return self._pieces(name, answer["Body"])

    def _pieces(self, name: str, body: Any) -> Iterator[bytes]:
        with contextlib.closing(body), said_as_os_errors(name):
            yield from body.iter_chunks(PIECE)

    def download(self, name: str, target: IO[bytes]) -> None:
        """Writes the whole object ``name`` into ``target``, in parallel parts when it is large."""
        with said_as_os_errors(name):
            self.bucket.Object(self._key(name)).download_fileobj(target, Config=self.transfer_config)

    def _key(self, name: str) -> str:
        return str(self._normalize_name(clean_name(name)))


def read_range(storage: Storage, name: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """``length`` bytes of the stored file from ``start`` on (to its end by default), in pieces of at most ``PIECE``.

    The file is opened at once, so that ``FileNotFoundError`` and :class:`StorageUnavailable` come from this call; a
    store that breaks off later raises the latter while it is read. Close the iterator when stopping early.
    """
    if length is None:
        length = max(storage.size(name) - start, 0)
    if length <= 0:
        return iter(())
    if isinstance(storage, PrivateBucket):
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
        if isinstance(storage, PrivateBucket):
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
