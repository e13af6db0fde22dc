"""Paths for programs that only read and write files, from the local disk and from a bucket alike."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from media_library.models import File
from media_library.store.storage import ABANDONED, StorageUnavailable, is_local, local_copy, save_from_path

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DATA = b"video" * 1000


@pytest.fixture(params=["disk", "bucket"])
def kind(request):
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    return request.param


def stored(data=DATA):
    document = File(title="Film")
    document.file.save("film.MP4", ContentFile(data), save=False)
    return document.file


def test_a_copy_has_the_bytes_and_the_suffix_and_is_gone_afterwards(kind):
    file = stored()
    assert is_local(file.storage) == (kind == "disk")
    with local_copy(file) as path:
        assert path.read_bytes() == DATA
        assert path.suffix == ".mp4"
    if kind == "disk":
        assert path == Path(file.path), "on the disk it is the file itself"
        assert path.exists()
    else:
        assert not path.exists()


def test_the_copy_goes_when_the_program_fails(bucket):
    with pytest.raises(RuntimeError), local_copy(stored()) as path:
        raise RuntimeError
    assert not path.exists()


def test_what_a_killed_process_left_behind_is_swept(bucket, settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path
    (tmp_path / "copies").mkdir()
    old, fresh = tmp_path / "copies" / "eski.mp4", tmp_path / "copies" / "yeni.mp4"
    for path in (old, fresh):
        path.write_bytes(b"x")
    long_ago = old.stat().st_mtime - ABANDONED - 60
    os.utime(old, (long_ago, long_ago))
    with local_copy(stored()):
        assert not old.exists()
        assert fresh.exists(), "another process may be reading it"


def test_there_is_no_copy_of_a_missing_file(kind):
    file = stored()
    file.storage.delete(file.name)
    with pytest.raises(FileNotFoundError), local_copy(file):
        pass


@pytest.mark.parametrize("move", [False, True])
def test_a_finished_file_is_stored_whole(kind, tmp_path, move):
    path = tmp_path / "gelen"
    path.write_bytes(DATA)
    inode = path.stat().st_ino
    document = File(title="Film")
    save_from_path(document.file, path, "Tanıtım filmi.mp4", move=move)
    assert path.exists() is not move
    assert document.original_name == "Tanıtım filmi.mp4"
    with document.file.open() as stream:
        assert stream.read() == DATA
    assert document.pk is None
    if move and kind == "disk" and os.stat(tmp_path).st_dev == os.stat(document.file.path).st_dev:
        assert os.stat(document.file.path).st_ino == inode, "moved, not copied"
    if kind == "disk":
        assert os.stat(document.file.path).st_mode & 0o777 == 0o640


def test_a_file_stays_where_it_is_when_it_cannot_be_stored(store_is_away, tmp_path):
    path = tmp_path / "gelen.mp4"
    path.write_bytes(DATA)
    document = File(title="Film")
    with pytest.raises(StorageUnavailable):
        save_from_path(document.file, path, "film.mp4", move=True)
    assert path.read_bytes() == DATA
