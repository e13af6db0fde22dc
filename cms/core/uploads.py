"""How uploaded files are called: no name is longer than what a file system takes."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler

LONGEST_NAME = 120  # bytes in UTF-8; file systems take 255, and stores add their own endings
LONGEST_SUFFIX = 12


def short_name(name: str) -> str:
    """``name``, cut in front of its suffix if it is longer than ``LONGEST_NAME`` bytes."""
    if len(name.encode(errors="replace")) <= LONGEST_NAME:
        return name
    suffix = PurePath(name).suffix
    suffix = suffix if len(suffix.encode(errors="replace")) <= LONGEST_SUFFIX else ""
    stem = name.removesuffix(suffix).encode(errors="replace")[: LONGEST_NAME - len(suffix.encode())]
    return stem.decode(errors="ignore") + suffix


class MemoryUpload(MemoryFileUploadHandler):
    """Django's, with names of a length that can be stored."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, short_name(file_name), *args, **kwargs)


class TemporaryUpload(TemporaryFileUploadHandler):
    """As :class:`MemoryUpload`, for large files."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, short_name(file_name), *args, **kwargs)
