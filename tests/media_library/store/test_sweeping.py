"""Files that a killed process left without a row go after a day; nothing else ever does."""

import datetime as dt
import io
import os
import time
import uuid

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db.models import FileField
from django.utils import timezone

from media_library.intake.services import take_in_photo
from media_library.kits.models import FileRole, Kit, KitFile
from media_library.models import File, Photo, Photographer, PhotoRendition, Video, VideoCaption
from media_library.work import sweeper
from media_library.work.jobs.worker import MediaWorker
from media_library.work.sweeper import DIRECTORIES, orphans, sweep
from tests import factories

pytestmark = pytest.mark.django_db

DAYS = dt.timedelta(days=2)
NOW = dt.timedelta(microseconds=-1)  # as if everything had been written long ago


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def stray(directory, suffix=".jpg", name=""):
    return default_storage.save(f"{directory}/{name or uuid.uuid4().hex}{suffix}", ContentFile(b"x"))


def kept_by_rows():
    """One stored file for every way in which a row names one."""
    photo = Photo.objects.create(title="Açılış", file=ContentFile(factories.jpeg(), name="a.jpg"))
    photo.get_rendition("width-20")
    File.objects.create(title="İlan", file=ContentFile(b"x", name="ilan.pdf"))
    video = Video(title="Film")
    for field in ("file", "proxy"):
        getattr(video, field).save("a.mp4", ContentFile(b"x"), save=False)
    video.poster.save("a.jpg", ContentFile(factories.jpeg()), save=False)
    video.save()
    VideoCaption.objects.create(video=video, file=ContentFile(b"WEBVTT", name="a.vtt"))
    Photographer.objects.create(name="Gökçe Işık", contract=ContentFile(b"x", name="sozlesme.pdf"))
    old_copy = stray("video_proxies", ".mp4")
    KitFile.objects.create(
        kit=Kit.objects.create(title="Kit"), role=FileRole.VIDEO, position=1, name="a.mp4", stored_name=old_copy,
        size=1, crc32=0, sha256="0" * 64, media_type="video/mp4", recipe="0" * 64,
    )  # fmt: skip
    return photo, old_copy


def everything():
    found = set()
    for directory in (*DIRECTORIES, "kits", "baska"):
        if default_storage.exists(directory):
            found |= {f"{directory}/{name}" for name in default_storage.listdir(directory)[1]}
    return found


def test_what_no_row_names_goes_and_what_any_row_names_stays():
    kept_by_rows()
    before = everything()
    assert len(before) >= 9
    strays = {stray(directory) for directory in DIRECTORIES}
    assert set(orphans(settled=NOW)) == strays
    assert set(sweep(settled=NOW)) == strays
    assert everything() == before
    assert list(orphans(settled=NOW)) == []


def test_files_that_this_house_did_not_name_are_never_touched():
    by_hand = {
        stray("original_images", name="logo"), stray("documents", ".PDF"), stray("kits", ".zip"), stray("baska"),
        stray("original_images/eski"),
    }  # fmt: skip
    assert list(orphans(settled=NOW)) == []
    assert all(default_storage.exists(name) for name in by_hand)


def test_a_file_whose_row_may_still_be_written_stays():
    name = stray("original_images")
    assert sweep() == []
    # A finished upload is moved into the store with the time of its last byte; the move was just now.
    long_ago = time.time() - DAYS.total_seconds()
    os.utime(default_storage.path(name), (long_ago, long_ago))
    assert sweep() == []
    assert default_storage.exists(name)


def test_a_photo_on_its_way_in_survives_a_sweep_between_its_file_and_its_row(tmp_path):
    path = tmp_path / "gelen.jpg"
    path.write_bytes(factories.jpeg())
    long_ago = time.time() - DAYS.total_seconds()
    os.utime(path, (long_ago, long_ago))
    swept = []

    def meanwhile(photo):
        # As another process sees it, which does not know the row yet.
        Photo.objects.filter(pk=photo.pk).update(file="original_images/baska.jpg")
        swept.append(sweep())
        Photo.objects.filter(pk=photo.pk).update(file=photo.file.name)

    photo = take_in_photo(path=path, name="gelen.jpg", then=meanwhile, ours=True)
    assert swept == [[]]
    assert default_storage.exists(photo.file.name)


def test_a_row_written_after_the_look_keeps_its_file(monkeypatch):
    name = stray("original_images")
    genuine = sweeper.orphans

    def then_a_row(**options):
        for found in genuine(**options):
            Photo.objects.create(title="Geç", file=found, width=1, height=1)
            yield found

    monkeypatch.setattr(sweeper, "orphans", then_a_row)
    assert sweep(settled=NOW) == []
    assert default_storage.exists(name)


def test_what_an_old_revision_speaks_of_stays():
    name = stray("documents", ".pdf")
    revision = factories.bulletin().save_revision()
    revision.content["body"] = f'<a href="/media/{name}">ilan</a>'
    revision.save()
    assert sweep(settled=NOW) == []
    assert default_storage.exists(name)


def test_a_store_that_fails_on_the_way_loses_nothing(monkeypatch):
    stray("original_images")

    def away(*_args):
        raise OSError("the store does not answer")

    monkeypatch.setattr(sweeper, "_names", away)
    with pytest.raises(OSError, match="does not answer"):
        sweep(settled=NOW)


def test_every_directory_of_a_file_field_is_swept_or_known_to_be_left_alone():
    """A new file field has to be thought of here."""
    left_alone = {"wagtail_uploads", "avatar_images"}  # Wagtail's own, with rules of their own
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField):
                directory = field.generate_filename(model(), "a.jpg").partition("/")[0]
                assert directory in {*DIRECTORIES, *left_alone}, f"{model._meta.label}.{field.name}"


def test_the_command_only_lists_unless_it_is_told_to_delete(time_machine):
    name = stray("images")
    time_machine.move_to(timezone.now() + DAYS)
    out = io.StringIO()
    call_command("sweep_media", stdout=out)
    assert name in out.getvalue()
    assert "1 dosya bulundu" in out.getvalue()
    assert default_storage.exists(name)
    call_command("sweep_media", "--delete", stdout=out)
    assert not default_storage.exists(name)
    with pytest.raises(CommandError, match="en az 1"):
        call_command("sweep_media", "--hours", "0")


def test_the_media_worker_sweeps_once_a_day():
    assert [(seconds, work) for _name, seconds, work in MediaWorker.chores if work is sweep] == [(86400.0, sweep)]


def test_a_sweep_of_many_files_asks_few_questions(django_assert_max_num_queries):
    Photo.objects.create(title="Açılış", file=ContentFile(factories.jpeg(), name="a.jpg"))
    for _ in range(20):
        photo = Photo.objects.create(title="Açılış", file=ContentFile(factories.jpeg(), name="a.jpg"))
        PhotoRendition.objects.create(
            image=photo, filter_spec="width-20", file=stray("images"), width=1, height=1, focal_point_key=""
        )
    with django_assert_max_num_queries(70):
        assert list(orphans(settled=NOW)) == []


@pytest.mark.slow
def test_a_bucket_is_swept_as_the_disk_is(bucket):
    photo, old_copy = kept_by_rows()
    name = stray("original_images")
    assert sweep() == []
    assert sweep(settled=NOW) == [name]
    assert not default_storage.exists(name)
    assert default_storage.exists(photo.file.name)
    assert default_storage.exists(old_copy)
