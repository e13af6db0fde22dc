"""What a signature costs: everything is read once in an act, the bytes before anybody is held up, and nothing is kept
that could hide a change."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.website import pictures
from media_library.models import Photo, PhotoRendition, StoredDigest
from media_library.renditions import storing
from media_library.renditions.sizes import CARD, PRESS
from media_library.work import digests
from media_library.work.sizes import process_photo
from press_archive.galleries.messages import MOST_PICTURES
from publishing.approval import acts, evidence, services
from publishing.approval.exceptions import ContentChanged
from tests import factories
from tests.factories import bulletin, director, distribution_list, editor, mayor, submit, with_photo
from tests.factories.galleries import photo_gallery, row
from tests.office import hash_of, post_edit, waiting

pytestmark = pytest.mark.django_db

# Wagtail's own workflow, log and search index ask most of them.
QUERIES = 168


class Spy:
    """Which files are read, and whether the lock of all acts was held at that moment."""

    def __init__(self, monkeypatch):
        self.locked, self.files = False, []
        lock, read = evidence.lock, acts._hash

        def locking():
            self.locked = True
            return lock()

        def reading(stored):
            self.files.append((stored.name, self.locked))
            return read(stored)

        monkeypatch.setattr(evidence, "lock", locking)
        monkeypatch.setattr(acts, "_hash", reading)

    def during(self, act):
        """What is read while ``act`` runs."""
        self.locked, self.files = False, []
        act()
        return list(self.files)


def sign(page, user):
    seen, state = hash_of(page), waiting(page)
    return lambda: services.sign(state=state, user=user, seen_hash=seen)


def test_submission_and_both_signatures_take_a_fixed_number_of_queries():
    ContentType.objects.get_for_models(*apps.get_models(include_auto_created=True))  # once in a process's life
    page = bulletin(lists=[distribution_list()], **with_photo())
    signers, author = (director(), mayor()), editor()
    counts = []
    with CaptureQueriesContext(connection) as queries:
        services.submit(content=page, user=author)
    counts.append(len(queries))
    for signer in signers:
        act = sign(page, signer)
        with CaptureQueriesContext(connection) as queries:
            act()
        counts.append(len(queries))
    assert sum(counts) <= QUERIES, counts


def gallery_of(count):
    """A gallery of ``count`` photos, all of one stored file."""
    photo = factories.photo()
    names = [field.attname for field in Photo._meta.local_concrete_fields if not field.primary_key]
    same = {name: getattr(photo, name) for name in names}
    photos = Photo.objects.bulk_create([Photo(**same) for _step in range(count)])
    pictures.draw(photos[:MOST_PICTURES], (*pictures.WIDTHS, pictures.CARD))  # as the media worker does
    return photo_gallery([row(one) for one in photos])


def test_more_photos_take_no_more_queries():
    counts = []
    for number in (10, 200):
        page = gallery_of(number)
        with CaptureQueriesContext(connection) as queries:
            services.submit(content=page, user=editor())
        signed = [len(queries)]
        for signer in (director(), mayor()):
            act = sign(page, signer)
            with CaptureQueriesContext(connection) as queries:
                act()
            signed.append(len(queries))
        counts.append(signed)
    few, many = counts
    # SQLite takes a long insert in pieces.
    assert all(after <= before + 6 for before, after in zip(few, many, strict=True)), counts
    assert sum(few) <= QUERIES, counts


@pytest.mark.parametrize("make", [lambda: bulletin(**with_photo()), photo_gallery])
def test_every_file_is_read_once_in_an_act_and_before_its_lock(make, monkeypatch):
    page, signers, author = make(), (director(), mayor()), editor()
    spy = Spy(monkeypatch)
    acts_done = [spy.during(lambda: services.submit(content=page, user=author))]
    acts_done += [spy.during(sign(page, signer)) for signer in signers]
    for files in acts_done:
        names = [name for name, _locked in files]
        assert len(names) == len(set(names)) > 0
        assert not any(locked for _name, locked in files)
    assert type(page).objects.get(pk=page.pk).live


def test_the_editors_own_button_reads_before_the_lock(monkeypatch):
    page = bulletin(**with_photo())
    spy = Spy(monkeypatch)
    files = spy.during(lambda: post_edit(editor(), page, "action-submit"))
    assert waiting(page)
    assert [locked for _name, locked in files].count(False) == len(files) > 0


@pytest.mark.parametrize("same_size", [True, False])
def test_a_file_that_changes_between_reading_and_lock_is_read_again(same_size, monkeypatch):
    page = submit(bulletin(**with_photo()))
    act, path = sign(page, director()), Path(page.lead_image.file.path)
    lock = evidence.lock

    def locking():
        data = path.read_bytes()
        path.write_bytes(data[:-3] + b"xyz" if same_size else data + b"xyz")
        monkeypatch.setattr(evidence, "lock", lock)
        return lock()

    monkeypatch.setattr(evidence, "lock", locking)
    with pytest.raises(ContentChanged):
        act()


def test_the_next_act_reads_anew_even_if_the_file_says_that_it_is_the_same():
    page = submit(bulletin(**with_photo()))
    seen, path = hash_of(page), Path(page.lead_image.file.path)
    services.sign(state=waiting(page), user=director(), seen_hash=seen)
    before = path.stat()
    path.write_bytes(path.read_bytes()[:-3] + b"xyz")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ContentChanged):
        services.sign(state=waiting(page), user=mayor(), seen_hash=seen)


def test_nothing_is_kept_when_an_act_is_over():
    page = bulletin(**with_photo())
    with acts.act():
        first = acts.read(page)
        assert acts.read(page) is first
    assert acts.read(page) is not first


@pytest.mark.django_db(transaction=True)
def test_sizes_that_are_missing_are_drawn_before_the_last_signature_takes_the_lock(monkeypatch):
    page = submit(bulletin(**with_photo()))
    services.sign(state=waiting(page), user=director(), seen_hash=hash_of(page))
    drawn, store, last, seen = [], storing._store, mayor(), hash_of(page)
    PhotoRendition.objects.all().delete()

    def drawing(photo, filters, **options):
        drawn.append((sorted(one.spec for one in filters), connection.in_atomic_block))
        return store(photo, filters, **options)

    monkeypatch.setattr(storing, "_store", drawing)
    services.sign(state=waiting(page), user=last, seen_hash=seen)
    assert drawn[0] == (sorted([PRESS, CARD]), False)
    assert not any(inside for _specs, inside in drawn)
    assert type(page).objects.get(pk=page.pk).live


# --- Bytes that were read before --------------------------------------------------------------------------------------


@pytest.fixture
def recorded(monkeypatch, django_capture_on_commit_callbacks):
    """A bulletin whose file, though of this minute, was recorded when it was submitted; what an act on it reads."""
    monkeypatch.setattr(digests, "SETTLED", 0)
    page = bulletin(**with_photo())
    with django_capture_on_commit_callbacks(execute=True):
        submit(page)
    return page, Spy(monkeypatch)


def test_signatures_look_at_a_file_that_was_read_at_the_submission_and_do_not_read_it_again(recorded):
    page, spy = recorded
    assert StoredDigest.objects.get().sha256 == hashlib.sha256(page.lead_image.file.read()).hexdigest()
    assert [spy.during(sign(page, signer)) for signer in (director(), mayor())] == [[], []]
    assert type(page).objects.get(pk=page.pk).live
    spy.during(lambda: call_command("verify_evidence"))
    assert page.lead_image.file.name in [name for name, _locked in spy.files]  # which believes no record


def in_place(path, data):
    path.write_bytes(data)


def moved_here(path, data):
    other = path.with_name("other")
    other.write_bytes(data)
    other.replace(path)


def through_the_store(path, data):
    name = str(path.relative_to(default_storage.location))
    default_storage.delete(name)
    assert default_storage.save(name, ContentFile(data)) == name


@pytest.mark.parametrize("change", [in_place, moved_here, through_the_store])
def test_whoever_changes_a_recorded_file_and_sets_its_times_back_is_found_at_the_next_signature(recorded, change):
    page, spy = recorded
    path = Path(page.lead_image.file.path)
    before, act = path.stat(), sign(page, director())
    spy.files.clear()
    change(path, path.read_bytes()[:-3] + b"xyz")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    with pytest.raises(ContentChanged):
        act()
    assert [name for name, _locked in spy.files] == [page.lead_image.file.name]


def test_a_record_that_somebody_else_wrote_is_not_believed(recorded):
    """The digest that was signed, beside the stamp of what lies there now: all that a table can say."""
    page, _spy = recorded
    path, act = Path(page.lead_image.file.path), sign(page, director())
    path.write_bytes(path.read_bytes()[:-3] + b"xyz")
    StoredDigest.objects.update(stamp=digests.stamp_of(page.lead_image.file))
    with pytest.raises(ContentChanged):
        act()


def test_a_file_that_was_touched_a_moment_before_it_was_read_is_not_recorded(django_capture_on_commit_callbacks):
    page = bulletin(**with_photo())
    with django_capture_on_commit_callbacks(execute=True):
        submit(page)
    assert not StoredDigest.objects.exists()
    digests.keep(page.lead_image.file)
    assert not StoredDigest.objects.exists()


def test_the_media_worker_records_what_it_draws_and_forgets_what_is_gone(monkeypatch):
    monkeypatch.setattr(digests, "SETTLED", 0)
    photo = factories.photo()
    process_photo(photo.pk, lambda percent: None)
    assert list(digests.recorded([photo.file.name])) == [photo.file.name]
    assert digests.forget_gone() == 0
    default_storage.delete(photo.file.name)
    assert digests.forget_gone() == 1
    assert not StoredDigest.objects.exists()
