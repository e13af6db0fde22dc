"""The storage behind ``MEDIA_STORAGE_URL``: a private bucket of an S3-compatible service.

A module of its own, imported only where it is chosen: the client library takes its time and memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3File, S3Storage
from storages.utils import clean_name

from media_library.store.storage import PIECE, StorageUnavailable

IN_MEMORY = 8 * 1024 * 1024  # bytes of an open object above which it lies in a temporary file
CONNECT_SECONDS = 5
READ_SECONDS = 30


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
        """The address under which ``media_library.access.views`` answers; never one of the bucket."""
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
