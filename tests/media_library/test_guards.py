"""A photo or document that readers can see is neither changed nor deleted."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse

from media_library.guards import FileInUse
from media_library.models import File, Photo, PublicFile
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Bu fotoğraf yayındaki bir içerikte kullanılıyor; yeni bir fotoğraf yükleyin."


def grant(**owner):
    return PublicFile.objects.create(content_type=ContentType.objects.get_for_model(Photo), object_id="1", **owner)


@pytest.fixture
def public_photo():
    photo = factories.photo()
    grant(photo=photo)
    return photo


@pytest.fixture
def archivist(client):
    client.force_login(factories.archivist())
    return client


def form_of(photo, **values):
    data = {"title": photo.title, "description": "", "credit": "", "collection": photo.collection_id, "tags": ""}
    points = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    return data | {name: getattr(photo, name) or "" for name in points} | values


def test_a_public_photo_takes_no_new_file(archivist, public_photo):
    name = public_photo.file.name
    replacement = SimpleUploadedFile("yeni.jpg", factories.jpeg(colour="#ff0000"))
    response = archivist.post(
        reverse("wagtailimages:edit", args=[public_photo.pk]), form_of(public_photo, file=replacement)
    )
    assert WORDS in response.content.decode()
    public_photo.refresh_from_db()
    assert public_photo.file.name == name
    assert public_photo.file.storage.exists(name)


def test_a_public_photo_takes_no_new_focal_point(archivist, public_photo):
    point = {"focal_point_x": 10, "focal_point_y": 10, "focal_point_width": 20, "focal_point_height": 20}
    response = archivist.post(reverse("wagtailimages:edit", args=[public_photo.pk]), form_of(public_photo, **point))
    assert WORDS in response.content.decode()
    public_photo.refresh_from_db()
    assert public_photo.focal_point_x is None


def test_title_and_tags_of_a_public_photo_may_change(archivist, public_photo):
    archivist.post(
        reverse("wagtailimages:edit", args=[public_photo.pk]), form_of(public_photo, title="Yeni ad", tags="sahil")
    )
    public_photo.refresh_from_db()
    assert public_photo.title == "Yeni ad"


def test_a_script_cannot_change_a_public_file_either(public_photo):
    public_photo.focal_point_x = 5
    with pytest.raises(FileInUse, match="yayındaki"):
        public_photo.save()
    public_photo.refresh_from_db()
    with pytest.raises(FileInUse):
        public_photo.file.save("baska.jpg", ContentFile(factories.jpeg()))
    with pytest.raises(ProtectedError):
        public_photo.delete()
    with pytest.raises(ProtectedError):
        Photo.objects.filter(pk=public_photo.pk).delete()
    document = File(title="Belge")
    document.file.save("belge.pdf", ContentFile(b"%PDF-1"))
    grant(file=document)
    with pytest.raises(FileInUse):
        document.file.save("baska.pdf", ContentFile(b"%PDF-2"))
    with pytest.raises(ProtectedError):
        document.delete()


def test_a_public_document_takes_no_new_file(archivist):
    document = File(title="Belge")
    document.file.save("belge.pdf", ContentFile(b"%PDF-1"))
    grant(file=document)
    response = archivist.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "Belge", "collection": document.collection_id, "file": SimpleUploadedFile("yeni.pdf", b"%PDF-2")},
    )
    assert "yayındaki bir içerikte" in response.content.decode()
    document.refresh_from_db()
    with document.file.open("rb") as stored:
        assert stored.read() == b"%PDF-1"


@pytest.mark.parametrize("address", ["single", "bulk", "multiple"])
def test_deleting_a_public_photo_answers_with_a_message(archivist, public_photo, address):
    urls = {
        "single": reverse("wagtailimages:delete", args=[public_photo.pk]),
        "bulk": reverse("wagtail_bulk_action", args=["media_library", "photo", "delete"]) + f"?id={public_photo.pk}",
        "multiple": reverse("wagtailimages:delete_multiple", args=[public_photo.pk]),
    }
    headers = {"X-Requested-With": "XMLHttpRequest"} if address == "multiple" else {}
    response = archivist.post(urls[address], headers=headers, follow=True)
    assert Photo.objects.filter(pk=public_photo.pk).exists()
    if address == "multiple":
        assert response.status_code == 409
        assert response.json()["error_message"] == WORDS
    else:
        assert response.status_code == 200
        assert WORDS in response.content.decode()


def test_deleting_a_photo_that_something_else_needs_answers_with_a_message(archivist):
    fields = factories.with_photo()
    photo = fields["lead_image"]
    factories.bulletin(**fields)
    response = archivist.post(reverse("wagtailimages:delete_multiple", args=[photo.pk]), follow=True)
    assert response.status_code == 200
    assert "başka yerlerde kullanıldığı için silinemez" in response.content.decode()
    assert Photo.objects.filter(pk=photo.pk).exists()
