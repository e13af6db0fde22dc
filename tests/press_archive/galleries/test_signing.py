"""A gallery goes public by two signatures over its words, its rows and its files."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from media_library.models import JobKind, LegalBasis, MediaJob, Photo, Priority, PublicFile, VideoState
from press_archive.galleries.models import GalleryEntry, GalleryVideo, PhotoGalleryIndexPage, PhotoGalleryPage
from press_archive.galleries.validation import MOST_PHOTOS, photo_errors
from publishing.approval import services, snapshot
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.publication import unsigned_live_content
from tests import factories
from tests.factories.galleries import photo_gallery, row, video, video_gallery

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def content_of(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision().as_object()


def test_both_lists_stand_under_the_home_page_without_a_signature(client):
    assert client.get("/foto-galeri/").status_code == client.get("/video-galeri/").status_code == 200
    assert list(unsigned_live_content()) == []
    index = PhotoGalleryIndexPage.objects.get()
    index.title = "Başka"
    with pytest.raises(ApprovalRefused):
        index.save()


@pytest.mark.parametrize("make", [photo_gallery, video_gallery])
def test_two_signatures_publish_a_gallery_and_open_its_files(client, make):
    page = make()
    path = page.get_url()
    assert client.get(path).status_code == 404
    factories.submit(page)
    factories.sign(page, user=factories.director())
    assert client.get(path).status_code == 404
    page = factories.sign(page, user=factories.mayor())
    assert page.live
    assert client.get(path).status_code == 200
    assert PublicFile.objects.filter(object_id=str(page.pk)).count() == len(page.rows)
    assert list(unsigned_live_content()) == []


def test_what_goes_public_gets_its_modern_sizes():
    rows = [row(), row()]
    page = photo_gallery(rows)
    MediaJob.objects.all().delete()
    factories.submit(page)
    expected = sorted(one.photo_id for one in rows)

    def asked(kind, priority):
        jobs = MediaJob.objects.filter(kind=kind, priority=priority)
        return sorted(jobs.values_list("subject_id", flat=True))

    assert asked(JobKind.PHOTO, Priority.SIGNED) == expected, "officers look at it now"
    assert asked(JobKind.PUBLIC, Priority.IDLE) == expected, "readers perhaps later"
    MediaJob.objects.all().delete()
    factories.sign(page, user=factories.director())
    assert not MediaJob.objects.exists()
    assert factories.sign(page, user=factories.mayor()).live
    assert asked(JobKind.PUBLIC, Priority.SIGNED) == expected


@pytest.mark.parametrize("change", ["alt", "caption", "credit", "order", "photo", "bytes", "focus", "fewer"])
def test_whatever_changes_in_the_rows_voids_the_signature(change):
    page = photo_gallery()
    content = content_of(page)
    before = snapshot.take(content).content_hash
    first, second, _third = content.rows
    if change in ("alt", "caption", "credit"):
        setattr(first, change, "Başka")
    elif change == "order":
        first.sort_order, second.sort_order = second.sort_order, first.sort_order
    elif change == "photo":
        first.photo = factories.photo("Başka")
    elif change == "bytes":
        with first.photo.file.storage.open(first.photo.file.name, "wb") as stream:
            stream.write(factories.jpeg(colour="#ffffff"))
    elif change == "focus":
        Photo.objects.filter(pk=first.photo_id).update(focal_point_x=5)
    else:
        content.photos.remove(first)
    assert snapshot.take(content).content_hash != before


def test_the_signature_covers_the_files_of_videos():
    page = video_gallery()
    files = snapshot.take(content_of(page)).files
    assert [entry["kind"] for entry in files] == ["video"]
    content = content_of(page)
    content.videos.all()[0].title = "Başka"
    before = snapshot.take(content_of(page)).content_hash
    changed = content_of(page)
    changed.videos.set([GalleryVideo(video=page.rows[0].video, title="Başka", credit=page.rows[0].credit)])
    assert snapshot.take(changed).content_hash != before


@pytest.mark.parametrize(
    "rows, words",
    [
        (lambda: [row()], "en az 2 fotoğraf"),
        (lambda: [row(), row(alt=" ")], "2. sıradaki fotoğrafın alternatif metni"),
        (lambda: [row(credit=""), row()], "1. sıradaki fotoğrafın kaynağı"),
        (lambda: [row(photo := factories.photo()), row(), row(photo)], "1, 3. sıralarda aynı fotoğraf"),
    ],
)
def test_an_unfinished_photo_gallery_is_not_submitted(rows, words):
    page = photo_gallery(rows())
    with pytest.raises(ValidationError, match=words):
        services.submit(content=page, user=factories.editor())


def test_a_gallery_has_a_most():
    assert any("en çok" in error for error in photo_errors([row()] * (MOST_PHOTOS + 1)))


def test_an_unfinished_video_gallery_is_not_submitted():
    for videos, words in (([], "en az bir hazır video"), ([video()] * 2, "1, 2. sıralarda aynı video")):
        with pytest.raises(ValidationError, match=words):
            services.submit(content=video_gallery(videos), user=factories.editor())
    waiting = video_gallery([video(), video("Ham", state=VideoState.WAITING)])
    with pytest.raises(ValidationError, match="henüz işleniyor"):
        services.submit(content=waiting, user=factories.editor())


def test_a_photo_without_rights_stops_the_gallery():
    page = photo_gallery([row(), row(factories.photo("Çocuklar", legal_basis=LegalBasis.CONSENT))])
    with pytest.raises(ValidationError, match="açık rıza kaydı yok"):
        services.submit(content=page, user=factories.editor())


def test_a_withdrawn_gallery_says_so_and_leaves_the_lists(client):
    page = factories.publish(photo_gallery(title="Gizli kalacak"))
    assert "Gizli kalacak" in client.get("/foto-galeri/").content.decode()
    factories.withdraw(page)
    response = client.get(page.get_url())
    assert response.status_code == 410
    assert "Gizli kalacak" not in response.content.decode()
    assert "Gizli kalacak" not in client.get("/foto-galeri/").content.decode()
    assert "Gizli kalacak" not in client.get("/").content.decode()
    assert not GalleryEntry.objects.get(page=page).public
    assert not PublicFile.objects.filter(object_id=str(page.pk)).exists()


def test_a_correction_keeps_the_entry_and_moves_its_date():
    page = factories.publish(photo_gallery())
    first = GalleryEntry.objects.get(page=page)
    day = timezone.localdate().replace(year=2020)
    factories.publish(factories.edit(page, date=day))
    entry = GalleryEntry.objects.get(page=page)
    assert (entry.pk, entry.published_at, entry.date) == (first.pk, first.published_at, day)
    assert PhotoGalleryPage.objects.get(pk=page.pk).date == day


def test_the_desk_shows_the_gallery_as_it_will_be():
    page = factories.submit(photo_gallery())
    html = content_of(page).make_preview_request().content.decode()
    assert html.count('class="mosaic__item ') == 3
    assert 'alt="Sahilde yürüyenler"' in html


def test_the_message_names_the_gallery_and_its_first_photos():
    message = factories.publish(photo_gallery([row() for _ in range(8)])).to_message()
    assert message.url.endswith("/")
    assert "/foto-galeri/" in message.url
    assert len(message.pictures) == 6
    assert not message.send_email
    assert factories.publish(video_gallery()).to_message().pictures == ()
