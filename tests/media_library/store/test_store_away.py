"""A store that does not answer is said in words, in reasonable time, and nothing is lost by it."""

import time

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media_library.models import File, Photo, PublicFile
from media_library.store.storage import StorageUnavailable, read_range
from publishing.approval import snapshot
from publishing.approval.exceptions import FileMissing
from tests import factories, office

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def document(bucket):
    document = File(title="İlan")
    document.file.save("İlan.pdf", ContentFile(b"%PDF-1.4 deneme"))
    PublicFile.objects.create(file=document, content_type=ContentType.objects.get_for_model(File), object_id="1")
    return document


def test_a_reader_is_asked_to_come_back(client, document, store_is_away):
    response = client.get(document.url)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response["Cache-Control"] == "no-store"
    assert "şu anda ulaşılamıyor" in response.content.decode()
    assert "ETag" not in response


@pytest.mark.django_db(transaction=True)
def test_an_upload_is_refused_in_words_and_leaves_nothing(client, store_is_away):
    client.force_login(factories.archivist())
    began = time.monotonic()
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Açılış", "files[]": SimpleUploadedFile("a.jpg", factories.jpeg()), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert response.status_code == 503
    assert response.json()["success"] is False
    assert "ulaşılamıyor" in response.json()["error_message"]
    assert not Photo.objects.exists()
    assert time.monotonic() - began < 30


def test_a_form_gets_a_page_in_words(client, store_is_away):
    client.force_login(factories.archivist())
    response = client.post(
        reverse("wagtaildocs:add"),
        {"title": "İlan", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 %%EOF"), "collection": 1},
    )
    assert response.status_code == 503
    assert "şu anda ulaşılamıyor" in response.content.decode()


def test_a_published_page_stays_up(bucket, client, request):
    page = factories.publish(factories.bulletin(**factories.with_photo()))
    assert client.get(page.get_url()).status_code == 200
    request.getfixturevalue("store_is_away")
    response = client.get(page.get_url())
    assert response.status_code == 200
    assert "/media/images/" in response.content.decode(), "sizes made once need no store to be named"


def test_nothing_is_signed_that_cannot_be_read(bucket, settings, request):
    page = factories.submit(factories.bulletin(**factories.with_photo()))
    request.getfixturevalue("store_is_away")
    with pytest.raises(FileMissing):
        snapshot.fingerprint("photo", page.lead_image_id)
    response = office.desk_sign(factories.director(), office.waiting(page), "0" * 64)
    assert response.status_code < 500
    page.refresh_from_db()
    assert not page.live


def test_every_way_to_the_store_fails_as_an_operating_system_error(store_is_away):
    ways = [
        lambda: default_storage.open("a"),
        lambda: default_storage.size("a"),
        lambda: default_storage.exists("a"),
        lambda: default_storage.delete("a"),
        lambda: default_storage.listdir("a"),
        lambda: default_storage.get_modified_time("a"),
        lambda: default_storage.save("a", ContentFile(b"x")),
        lambda: read_range(default_storage, "a", 0, 5),
    ]
    for way in ways:
        with pytest.raises(StorageUnavailable):
            way()


def test_a_wrong_bucket_is_a_fault_and_not_a_missing_file(bucket, s3):
    s3.client().delete_bucket(Bucket=bucket)
    with pytest.raises(StorageUnavailable):
        read_range(default_storage, "a", 0, 5)
