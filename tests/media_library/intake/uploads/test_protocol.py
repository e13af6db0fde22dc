"""The tus server, header by header (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import uuid
from collections import namedtuple

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.users.roles import Role
from media_library.intake.uploads import parts, services
from media_library.intake.uploads.models import Upload, UploadState
from media_library.models import Photo
from tests import factories
from tests.factories.uploads import Sender, picture, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(sender):
    """An upload of a small picture with the first hundred bytes sent: its address and the picture."""
    data = picture(1)
    address = sender.create("DSC_0001.jpg", len(data)).headers["Location"]
    assert sender.patch(address, 0, data[:100]).headers["Upload-Offset"] == "100"
    return address, data


def test_the_server_says_what_it_can(sender):
    answer = sender.client.options(reverse("uploads:files", args=[sender.shoot.pk]))
    assert answer.status_code == 204
    assert answer.headers["Tus-Resumable"] == answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {"creation", "expiration", "termination", "checksum"}
    assert int(answer.headers["Tus-Max-Size"]) == 8 * 1024**3


def test_a_file_comes_in_pieces_and_is_then_in_the_shoot(sender, begun, shoot):
    address, data = begun
    answer = sender.head(address)
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Length"]) == ("100", str(len(data)))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Upload-Expires" in answer.headers
    assert not Photo.objects.filter(shoot=shoot).exists()

    answer = sender.patch(address, 100, data[100:])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(data)))
    assert answer.headers["Tus-Resumable"] == "1.0.0"

    photo = Photo.objects.get(shoot=shoot)
    assert photo.file.read() == data
    assert (photo.original_name, photo.uploaded_by_user.username) == ("DSC_0001.jpg", "arsiv")
    fate = sender.fate(address)
    assert fate["state"] == "taken"
    assert fate["url"]
    assert fate["thumbnail"].startswith("/media/")
    assert list(parts.root().iterdir()) == []
    # Whoever missed the last answer hears that it is whole.
    assert sender.head(address).headers["Upload-Offset"] == str(len(data))
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Upload_Offset": "50"}, 409),
        ({"Upload_Offset": "150"}, 409),
        ({"Upload_Offset": "-1"}, 400),
        ({"Upload_Offset": "çok"}, 400),
        ({"content_type": "application/octet-stream"}, 415),
        ({"Tus_Resumable": "0.2.2"}, 412),
        ({"body": b"x" * 100_000}, 413),
        ({"Upload_Checksum": "crc32 AAAA"}, 400),
        ({"Upload_Checksum": "sha1 kötü"}, 400),
    ],
)
def test_a_chunk_that_does_not_fit_changes_nothing(sender, begun, headers, status):
    address, data = begun
    ask = {"Upload_Offset": "100", "body": data[100:200], **headers}
    assert sender.ask("PATCH", address, **ask).status_code == status
    assert sender.head(address).headers["Upload-Offset"] == "100"


def test_another_version_is_told_ours(sender):
    answer = sender.ask("POST", reverse("uploads:files", args=[sender.shoot.pk]), Tus_Resumable="2.0.0")
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def test_a_method_may_be_meant_by_a_header(sender, begun):
    address, data = begun
    answer = sender.ask("POST", address, body=data[100:150], Upload_Offset="100", X_HTTP_Method_Override="PATCH")
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "150")
    assert sender.ask("POST", address, body=b"", Upload_Offset="150").status_code == 405


@pytest.mark.parametrize("algorithm", ["sha256", "sha1", "md5"])
def test_a_checksum_that_is_wrong_keeps_nothing_of_its_chunk(sender, begun, algorithm):
    address, data = begun
    right = base64.b64encode(hashlib.new(algorithm, data[100:200]).digest()).decode()
    answer = sender.patch(address, 100, data[101:201], Upload_Checksum=f"{algorithm} {right}")
    assert answer.status_code == 460
    assert sender.head(address).headers["Upload-Offset"] == "100"
    answer = sender.patch(address, 100, data[100:200], Upload_Checksum=f"{algorithm} {right}")
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "200")
    assert [path.suffix for path in parts.root().iterdir() if path.suffix == ".chunk"] == []


def test_who_does_not_want_it_any_more_says_so(sender, begun):
    address, data = begun
    assert sender.ask("DELETE", address).status_code == 204
    assert list(parts.root().iterdir()) == []
    assert sender.head(address).status_code == 410
    assert sender.patch(address, 100, data[100:]).status_code == 410
    assert sender.ask("DELETE", address).status_code == 410
    assert Upload.objects.get().state == UploadState.ABANDONED


def test_what_is_in_the_archive_is_not_taken_back_by_the_protocol(sender):
    fate = sender.send("DSC_0001.jpg", picture(1))
    assert sender.ask("DELETE", fate["address"]).status_code == 410
    assert sender.patch(fate["address"], 0, b"x").status_code == 410
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_for_everybody_else_an_upload_is_not_there(sender, begun, method, shoot):
    address, data = begun
    other = Sender(factories.editor(), shoot)
    assert other.ask(method, address, body=data[100:], Upload_Offset="100").status_code == 404
    assert other.client.get(reverse("uploads:states"), {"id": Upload.objects.get().pk}).json() == {"uploads": []}
    assert sender.head(address).headers["Upload-Offset"] == "100"


@pytest.mark.parametrize("person", [factories.social_editor, factories.director])
def test_only_who_may_add_photos_may_upload(sender, begun, person, shoot):
    address, _data = begun
    other = Sender(person(), shoot)
    assert other.create("DSC_0002.jpg", 10).status_code == 403
    assert other.head(address).status_code == 403
    assert other.client.get(reverse("uploads:page", args=[shoot.pk])).status_code in (302, 403)


def test_a_right_that_was_taken_away_ends_the_upload(sender, begun):
    address, data = begun
    factories.archivist().groups.clear()
    assert sender.patch(address, 100, data[100:], X_Requested_With="XMLHttpRequest").status_code == 403
    assert not Photo.objects.exists()


def test_a_stranger_is_sent_away_in_a_word(shoot, client):
    answer = client.post(
        reverse("uploads:files", args=[shoot.pk]),
        headers={"X-Requested-With": "XMLHttpRequest", "Tus-Resumable": "1.0.0"},
    )
    assert answer.status_code == 403


def test_after_a_week_without_a_byte_it_is_gone(sender, begun):
    address, data = begun
    Upload.objects.update(touched_at=timezone.now() - dt.timedelta(days=7, minutes=1))
    assert sender.head(address).status_code == 410
    assert sender.patch(address, 100, data[100:]).status_code == 410


def test_every_byte_gives_it_another_week(sender, begun):
    address, data = begun
    Upload.objects.update(touched_at=timezone.now() - dt.timedelta(days=6))
    assert sender.patch(address, 100, data[100:200]).status_code == 204
    assert Upload.objects.get().expires_at > timezone.now() + dt.timedelta(days=6)


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Upload_Length": "0"}, 422),
        ({"Upload_Length": str(201 * 1024**2)}, 413),
        ({"Upload_Length": "on"}, 400),
        ({"Upload_Length": "9" * 30}, 400),
        ({"Upload_Defer_Length": "1"}, 400),
        ({"Upload_Metadata": "filename ?"}, 400),
        ({"Upload_Metadata": "filename " + "A" * 9000}, 400),
        ({"Upload_Metadata": ""}, 422),
        ({"Upload_Metadata": said("film.mp4"), "Upload_Length": str(9 * 1024**3)}, 413),
    ],
)
def test_what_cannot_become_an_upload_leaves_nothing(sender, headers, status):
    ask = {"Upload_Length": "1000", "Upload_Metadata": said("DSC.jpg"), **headers}
    answer = sender.ask("POST", reverse("uploads:files", args=[sender.shoot.pk]), **ask)
    assert answer.status_code == status
    assert status == 400 or answer.json()["reason"]
    assert not Upload.objects.exists()
    assert not parts.root().exists() or list(parts.root().iterdir()) == []


def test_into_a_shoot_that_is_not_there_nothing_goes(sender):
    assert sender.ask("POST", reverse("uploads:files", args=[999])).status_code == 404
    assert sender.head(reverse("uploads:file", args=[uuid.uuid4()])).status_code == 404


def test_a_full_disk_says_so_before_the_first_byte(sender, monkeypatch):
    room = namedtuple("Room", "free")
    monkeypatch.setattr(parts.shutil, "disk_usage", lambda path: room(services.ROOM_TO_LEAVE + 5000))
    assert sender.create("a.jpg", 4000).status_code == 201
    answer = sender.create("b.jpg", 4000)  # the rest of the first is promised
    assert answer.status_code == 507
    assert "yer kalmadı" in answer.json()["reason"]


def test_a_disk_that_fills_up_keeps_what_arrived(sender, begun, monkeypatch):
    address, data = begun
    write = parts.os.write

    def nearly_full(handle, view):
        if len(view) > 50:
            return write(handle, view[:50])
        raise OSError(parts.errno.ENOSPC, "full")

    monkeypatch.setattr(parts.os, "write", nearly_full)
    assert sender.patch(address, 100, data[100:170]).status_code == 507
    monkeypatch.undo()
    assert sender.head(address).headers["Upload-Offset"] == "150"


def test_a_folder_that_cannot_be_written_is_said_in_words(sender, monkeypatch):
    def forbidden(*_args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(parts, "make", forbidden)
    answer = sender.create("DSC_0001.jpg", 5000)
    assert answer.status_code == 503
    assert "dosya alamıyor" in answer.json()["reason"]
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert not Upload.objects.exists()


def test_nobody_leaves_thousands_of_files_half_sent(sender, monkeypatch):
    monkeypatch.setattr(services, "MOST_OPEN", 2)
    assert sender.create("1.jpg", 10).status_code == 201
    assert sender.create("2.jpg", 10).status_code == 201
    answer = sender.create("3.jpg", 10)
    assert answer.status_code == 403
    assert "Bitmemiş 2 yükleme" in answer.json()["reason"]


def test_a_part_that_was_lost_ends_the_upload(sender, begun):
    address, data = begun
    for path in parts.root().iterdir():
        path.unlink()
    assert sender.patch(address, 100, data[100:]).status_code == 410
    assert sender.head(address).status_code == 410
    assert sender.create("DSC_0001.jpg", len(data)).status_code == 201


def test_a_page_opened_anew_hears_of_what_is_unfinished(sender, begun, shoot):
    refused = sender.send("sayfa.jpg", b"<html></html>")
    taken = sender.send("iyi.jpg", picture(7))
    sender.create("hic-baslamadi.jpg", 10)
    Sender(factories.person("diger", Role.EDITOR), shoot).create("baskasi.jpg", 10)
    told = sender.client.get(reverse("uploads:states"), {"cekim": shoot.pk}).json()["uploads"]
    assert {(one["name"], one["state"]) for one in told} == {("DSC_0001.jpg", "receiving"), ("sayfa.jpg", "refused")}
    assert refused["reason"]
    assert taken["state"] == "taken"
    assert sender.client.get(reverse("uploads:states"), {"id": ["x", "y"]}).json() == {"uploads": []}


def test_the_page_has_its_place_to_drop_files(sender, shoot):
    page = sender.client.get(reverse("uploads:page", args=[shoot.pk])).content.decode()
    assert reverse("uploads:files", args=[shoot.pk]) in page
    assert "Fotoğrafları ve videoları buraya bırakın" in page
