from __future__ import annotations

import datetime as dt
import io
import random
import resource
import subprocess
import zipfile
import zlib
from functools import partial
from pathlib import Path

import pytest

from media_library.kits.archive_stream import Archive, BrokenEntry, Entry

pytestmark = [pytest.mark.once, pytest.mark.thorough]

WHEN = dt.datetime(2026, 11, 22, 12, 30, 14, tzinfo=dt.UTC)


def entry(name: str, data: bytes) -> Entry:
    def read(start: int, length: int):
        for at in range(start, start + length, 1000):
            yield data[at : min(at + 1000, start + length)]

    return Entry(name, len(data), zlib.crc32(data), WHEN, read)


def sparse(path: Path, size: int) -> Entry:
    """A file of ``size`` zero bytes that takes no room on the disk."""
    with path.open("wb") as stream:
        stream.truncate(size)

    def read(start: int, length: int):
        with path.open("rb") as stream:
            stream.seek(start)
            while length > 0 and (piece := stream.read(min(256 * 1024, length))):
                length -= len(piece)
                yield piece

    return Entry(path.name, size, crc_of_zeros(size), WHEN, read)


def crc_of_zeros(size: int) -> int:
    block, crc = bytes(1 << 24), 0
    while size > 0:
        crc = zlib.crc32(block[: min(size, len(block))], crc)
        size -= len(block)
    return crc


DATA = random.Random(3).randbytes(12_345)
FILES = {
    "2026-0123-sahil-yolu.txt": "İlçede ışıklar söndü.".encode(),
    "web-1600/2026-0123-sahil-yolu-01.jpg": DATA,
    "belge/Şenlik Programı (İğdır).pdf": DATA[::-1],
    "bos.txt": b"",
}


@pytest.fixture
def archive() -> Archive:
    return Archive([entry(name, data) for name, data in FILES.items()])


def whole(archive: Archive) -> bytes:
    return b"".join(archive.read())


def test_what_is_streamed_is_a_zip_with_every_file_and_turkish_names(archive: Archive) -> None:
    data = whole(archive)
    assert len(data) == archive.size
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert found.testzip() is None
        assert {info.filename: found.read(info) for info in found.infolist()} == FILES
        assert found.infolist()[0].date_time == (2026, 11, 22, 15, 30, 14)  # in Istanbul


def test_unzip_finds_no_fault_with_it(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "kit.zip"
    target.write_bytes(whole(archive))
    checked = subprocess.run(["unzip", "-t", str(target)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "No errors detected" in checked.stdout


def test_the_same_files_give_the_same_bytes_and_the_same_etag(archive: Archive) -> None:
    again = Archive([entry(name, data) for name, data in FILES.items()])
    assert whole(again) == whole(archive)
    assert again.etag == archive.etag
    other = Archive([entry("bos.txt", b"dolu")])
    assert other.etag != archive.etag


def test_any_range_is_what_the_whole_has_there(archive: Archive) -> None:
    data = whole(archive)
    dice = random.Random(8)
    edges = [(0, 1), (archive.size - 1, 1), (0, archive.size), (29, 2)]
    for start, length in edges + [
        (start := dice.randrange(archive.size), dice.randrange(1, archive.size - start + 1)) for _ in range(300)
    ]:
        assert b"".join(archive.read(start, length)) == data[start : start + length]


def test_a_range_names_the_files_that_it_holds_something_of(archive: Archive) -> None:
    assert [one.name for one in archive.touched(0, archive.size)] == list(FILES)
    assert [one.name for one in archive.touched(archive.size - 5, 5)] == []
    at = whole(archive).index(DATA)
    assert [one.name for one in archive.touched(at + 5, 10)] == ["web-1600/2026-0123-sahil-yolu-01.jpg"]


@pytest.mark.parametrize(
    "name",
    [
        "../kaçak.txt",
        "/etc/passwd",
        "a/../../b",
        "a//b",
        "c:\\x",
        "a\\b",
        "",
        "yeni\nsatır",
        "a/./b",
        "x\x00.jpg",
        "c:x",
    ],
)
def test_a_path_that_leaves_the_readers_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        Archive([entry(name, b"x")])


def test_two_files_of_one_name_are_refused_even_where_case_does_not_count() -> None:
    with pytest.raises(ValueError):
        Archive([entry("a.txt", b"1"), entry("A.txt", b"2")])


@pytest.mark.parametrize("given", [b"kisa", b"cok cok cok cok uzun"])
def test_a_file_that_changed_its_size_breaks_the_download_instead_of_spoiling_it(given: bytes) -> None:
    broken = Entry("a.txt", 10, 0, WHEN, lambda start, length: iter([given]))
    with pytest.raises(BrokenEntry):
        list(Archive([broken]).read())


def test_more_than_65535_files_need_zip64() -> None:
    archive = Archive([entry(f"{number}.txt", b"x") for number in range(65_540)])
    with zipfile.ZipFile(io.BytesIO(whole(archive))) as found:
        assert len(found.infolist()) == 65_540


@pytest.mark.slow
def test_files_and_distances_beyond_four_gigabytes_grow_the_process_by_less_than_100_mb(tmp_path: Path) -> None:
    large = 4 * 1024**3 + 17
    archive = Archive(
        [sparse(tmp_path / "büyük.mp4", large), entry("sonra.txt", DATA), sparse(tmp_path / "ikinci.mp4", 300_000_000)]
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen, tail = 0, b""
    for piece in archive.read():
        assert len(piece) <= 256 * 1024 or len(piece) < 1000
        seen += len(piece)
        tail = (tail + piece)[-4096:]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert seen == archive.size
    assert grown < 100
    assert tail == b"".join(archive.read(archive.size - 4096, 4096))
    with zipfile.ZipFile(io.BufferedReader(Ranged(archive))) as found:
        infos = {info.filename: info for info in found.infolist()}
        assert infos["büyük.mp4"].file_size == large
        assert found.read("sonra.txt") == DATA
        with found.open("ikinci.mp4") as stream:
            assert sum(len(piece) for piece in iter(partial(stream.read, 1 << 20), b"")) == 300_000_000


class Ranged(io.RawIOBase):
    """The archive as a file that is only ever read by ranges."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.at = archive, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (0, self.at, self.archive.size)[whence]
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer) -> int:
        data = b"".join(self.archive.read(self.at, len(buffer)))
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)
