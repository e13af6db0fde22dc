"""Videos in kits: the web copy always, the original when it was ticked, the camera's place never."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from media_library.kits.models import FileRole, Kit, KitVideo
from media_library.models import LegalBasis, Video
from tests.factories.kits import build, made_by_hand

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def film(tmp_path: Path, name: str) -> bytes:
    path = tmp_path / name
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=1", "-c:v",
         "mpeg4", "-metadata", "location=+39.9200+032.8541/", "-metadata", "title=kamera", str(path)],
        check=True,
    )  # fmt: skip
    return path.read_bytes()


def video(tmp_path: Path, name: str, *, proxy: bool = True) -> Video:
    row = Video(
        title="Sahil yolu", caption="Yoldan görüntüler", credit="Görüntü: Işık", legal_basis=LegalBasis.PUBLIC_EVENT
    )
    row.file.save(name, ContentFile(film(tmp_path, name)), save=False)
    if proxy:
        row.proxy.save("web.mp4", ContentFile(film(tmp_path, "web.mp4")), save=False)
    row.save()
    return row


def said_by(stored_name: str) -> str:
    return subprocess.run(
        ["exiftool", "-a", "-G1", "-s", default_storage.path(stored_name)], capture_output=True, text=True, check=True
    ).stdout


def test_the_web_copy_and_the_ticked_original_go_out_with_words_and_without_the_place(tmp_path: Path) -> None:
    row = video(tmp_path, "cekim.mp4")
    with row.file.open() as stream:
        assert b"loci" in stream.read()
    kit = made_by_hand(videos=(row,))
    KitVideo.objects.update(with_original=True)
    build()
    files = list(Kit.objects.get(pk=kit.pk).files.filter(role=FileRole.VIDEO))
    assert [file.name for file in files] == [
        f"video/basin-kiti-{kit.pk}-01.mp4",
        f"video/basin-kiti-{kit.pk}-01-orijinal.mp4",
    ]
    for file in files:
        said = said_by(file.stored_name)
        assert "GPS" not in said
        assert "LocationInformation" not in said
        assert "Yoldan görüntüler" in said


def test_a_film_of_another_kind_is_repacked_without_what_the_camera_said(tmp_path: Path) -> None:
    row = video(tmp_path, "cekim.avi", proxy=False)
    kit = made_by_hand(videos=(row,))
    build()
    file = kit.files.get(role=FileRole.VIDEO)
    assert file.name == f"video/basin-kiti-{kit.pk}-01-orijinal.mkv"
    said = said_by(file.stored_name)
    assert "kamera" not in said
    assert "39.9" not in said
    assert file.size > 1000
