"""A size belongs to the bytes and words that it was drawn from: found, stored and served with no others."""

import concurrent.futures
import io
import re
import threading
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import connections
from PIL import Image
from wagtail.images.models import Filter

from media_library.access.selectors import sizes_that_do_not_fit
from media_library.models import Photo, Photographer, PhotoRendition, PublicFile
from media_library.renditions.keys import fits, keyed
from media_library.renditions.placeholder import UNDRAWABLE
from media_library.renditions.sizes import ARCHIVE_SIZES, CARD, GRID, SHARE, THUMBNAIL, WIDTHS, in_format
from media_library.renditions.stale import remove_stale
from media_library.renditions.storing import CannotBeDrawn, WrongBytes, make_sizes
from media_library.work.signed_words import refresh_signed_words
from media_library.work.sizes import process_photo
from tests import factories
from tests.factories.renditions import archived, encoded

RED, BLUE = "#c00000", "#0000c0"


def plain(colour):
    return encoded(Image.new("RGB", (640, 480), colour))


def replace(photo, colour):
    """As a form does it: another file in the same row."""
    row = Photo.objects.get(pk=photo.pk)
    row.file = ImageFile(io.BytesIO(plain(colour)), name="yeni.jpg")
    row._set_image_file_metadata()
    row.save()
    return row


def colour_of(rendition):
    with rendition.file.open("rb") as stored, Image.open(stored) as picture:
        red, _green, blue = picture.convert("RGB").getpixel((5, 5))
    return RED if red > blue else BLUE


def publish(photo, words=None, number="1"):
    kind = ContentType.objects.get_for_model(Photo)
    words = {"title": photo.title, "credit": photo.credit} if words is None else words
    row = PublicFile.objects.create(photo=photo, content_type=kind, object_id=number, words=words)
    refresh_signed_words([photo.pk])
    photo.refresh_from_db()
    return row


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def photo(db):
    return archived(plain(RED), credit="Gül Şen")


# --- Keys ---------------------------------------------------------------------------------------------------------


def test_every_way_to_a_size_asks_by_the_same_key(photo):
    """Wagtail asks the filter itself in several places; each must get our answer."""
    made = photo.get_rendition(SHARE)
    key = keyed(SHARE).get_cache_key(photo)
    assert made.focal_point_key == key
    assert len(key) == 16
    ways = {
        "a name": lambda one: one.get_rendition(SHARE),
        "Wagtail's filter": lambda one: one.get_rendition(Filter(spec=SHARE)),
        "several": lambda one: one.get_renditions(SHARE, CARD)[SHARE],
        "looking": lambda one: one.find_existing_rendition(Filter(spec=SHARE)),
        "prefetched": lambda one: Photo.objects.prefetch_renditions(SHARE).get(pk=one.pk).get_rendition(SHARE),
        "the worker": lambda one: make_sizes(one, [SHARE]) or one.find_existing_rendition(keyed(SHARE)),
        "drawn": lambda one: one.drawn(SHARE),
    }
    for name, way in ways.items():
        for cache in ("cold", "warm"):
            if cache == "cold":
                PhotoRendition.cache_backend.clear()
            assert way(Photo.objects.get(pk=photo.pk)).pk == made.pk, (name, cache)
    assert PhotoRendition.objects.filter(filter_spec=SHARE).count() == 1


def test_another_file_has_other_keys_whoever_saves_it(photo):
    old = {spec: photo.get_rendition(spec).pk for spec in (*ARCHIVE_SIZES, CARD, "original")}
    new = replace(photo, BLUE)
    assert new.sha256 != photo.sha256
    for spec, number in old.items():
        found = Photo.objects.get(pk=photo.pk).get_rendition(spec)
        assert found.pk != number
        assert colour_of(found) == BLUE


@pytest.mark.parametrize("way", ["saved into the field", "only the file"])
def test_the_digest_follows_the_file_by_every_way_of_saving(photo, way):
    row = Photo.objects.get(pk=photo.pk)
    if way == "saved into the field":
        row.file.save("b.jpg", ImageFile(io.BytesIO(plain(BLUE)), name="b.jpg"))
    else:
        row.file = ImageFile(io.BytesIO(plain(BLUE)), name="b.jpg")
        row.save(update_fields=["file"])
    fresh = Photo.objects.get(pk=photo.pk)
    assert fresh.sha256 not in ("", photo.sha256)
    assert colour_of(fresh.get_rendition(CARD)) == BLUE


def test_other_words_are_another_size_and_the_archives_own_sizes_say_none(photo):
    before = {spec: photo.get_rendition(spec).pk for spec in (THUMBNAIL, GRID, CARD)}
    photo.credit = "Başka biri"
    photo.save()
    assert {spec for spec, pk in before.items() if photo.get_rendition(spec).pk != pk} == {CARD}
    assert b"Ba\xc5\x9fka biri" in photo.get_rendition(CARD).file.read()
    assert b"Ba\xc5\x9fka biri" not in photo.get_rendition(GRID).file.read()


