"""The disk of photos is full: said in words, nothing half there, and everything goes on when there is room again."""

from __future__ import annotations

import errno

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media_library.models import File, MediaJob, Photo
from media_library.models.jobs import JobKind, JobState
from media_library.work.jobs import services as jobs
from media_library.work.jobs.worker import MediaWorker
from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.office import browser, hash_of, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(monkeypatch):
    """A disk that takes nothing more; ``full.has_room()`` ends it."""
    save = FileSystemStorage._save

    class Disk:
        taken = True

        def has_room(self):
            self.taken = False

    disk = Disk()

    def refuse(self, name, content):
        if disk.taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", refuse)
    return disk


def patient(user):
    client = browser(user)
    client.raise_request_exception = False
    return client


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name, data",
    [
        ("wagtailimages:add_multiple", lambda: {"title": "a", "files[]": upload("a.jpg"), "collection": 1}),
        ("wagtailimages:add", lambda: {"title": "a", "file": upload("a.jpg"), "collection": 1}),
        ("wagtaildocs:add", lambda: {"title": "a", "file": SimpleUploadedFile("a.txt", b"metin"), "collection": 1}),
    ],
)
def test_every_form_says_it_and_leaves_nothing(full, name, data):
    headers = {"X-Requested-With": "XMLHttpRequest"} if "multiple" in name else {}
    response = patient(factories.archivist()).post(reverse(name), data(), headers=headers)
    assert response.status_code == 503
    said = response.json()["error_message"] if headers else response.content.decode()
    assert "ulaşılamıyor" in said or "yer kalmadı" in said
    assert not Photo.objects.exists()
    assert not File.objects.exists()
    full.has_room()
    assert patient(factories.archivist()).post(reverse(name), data(), headers=headers).status_code in (200, 302)
    assert Photo.objects.exists() or File.objects.exists()


def upload(name):
    return SimpleUploadedFile(name, factories.jpeg())


def test_work_on_a_photo_waits_and_is_done_when_there_is_room(full):
    full.has_room()
    photo = factories.photo()
    photo.renditions.all().delete()
    full.taken = True
    MediaJob.objects.all().delete()
    jobs.enqueue(kind=JobKind.PHOTO, subject_id=photo.pk)
    MediaWorker(poll=0).run(once=True)
    job = MediaJob.objects.get()
    assert job.state == JobState.QUEUED
    assert not photo.renditions.exists()
    full.has_room()
    MediaJob.objects.update(run_after=job.created_at)
    MediaWorker(poll=0).run(drain=True)
    assert photo.renditions.exists()


def test_signing_and_publishing_go_on_while_the_disk_is_full(full):
    """Sizes come later; what was signed is public at once."""
    full.has_room()
    page = factories.submit(factories.bulletin(**factories.with_photo()))
    full.taken = True
    page = factories.sign(page, user=factories.director())
    client = patient(factories.mayor())
    answer = client.post(reverse("approval:sign", args=[waiting(page).pk]), {"seen_hash": hash_of(page)})
    assert answer.status_code == 302
    assert BulletinPage.objects.get(pk=page.pk).live
    assert patient(factories.editor()).get(page.url).status_code == 200
