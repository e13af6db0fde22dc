"""Through a private bucket: a photo and a film come in, get their sizes and copies, go into a kit, are taken down."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage

from media_library.intake.services import take_in_photo, take_in_video
from media_library.kits import selectors
from media_library.kits.models import Kit, KitState
from media_library.models import LegalBasis, MediaJob, VideoState
from media_library.rights import services as rights
from media_library.work import sweeper
from media_library.work.jobs.worker import MediaWorker
from tests import factories
from tests.factories.kits import made_by_hand
from tests.factories.videos import H264, ffmpeg

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]


def work() -> None:
    worker = MediaWorker(poll=0)
    worker.housekeeping = lambda: None
    worker.run(drain=True)
    assert not MediaJob.objects.exclude(state="done").values_list("kind", "error").exists()


def names(*directories):
    found = set()
    for directory in directories:
        found |= {f"{directory}/{name}" for name in default_storage.listdir(directory)[1]}
    return found


def test_upload_sizes_film_kit_and_takedown(bucket, tmp_path, client, django_capture_on_commit_callbacks):
    (tmp_path / "a.jpg").write_bytes(factories.jpeg(900, 600))
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x120:r=10:d=1", *H264, tmp_path / "a.mp4")
    values = {"legal_basis": LegalBasis.PUBLIC_EVENT, "credit": "Gökçe Işık", "caption": "Açılış"}
    photo = take_in_photo(path=tmp_path / "a.jpg", name="a.jpg", values=dict(values), ours=True)
    video = take_in_video(path=tmp_path / "a.mp4", name="a.mp4", values=dict(values), ours=True)
    work()
    video.refresh_from_db()
    assert video.state == VideoState.READY
    assert photo.file.read() == (tmp_path / "a.jpg").read_bytes()
    assert names("images") == set(photo.renditions.values_list("file", flat=True))

    kit = made_by_hand(photo, videos=(video,))
    work()
    kit = Kit.objects.get(pk=kit.pk)
    assert (kit.state, kit.error) == (KitState.READY, "")
    with zipfile.ZipFile(io.BytesIO(b"".join(selectors.contents_of(kit).archive().read()))) as found:
        assert found.testzip() is None
        assert sum(name.endswith(".jpg") for name in found.namelist()) >= 2
        assert any(name.endswith(".mp4") for name in found.namelist())
    everything = names("original_images", "images", "videos", "video_proxies", "video_posters")
    assert sweeper.sweep(settled=-sweeper.SETTLED) == []
    assert names("original_images", "images", "videos", "video_proxies", "video_posters") == everything

    with django_capture_on_commit_callbacks(execute=True):
        rights.take_down(user=factories.archivist(), photo=photo, reason="Rıza geri alındı.")
    photo.refresh_from_db()
    assert photo.withheld_at is not None
    work()
    assert names("images") == set()
    assert names("original_images") == {photo.file.name}
    kit = Kit.objects.get(pk=kit.pk)
    assert not kit.files.filter(photo=photo).exists()
    assert client.get(photo.file.url).status_code == 404
