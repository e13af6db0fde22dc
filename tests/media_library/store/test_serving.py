"""Who may fetch which stored file."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile

from media_library.models import File, Photo, PublicFile
from tests import factories
from tests.factories.library import camera_jpeg, stored_photo

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def photo():
    return stored_photo(camera_jpeg(400, 300), credit="Gökçe Işık")


@pytest.fixture
def document():
    document = File(title="İhale ilanı")
    document.file.save("İhale ilanı.pdf", ContentFile(b"%PDF-1.4 deneme"))
    return document


def grant(**owner):
    content_type = ContentType.objects.get_for_model(Photo)
    return PublicFile.objects.create(content_type=content_type, object_id="1", **owner)


def read(response):
    return b"".join(response.streaming_content)


def test_an_unpublished_photo_is_for_staff_only(client, photo):
    url = photo.get_rendition("width-100").url
    assert client.get(url).status_code == 404
    client.force_login(factories.person("disari"))
    assert client.get(url).status_code == 404, "a signed-in person without the admin is the public"
    client.force_login(factories.editor())
    response = client.get(url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_a_published_photo_is_public_until_it_is_withdrawn(client, photo, django_assert_max_num_queries):
    url = photo.get_rendition("width-100").url
    leave = grant(photo=photo)
    with django_assert_max_num_queries(3):
        response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in response.get("Vary", "")
    assert read(response).startswith(b"\xff\xd8")
    assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.get(photo.file.url).status_code == 404, "the original never leaves the house"
    leave.delete()
    assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 404


def test_a_document_downloads_under_its_own_name_when_published(client, document):
    assert client.get(document.url).status_code == 404
    assert client.get(f"/media/{document.file.name}").status_code == 404
    grant(file=document)
    for url in (document.url, f"/media/{document.file.name}"):
        response = client.get(url)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment")
        assert ".pdf" in response["Content-Disposition"]
        assert read(response) == b"%PDF-1.4 deneme"
    assert client.get(f"/belgeler/{document.pk}/baska.pdf").status_code == 404
    assert client.post(document.url).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "images/../db.sqlite3",
        "../../etc/passwd",
        "images/%2e%2e/db.sqlite3",
        "images/a%00b.jpg",
        "original_images/yok.jpg",
        "documents/yok.pdf",
        "images/",
        "avatar_images/x.png",
        "images/.gizli",
    ],
)
def test_other_paths_lead_nowhere(client, path):
    client.force_login(factories.editor())
    assert client.get(f"/media/{path}").status_code == 404


def test_behind_nginx_the_file_itself_is_left_to_nginx(client, photo, document, settings):
    settings.MEDIA_ACCEL_PREFIX = "/korumali/"
    rendition = photo.get_rendition("width-100")
    assert client.get(rendition.url).status_code == 404
    grant(photo=photo)
    grant(file=document)
    response = client.get(rendition.url)
    assert response["X-Accel-Redirect"] == f"/korumali/{rendition.file.name}"
    assert response["Content-Type"] == "image/jpeg"
    assert response.content == b""
    assert client.get(document.url)["X-Accel-Redirect"] == f"/korumali/{document.file.name}"


def test_a_file_lost_from_the_disk_is_not_found(client, photo):
    rendition = photo.get_rendition("width-100")
    grant(photo=photo)
    rendition.file.storage.delete(rendition.file.name)
    assert client.get(rendition.url).status_code == 404
