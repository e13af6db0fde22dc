"""A kit fetched by the programs that newsrooms use, from a server that really listens."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse

from media_library.kits.models import FileRole
from tests.factories.kits import build, document, link_to, made_by_hand, press_photo

NAME = "Şenlik Programı (İğdır).pdf"


def curl(*arguments: str) -> str:
    done = subprocess.run(["curl", "-sS", "--fail", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_curl_resumes_a_broken_zip_and_fetches_a_file_with_a_turkish_name(live_server, tmp_path: Path) -> None:
    kit = made_by_hand(press_photo(), files=(document(NAME),))
    build()
    link = link_to(kit)
    url = live_server.url + reverse("press_kit:zip", args=[link.token, f"basin-kiti-{kit.pk}"])
    part = tmp_path / "kit.zip"
    curl("--range", "0-4999", "-o", str(part), url)
    assert part.stat().st_size == 5000
    curl("-C", "-", "-o", str(part), url)
    checked = subprocess.run(["unzip", "-t", str(part)], capture_output=True, text=True, check=False)
    assert "No errors detected" in checked.stdout
    with zipfile.ZipFile(part) as found:
        assert f"belge/{NAME}" in found.namelist()
    head = curl("-I", url)
    assert f"content-length: {part.stat().st_size}" in head.lower()
    file = kit.files.get(role=FileRole.DOCUMENT)
    target = tmp_path / "belge.pdf"
    curl("-o", str(target), live_server.url + reverse("press_kit:file", args=[link.token, file.pk, file.last_name]))
    assert target.read_bytes() == b"%PDF-1.4 icerik"
    assert [one.is_zip for one in kit.downloads.order_by("pk")] == [True, True, False]
