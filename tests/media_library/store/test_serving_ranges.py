"""Ranges of stored files through the site's address, from the local disk and from a bucket alike."""

import io

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile

from media_library.models import File, PublicFile
from media_library.store import storage as stores

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]
DATA = bytes(range(256)) * 4096  # 1 MiB


@pytest.fixture(params=["disk", "bucket"])
def stored(request):
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    document = File(title="Basın dosyası")
    document.file.save("dosya.zip", ContentFile(DATA))
    PublicFile.objects.create(file=document, content_type=ContentType.objects.get_for_model(File), object_id="1")
    return document


def test_a_download_can_be_resumed_where_it_broke_off(client, stored):
    whole = client.get(stored.url)
    assert (whole.status_code, whole["Content-Length"], whole["Accept-Ranges"]) == (200, str(len(DATA)), "bytes")
    received = io.BytesIO(next(iter(whole.streaming_content)))
    received.seek(0, io.SEEK_END)
    rest = client.get(stored.url, headers={"Range": f"bytes={received.tell()}-", "If-Range": whole["ETag"]})
    assert rest.status_code == 206
    assert rest["Content-Range"] == f"bytes {received.tell()}-{len(DATA) - 1}/{len(DATA)}"
    assert int(rest["Content-Length"]) == len(DATA) - received.tell()
    received.write(b"".join(rest.streaming_content))
    assert received.getvalue() == DATA


def test_the_last_bytes_and_what_lies_beyond_them(client, stored):
    tail = client.get(stored.url, headers={"Range": "bytes=-3"})
    assert (tail.status_code, b"".join(tail.streaming_content)) == (206, DATA[-3:])
    assert tail["X-Content-Type-Options"] == "nosniff"
    assert tail["Content-Disposition"].startswith("attachment")
    beyond = client.get(stored.url, headers={"Range": f"bytes={len(DATA)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(DATA)}")
    assert beyond.content == b""


@pytest.mark.parametrize("version", ['"eski"', 'W/"eski"', "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_part_of_another_version_is_never_mixed_in(client, stored, version):
    response = client.get(stored.url, headers={"Range": "bytes=0-9", "If-Range": version})
    assert (response.status_code, b"".join(response.streaming_content)) == (200, DATA)


def test_a_question_about_the_file_sends_none_of_it(client, stored):
    response = client.head(stored.url, headers={"Range": "bytes=0-9"})
    assert (response.status_code, response["Content-Length"], response.content) == (200, str(len(DATA)), b"")


def test_pieces_are_small_whatever_the_size(client, stored):
    response = client.get(stored.url, headers={"Range": "bytes=1-"})
    sizes = [len(piece) for piece in response.streaming_content]
    assert sum(sizes) == len(DATA) - 1
    assert max(sizes) <= stores.PIECE
    assert len(sizes) >= 4


def test_a_missing_file_is_not_found(client, stored):
    stored.file.storage.delete(stored.file.name)
    assert client.get(stored.url).status_code == 404
    assert client.get(stored.url, headers={"Range": "bytes=0-9"}).status_code == 404
