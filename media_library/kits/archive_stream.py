"""A zip that is never built: every byte of it can be said from the list of its files.

The files are stored, not packed (photos and videos do not get smaller), and their sizes and CRC-32 are known. So the
whole archive is a row of parts of known length: for each file a header and its bytes, at the end the directory. Any
range of it can be sent without reading what comes before, in blocks of at most 256 KiB.

Format: PKWARE APPNOTE.TXT 6.3.10, with Zip64 (4.5.3) where 32 bits are not enough, names in UTF-8 (bit 11 of the flags,
appendix D).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

UTF8 = 0x0800
STORED = 0
PLAIN, ZIP64 = 20, 45  # version needed to extract
BY_UNIX = 3 << 8
REGULAR_FILE = 0o100644 << 16
LIMIT_16, LIMIT_32 = 0xFFFF, 0xFFFFFFFF
EXTRA_ZIP64 = 0x0001

Read = Callable[[int, int], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the zip: its path there, what is known of it, and ``read(start, length)``, which gives its bytes.

    ``size`` in bytes; ``modified`` is aware and is written in local time, to two seconds.
    """

    name: str
    size: int
    crc32: int
    modified: dt.datetime
    read: Read


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the archive: bytes in memory, or (``data`` is ``None``) the contents of ``entry``."""

    start: int
    length: int
    data: bytes | None
    entry: Entry | None = None


class BrokenEntry(OSError):
    """A stored file gave fewer or more bytes than it has to: what was sent so far must not look complete."""


class Archive:
    """The zip of ``entries``, in their order. Raises ``ValueError`` for a path that could leave the reader's folder, or
    one that occurs twice."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        names = [safe(entry.name) for entry in entries]
        if len({name.lower() for name in names}) != len(names):
            raise ValueError("two files of the archive have the same name")
        self.entries = tuple(entries)
        self._parts: list[Part] = []
        position = 0
        directory = bytearray()
        for entry in entries:
            position = self._add(Part(position, 0, _local_header(entry)), directory, entry, position)
        end = _end(count=len(self.entries), size=len(directory), offset=position)
        self._parts.append(Part(position, len(directory) + len(end), bytes(directory) + end))
        self._starts = [part.start for part in self._parts]
        self.size = position + len(directory) + len(end)
        self.etag = f'"{hashlib.sha256(bytes(directory)).hexdigest()[:32]}"'

    def _add(self, header: Part, directory: bytearray, entry: Entry, offset: int) -> int:
        data = header.data or b""
        directory += _directory_line(entry, offset)
        self._parts.append(Part(offset, len(data), data))
        self._parts.append(Part(offset + len(data), entry.size, None, entry))
        return offset + len(data) + entry.size

    def touched(self, start: int, length: int) -> list[Entry]:
        """The files of which the ``length`` bytes from ``start`` on hold something."""
        return [
            part.entry
            for part in self._parts
            if part.entry is not None and part.start < start + length and start < part.start + part.length
        ]

    def read(self, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """``length`` bytes from ``start`` on (default: to the end), in pieces. Raises ``BrokenEntry``."""
        left = self.size - start if length is None else min(length, self.size - start)
        index = max(bisect_right(self._starts, start) - 1, 0)
        while left > 0:
            part = self._parts[index]
            index += 1
            skip = start - part.start
            take = min(part.length - skip, left)
            if take <= 0:
                continue
            if part.data is not None:
                yield part.data[skip : skip + take]
            elif part.entry is not None:
                yield from exactly(part.entry, skip, take)
            start += take
            left -= take


def exactly(entry: Entry, start: int, length: int) -> Iterator[bytes]:
    """``length`` bytes of ``entry`` from ``start`` on, no more and no fewer. Raises ``BrokenEntry``."""
    left = length
    pieces = entry.read(start, length)
    try:
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                break
            yield piece
    finally:
        if close := getattr(pieces, "close", None):
            close()
    if left:
        raise BrokenEntry(f"{entry.name}: {length - left} bytes instead of {length}")


def safe(name: str) -> str:
    """``name`` if it is a plain relative path with slashes. Raises ``ValueError``."""
    parts = name.split("/")
    if not name or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"not a path for an archive: {name!r}")
    if any(ord(char) < 32 or ord(char) == 127 for char in name) or len(name.encode()) > LIMIT_16:
        raise ValueError(f"not a path for an archive: {name!r}")
    return name


def _moment(moment: dt.datetime) -> tuple[int, int]:
    """MS-DOS time and date (APPNOTE 4.4.6), in local time."""
    local = timezone.localtime(moment)
    year = min(max(local.year, 1980), 2107)
    return (
        local.hour << 11 | local.minute << 5 | local.second // 2,
        (year - 1980) << 9 | local.month << 5 | local.day,
    )


def _local_header(entry: Entry) -> bytes:
    name = entry.name.encode()
    time, date = _moment(entry.modified)
    large = entry.size >= LIMIT_32
    # In the local header both sizes must be there (4.5.3).
    extra = struct.pack("<HHQQ", EXTRA_ZIP64, 16, entry.size, entry.size) if large else b""
    size = LIMIT_32 if large else entry.size
    return (
        struct.pack(
            "<4s5H3I2H", b"PK\x03\x04", ZIP64 if large else PLAIN, UTF8, STORED, time, date, entry.crc32, size, size,
            len(name), len(extra),
        )
        + name
        + extra
    )  # fmt: skip


def _directory_line(entry: Entry, offset: int) -> bytes:
    name = entry.name.encode()
    time, date = _moment(entry.modified)
    large, far = entry.size >= LIMIT_32, offset >= LIMIT_32
    # Here only what does not fit stands in the extra field, in this order (4.5.3).
    values = ([entry.size, entry.size] if large else []) + ([offset] if far else [])
    extra = struct.pack(f"<HH{len(values)}Q", EXTRA_ZIP64, 8 * len(values), *values) if values else b""
    needed = ZIP64 if values else PLAIN
    size = LIMIT_32 if large else entry.size
    return (
        struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", BY_UNIX | ZIP64, needed, UTF8, STORED, time, date, entry.crc32, size, size,
            len(name), len(extra), 0, 0, 0, REGULAR_FILE, LIMIT_32 if far else offset,
        )
        + name
        + extra
    )  # fmt: skip


def _end(*, count: int, size: int, offset: int) -> bytes:
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, min(count, LIMIT_16), min(count, LIMIT_16), min(size, LIMIT_32),
        min(offset, LIMIT_32), 0,
    )  # fmt: skip
    if count < LIMIT_16 and size < LIMIT_32 and offset < LIMIT_32:
        return end
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, BY_UNIX | ZIP64, ZIP64, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, offset + size, 1)
    return record + locator + end
