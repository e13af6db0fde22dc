"""What becomes of a file whose last byte is here: once in the archive, whoever is asked and however often."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from media_library.intake.uploads import parts, services
from media_library.intake.uploads.models import Upload, UploadState
from media_library.models import JobKind, MediaJob, Photo, Shoot
from media_library.work.jobs.worker import MediaWorker
from tests import factories
from tests.factories.uploads import Sender, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(sender, monkeypatch):
    """A picture whose last byte came just before its process died."""
    data = picture(1)
    address = sender.create("DSC_0001.jpg", len(data)).headers["Location"]
    with monkeypatch.context() as dead:
        dead.setattr(services, "settle", lambda **_: None)
        sender.patch(address, 0, data)
    assert Upload.objects.get().state == UploadState.RECEIVING
    return address


def test_a_photo_comes_with_its_job_its_log_and_its_shoot(sender, shoot):
    assert sender.send("DSC_0001.jpg", picture(1))["state"] == "taken"
    photo = Photo.objects.get()
    assert (photo.shoot, photo.title, photo.place) == (shoot, f"{shoot.title} 001", shoot.place)
    assert MediaJob.objects.filter(kind=JobKind.PHOTO, subject_id=photo.pk).count() == 1
    assert ModelLogEntry.objects.for_instance(photo).get(action="wagtail.create").user == factories.archivist()


def test_what_a_dead_process_left_is_taken_in_by_whoever_asks(sender, received):
    assert sender.head(received).status_code == 200
    assert sender.fate(received)["state"] == "taken"
    assert Photo.objects.count() == 1


def test_what_a_dead_process_left_is_taken_in_by_the_worker(sender, received):
    worker = MediaWorker()
    worker.carry_batch = lambda: 0
    worker.run(once=True)
    assert sender.fate(received)["state"] == "taken"
    assert services.take_in_received() == 0
    assert Photo.objects.count() == 1


def test_a_large_file_waits_for_the_worker(sender, monkeypatch):
    monkeypatch.setattr(services, "TAKEN_AT_ONCE", 100)
    fate = sender.send("DSC_0001.jpg", picture(1))
    assert (fate["state"], fate["url"], fate["thumbnail"]) == ("received", "", "")
    assert not Photo.objects.exists()
    assert services.take_in_received() == 1
    assert sender.fate(fate["address"])["state"] == "taken"


def test_the_same_file_does_not_come_twice_into_one_shoot(sender, shoot):
    first = sender.send("DSC_0001.jpg", picture(1))
    second = sender.send("kopya.jpg", picture(1))
    assert (second["state"], second["reason"]) == ("refused", "Bu dosya bu çekimde zaten var.")
    assert second["twin"] == first["url"]
    assert Photo.objects.count() == 1


def test_the_same_file_in_another_shoot_is_named(sender, shoot):
    first = sender.send("DSC_0001.jpg", picture(1))
    other = Sender(factories.editor(), Shoot.objects.create(title="Yıl sonu"))
    second = other.send("DSC_0001.jpg", picture(1))
    assert second["state"] == "taken"
    assert second["reason"] == f"Bu fotoğraf arşivde zaten var: {shoot.title}"
    assert second["twin"] == first["url"] != second["url"]


def test_what_was_taken_down_does_not_come_back(sender):
    sender.send("DSC_0001.jpg", picture(1))
    Photo.objects.update(withheld_at=timezone.now())
    other = Sender(factories.editor(), Shoot.objects.create(title="Yıl sonu"))
    fate = other.send("DSC_0001.jpg", picture(1))
    assert fate["state"] == "refused"
    assert "kullanımdan kaldırılmış" in fate["reason"]


def test_two_copies_that_are_taken_in_at_the_same_time_become_one(sender, monkeypatch):
    """The second finds the first only inside the transaction that would make it."""
    meant, seen = services._note_on_twins, []

    def blind_outside(upload, digest, *, but=None):
        seen.append(but)
        return "" if but is None else meant(upload, digest, but=but)

    monkeypatch.setattr(services, "_note_on_twins", blind_outside)
    sender.send("DSC_0001.jpg", picture(1))
    fate = sender.send("kopya.jpg", picture(1))
    assert fate["state"] == "refused"
    assert Photo.objects.count() == 1
    assert Upload.objects.filter(state=UploadState.TAKEN).count() == 1


def test_the_file_of_a_row_that_did_not_come_to_be_leaves_the_store(sender, monkeypatch):
    stored = []

    def refuse(upload, digest, *, but=None):
        if but is None:
            return ""
        stored.append((but.file.storage, but.file.name))
        assert but.file.storage.exists(but.file.name)
        raise services.Refused("Hayır.")

    monkeypatch.setattr(services, "_note_on_twins", refuse)
    assert sender.send("DSC_0001.jpg", picture(1))["reason"] == "Hayır."
    storage, name = stored[0]
    assert not storage.exists(name)
    assert not MediaJob.objects.exists()


def test_a_trouble_of_ours_keeps_the_file_and_tries_again(sender, monkeypatch):
    def broken(**_):
        raise OSError("the store is away")

    monkeypatch.setattr(services, "take_in_photo", broken)
    fate = sender.send("DSC_0001.jpg", picture(1))
    assert fate["state"] == "received"
    assert "yeniden denenecek" in fate["reason"]
    monkeypatch.undo()
    assert services.take_in_received() == 0  # not at once
    Upload.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=2))
    assert services.take_in_received() == 1
    fate = sender.fate(fate["address"])
    assert (fate["state"], fate["reason"]) == ("taken", "")


def test_a_file_that_nobody_can_open_is_refused_in_the_end(sender, monkeypatch):
    def odd(**_):
        raise ArithmeticError

    monkeypatch.setattr(services, "take_in_photo", odd)
    fate = sender.send("DSC_0001.jpg", picture(1))
    for _ in range(services.MOST_ATTEMPTS):
        assert fate["state"] == "received"
        Upload.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=2))
        services.take_in_received()
        fate = sender.fate(fate["address"])
    assert fate["state"] == "refused"
    assert "açılamadı" in fate["reason"]
    assert list(parts.root().iterdir()) == []


def test_a_database_that_is_away_keeps_the_file(sender, monkeypatch, received):
    def away(**_):
        raise OperationalError("gone")

    with monkeypatch.context() as trouble:
        trouble.setattr(services, "take_in_photo", away)
        with pytest.raises(OperationalError):
            services.take_in_received()
    assert services.take_in_received() == 1
    assert Photo.objects.count() == 1


def test_a_file_that_kills_whoever_opens_it_is_not_opened_for_ever(sender, received):
    Upload.objects.update(state=UploadState.RECEIVED, attempts=services.MOST_ATTEMPTS)
    services.take_in_received()
    fate = sender.fate(received)
    assert fate["state"] == "refused"
    assert "açılamadı" in fate["reason"]
    assert list(parts.root().iterdir()) == []


def test_what_somebody_else_is_taking_in_is_left_to_them(sender, received):
    upload = Upload.objects.get()
    with parts.claimed(upload.pk):
        services.settle(upload=upload)
        assert upload.state == UploadState.RECEIVED
        assert services.take_in_received() == 0
    assert services.take_in_received() == 1


def test_half_sent_files_are_given_up_after_a_week(sender):
    data = picture(1)
    old, young = (sender.create(name, len(data)).headers["Location"] for name in ("eski.jpg", "yeni.jpg"))
    sender.patch(old, 0, data[:100])
    sender.patch(young, 0, data[:100])
    Upload.objects.filter(name="eski.jpg").update(touched_at=timezone.now() - dt.timedelta(days=8))
    services.clean()
    assert Upload.objects.get(name="eski.jpg").state == UploadState.ABANDONED
    kept = {path.name for path in parts.root().iterdir()}
    assert kept == {Upload.objects.get(name="yeni.jpg").pk.hex, Upload.objects.get(name="yeni.jpg").pk.hex + ".lock"}
    assert sender.patch(young, 100, data[100:]).status_code == 204


def test_files_that_no_upload_needs_are_cleaned_away(sender, monkeypatch):
    data = picture(1)
    address = sender.create("yarim.jpg", len(data)).headers["Location"]
    mine = Upload.objects.get().pk.hex
    stray = uuid.uuid4().hex
    for name in (stray, f"{stray}.lock", f".{mine}.0123abcd.in", "baskasinin.txt"):
        (parts.root() / name).write_bytes(b"x")
    services.clean()
    assert len(list(parts.root().iterdir())) == 5  # too young to be anybody's leavings
    monkeypatch.setattr(services, "STRAY_AFTER", -1.0)
    services.clean()
    assert {path.name for path in parts.root().iterdir()} == {mine, "baskasinin.txt"}
    assert sender.patch(address, 0, data).status_code == 204
    assert sender.fate(address)["state"] == "taken"


def test_rows_of_what_ended_long_ago_are_forgotten(sender):
    sender.send("DSC_0001.jpg", picture(1))
    Upload.objects.update(touched_at=timezone.now() - dt.timedelta(days=40))
    services.clean()
    assert not Upload.objects.exists()
    assert Photo.objects.count() == 1


def test_two_hundred_files_are_asked_about_in_few_questions(sender, django_assert_max_num_queries):
    ids = [sender.send(f"{number}.jpg", picture(number))["id"] for number in range(6)]
    with django_assert_max_num_queries(60):
        told = sender.client.get(reverse("uploads:states"), {"id": ids}).json()["uploads"]
    assert {one["state"] for one in told} == {"taken"}


def test_a_file_whose_photo_was_deleted_may_come_again(sender):
    address = sender.send("DSC_0001.jpg", picture(1))["address"]
    assert sender.head(address).status_code == 200
    Photo.objects.all().delete()
    assert sender.head(address).status_code == 410


def test_a_refusal_is_told_again_for_a_while(sender):
    address = sender.send("sayfa.jpg", b"<html></html>")["address"]
    assert sender.head(address).headers["Upload-Offset"] == "13"
    Upload.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=11))
    assert sender.head(address).status_code == 410