def test_a_public_size_says_what_was_signed(photo):
    publish(photo, {"title": "x", "credit": "İmzalanan"})
    said = dict.fromkeys(("credit", "copyright_notice", "usage_terms"), "Sonradan")
    Photo.objects.filter(pk=photo.pk).update(photographer=Photographer.objects.create(name="Sonradan"), **said)
    fresh = Photo.objects.get(pk=photo.pk)
    for spec in (CARD, in_format(CARD, "webp"), in_format(CARD, "avif"), SHARE, "width-111"):
        data = fresh.get_rendition(spec).file.read()
        assert "İmzalanan".encode() in data
        assert b"Sonradan" not in data


# --- Storing ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_bytes_that_are_not_those_of_the_digest_are_not_drawn(photo, caplog):
    with default_storage.open(photo.file.name, "wb") as stored:
        stored.write(plain(BLUE))
    fresh = Photo.objects.get(pk=photo.pk)
    with pytest.raises(WrongBytes):
        fresh.drawn(CARD)
    with pytest.raises(CannotBeDrawn):
        make_sizes(fresh)
    assert fresh.get_rendition(CARD).url.endswith(".svg")
    assert "does not hold the bytes of its digest" in caplog.text
    assert not PhotoRendition.objects.exists()


@pytest.mark.django_db
def test_a_row_from_before_digests_learns_its_own(photo):
    digest = photo.sha256
    Photo.objects.filter(pk=photo.pk).update(sha256="")
    fresh = Photo.objects.get(pk=photo.pk)
    assert fits(fresh.get_rendition(CARD))
    assert Photo.objects.get(pk=photo.pk).sha256 == digest


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["on demand", "several", "the worker"])
def test_a_file_replaced_while_a_preview_draws_leaves_nothing_of_the_old_picture(monkeypatch, settings, tmp_path, way):
    """Five times of five the old og:image stood under the new photo."""
    settings.MEDIA_ROOT = tmp_path
    genuine = Photo.generate_rendition_file
    wrong = []
    for _round in range(5):
        photo = archived(plain(RED))
        drawing, replaced = threading.Event(), threading.Event()

        def halting(self, filter, *, source=None, drawing=drawing, replaced=replaced):
            made = genuine(self, filter, source=source)
            if threading.current_thread() is not threading.main_thread():
                drawing.set()
                assert replaced.wait(60)
            return made

        def draw(number=photo.pk):
            try:
                row = Photo.objects.get(pk=number)
                if way == "on demand":
                    return colour_of(row.get_rendition(SHARE))
                if way == "several":
                    return colour_of(row.get_renditions(SHARE, CARD)[SHARE])
                return make_sizes(row, [SHARE, CARD])
            finally:
                connections.close_all()

        monkeypatch.setattr(Photo, "generate_rendition_file", halting)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            seen = pool.submit(draw)
            assert drawing.wait(60)
            replace(photo, BLUE)
            replaced.set()
            outcome = seen.result(60)
        monkeypatch.setattr(Photo, "generate_rendition_file", genuine)
        assert outcome == (0 if way == "the worker" else BLUE), "what the preview shows is the photo as it is now"
        fresh = Photo.objects.get(pk=photo.pk)
        wrong += [row for row in fresh.renditions.all() if colour_of(row) == RED]
        wrong += [spec for spec in (SHARE, CARD) if colour_of(fresh.get_rendition(spec)) == RED]
    assert wrong == []


# --- Serving ------------------------------------------------------------------------------------------------------


def test_a_size_of_another_file_is_not_served(photo, client):
    publish(photo)
    old = photo.get_rendition(SHARE)
    assert client.get(old.url).status_code == 200
    Photo.objects.filter(pk=photo.pk).update(sha256="0" * 64)
    assert client.get(old.url).status_code == 404
    client.force_login(factories.editor())
    assert client.get(old.url).status_code == 404, "an old picture under a new photo misleads the office too"


def test_an_earlier_address_leads_to_the_present_size(photo, client, django_capture_on_commit_callbacks):
    """Mails that went out name the address of a size; after a correction it shows what is signed now."""
    row = publish(photo, {"title": "x", "credit": "Önceki"})
    old = photo.get_rendition(SHARE)
    row.delete()
    publish(photo, {"title": "x", "credit": "Sonraki"}, "2")
    assert client.get(old.url).status_code == 404, "the present size is not there yet"
    new = Photo.objects.get(pk=photo.pk).get_rendition(SHARE)
    for stored in (True, False):
        response = client.get(old.url)
        assert (response.status_code, response["Location"]) == (302, new.url)
        assert "no-store" in response["Cache-Control"]
        if stored:
            with django_capture_on_commit_callbacks(execute=True):
                assert remove_stale(Photo.objects.get(pk=photo.pk)) == 1
    assert not default_storage.exists(old.file.name)
    assert b"Sonraki" in b"".join(client.get(new.url).streaming_content)


