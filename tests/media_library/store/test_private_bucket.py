"""The whole house with its files in a bucket: upload, sizes, signatures, deletion, and nobody else in."""

import io
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from media_library.models import File, Photo
from publishing.approval import snapshot
from publishing.approval.exceptions import FileMissing
from tests import factories, office
from tests.factories.library import camera_jpeg
from tests.services.bucket import Account

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
LARGE = 20 * 1024 * 1024  # sent in several parts


def keys(s3, bucket):
    return {entry["Key"] for entry in s3.client().list_objects_v2(Bucket=bucket).get("Contents", ())}


def upload(client, data, name="DSC_0042.jpg"):
    return client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Açılış", "files[]": SimpleUploadedFile(name, data, "image/jpeg"), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def test_a_photo_goes_from_the_upload_into_a_published_bulletin(s3, bucket, client):
    archivist = office.browser(factories.archivist())
    data = camera_jpeg()
    assert upload(archivist, data).json()["success"] is True
    photo = Photo.objects.get()
    key = f"basin/{photo.file.name}"
    assert key in keys(s3, bucket)
    assert s3.client().get_object(Bucket=bucket, Key=key)["Body"].read() == data, "kept bit for bit"

    page = factories.publish(factories.bulletin(**{**factories.with_photo(), "lead_image": photo}))
    html = client.get(page.get_url()).content.decode()
    rendition = photo.get_rendition("width-400")
    assert s3.host not in html
    assert bucket not in html
    assert "X-Amz" not in html
    shown = client.get(rendition.url)
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert client.get(photo.file.url).status_code == 404, "the original never leaves the house"
    assert b"".join(archivist.get(photo.file.url).streaming_content) == data
    call_command("verify_evidence", stdout=io.StringIO())


def test_nobody_gets_past_the_site(s3, bucket):
    headers = []
    events = default_storage.connection.meta.client.meta.events
    events.register("before-send.s3", lambda request, **rest: headers.append(dict(request.headers)))
    small = default_storage.save("original_images/a.jpg", ContentFile(b"asil"))
    large = default_storage.save("original_images/b.mp4", ContentFile(b"v" * LARGE))
    assert len(headers) >= 4, "one request for the small file, several for the large one"
    assert not [name for sent in headers for name in sent if name.lower().startswith(("x-amz-acl", "x-amz-grant"))]
    grants = s3.client().get_object_acl(Bucket=bucket, Key=f"basin/{small}")["Grants"]
    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]
    assert grants[0]["Grantee"]["Type"] == "CanonicalUser", "its owner alone"
    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        s3.client().get_bucket_policy(Bucket=bucket)

    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"http://{s3.host}/{bucket}/basin/{small}", timeout=10)
    assert refusal.value.code == 403
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        Account(s3.host, s3.key, "wrong").client().get_object(Bucket=bucket, Key=f"basin/{small}")
    for name in (small, large):
        assert default_storage.url(name) == f"/media/{name}"


def test_what_is_signed_is_read_from_the_bucket(s3, bucket):
    page = factories.submit(factories.bulletin(**factories.with_photo()))
    before = office.hash_of(page)
    photo = page.lead_image
    s3.client().put_object(Bucket=bucket, Key=f"basin/{photo.file.name}", Body=factories.jpeg(colour="#000000"))
    assert office.hash_of(page) != before
    s3.client().delete_object(Bucket=bucket, Key=f"basin/{photo.file.name}")
    with pytest.raises(FileMissing):
        snapshot.fingerprint("photo", photo.pk)


def test_a_deleted_photo_leaves_the_bucket_with_all_its_sizes(s3, bucket, django_capture_on_commit_callbacks):
    photo = factories.photo()
    photo.get_rendition("width-100")
    document = File(title="İlan")
    document.file.save("İlan.pdf", ContentFile(b"%PDF-1.4"))
    assert len(keys(s3, bucket)) == 3
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()
        document.delete()
    assert keys(s3, bucket) == set()


def test_a_name_is_never_used_for_two_files(bucket):
    first = default_storage.save("documents/a.txt", ContentFile(b"1"))
    second = default_storage.save("documents/a.txt", ContentFile(b"2"))
    assert first != second
    assert default_storage.open(first).read() == b"1"


def test_a_large_file_is_not_held_in_memory(bucket):
    name = default_storage.save("documents/b.bin", ContentFile(b"v" * LARGE))
    with default_storage.open(name) as stream:
        assert sum(len(chunk) for chunk in stream.chunks()) == LARGE
        assert stream.file._rolled, "the open file lies on the disk"


def test_a_missing_object_reads_like_a_missing_file(bucket):
    for reads in (default_storage.open, default_storage.size):
        with pytest.raises(FileNotFoundError):
            reads("original_images/yok.jpg")
    assert not default_storage.exists("original_images/yok.jpg")
    default_storage.delete("original_images/yok.jpg")