def test_an_address_never_becomes_a_size_again(photo):
    """The words may come back; the file of the size has gone."""
    row = publish(photo, {"title": "x", "credit": "Önceki"})
    photo.get_rendition(SHARE)
    later = publish(photo, {"title": "x", "credit": "Sonraki"}, "2")
    remove_stale(photo)
    later.delete()
    refresh_signed_words([photo.pk])
    fresh = Photo.objects.get(pk=photo.pk)
    assert fresh.signed_words == row.words
    assert fresh.get_rendition(SHARE).file.read()


def test_stale_sizes_of_the_archive_go_altogether(photo, django_capture_on_commit_callbacks):
    names = [photo.get_rendition(spec).file.name for spec in (THUMBNAIL, CARD)]
    new = replace(photo, BLUE)
    with django_capture_on_commit_callbacks(execute=True):
        process_photo(new.pk, lambda percent: None)
    assert all(fits(row) for row in new.renditions.all())
    assert not any(default_storage.exists(name) for name in names)


def test_lists_that_read_rows_themselves_show_no_earlier_size(photo, client):
    from media_library.archive.finder import thumbs_of

    publish(photo)
    old = photo.get_rendition(GRID)
    assert thumbs_of([photo.pk]) == {photo.pk: old.url}
    Photo.objects.filter(pk=photo.pk).update(sha256="0" * 64)
    assert thumbs_of([photo.pk]) == {}
    PhotoRendition.objects.update(focal_point_key="~anything")
    assert thumbs_of([photo.pk]) == {}


def test_nobody_reads_rows_of_sizes_past_the_key():
    """Whoever asks the table for sizes must compare their keys; these do, or want all of them.

    ``publishing/approval/sizes.py`` asks only whether some size is missing, so as to have it drawn before the lock: it
    hands no row to anybody, and the publication compares the keys again.
    """
    allowed = {
        "media_library/access/selectors.py", "media_library/rights/services.py", "media_library/archive/finder.py",
        "press_archive/galleries/entries.py", "cms/website/pictures.py", "publishing/approval/desk/link_preview.py",
        "publishing/approval/sizes.py",
    }  # fmt: skip
    root = Path(__file__).parents[3]
    found = set()
    for folder in ("cms", "media_library", "press_archive", "publishing", "search"):
        for path in (root / folder).rglob("*.py"):
            text = path.read_text()
            if "renditions/" not in path.as_posix() and re.search(
                r"PhotoRendition\.(_base_manager|_default_manager|objects)|\.renditions\.(filter|all|get|first)\b", text
            ):
                found.add(path.relative_to(root).as_posix())
    assert found <= allowed


# --- verify_evidence ----------------------------------------------------------------------------------------------


def test_a_foreign_picture_under_the_right_key_is_found(photo):
    publish(photo)
    sizes = (SHARE, CARD, in_format(CARD, "avif"), in_format(CARD, "webp"), *WIDTHS, *ARCHIVE_SIZES)
    make_sizes(photo, sizes)
    assert list(sizes_that_do_not_fit()) == []
    other = archived(plain(BLUE), credit=photo.credit)
    make_sizes(other, sizes)
    row, foreign = (one.renditions.get(filter_spec=in_format(CARD, "avif")) for one in (photo, other))
    with default_storage.open(row.file.name, "wb") as stored:
        stored.write(foreign.file.read())
    [(found, reason)] = sizes_that_do_not_fit()
    assert found == photo
    assert "göstermiyor" in reason
    assert "avif" in reason


def test_words_that_nobody_signed_and_bytes_that_nobody_signed_are_found(photo):
    publish(photo)
    row = photo.get_rendition(CARD)
    Photo.objects.filter(pk=photo.pk).update(signed_words={"title": "x", "credit": "Başka"})
    other = Photo.objects.get(pk=photo.pk)
    foreign = other.get_rendition(CARD)
    Photo.objects.filter(pk=photo.pk).update(signed_words=photo.signed_words)
    with default_storage.open(row.file.name, "wb") as stored:
        stored.write(foreign.file.read())
    assert ["sözler" in reason for _, reason in sizes_that_do_not_fit()] == [True]
    with default_storage.open(photo.file.name, "wb") as stored:
        stored.write(plain(BLUE))
    assert ["özetine uymuyor" in reason for _, reason in sizes_that_do_not_fit()] == [True]


def test_the_drawing_of_a_missing_picture_is_there(client):
    from django.contrib.staticfiles import finders

    assert finders.find(UNDRAWABLE)
