"""Sizes made before anybody asks: all of them, once, whoever else makes them, and nothing left that nobody knows."""

import errno

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils import timezone
from PIL import Image

from media_library.models import RENDITIONS, Photo, PhotoRendition
from media_library.renditions.drawing import Original
from media_library.renditions.sizes import (
    CARD,
    EDITOR,
    KNOWN_SIZES,
    MODERN,
    PRESS,
    RESPONSIVE,
    THUMBNAIL,
    in_format,
)
from media_library.renditions.storing import make_sizes
from tests.factories.renditions import archived, encoded, scene_file

pytestmark = pytest.mark.django_db
FEW = (THUMBNAIL, CARD, in_format(CARD, "avif"))


@pytest.fixture
def photo():
    return archived(scene_file())


def files(photo):
    storage = photo.file.storage
    return set(storage.listdir(RENDITIONS)[1]) if storage.exists(RENDITIONS) else set()


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_every_known_size_is_made_once_from_one_decoding(photo, monkeypatch):
    decodings = []
    genuine = Original._decode

    def noted(self, scale):
        before = self._decoded
        after = genuine(self, scale)
        if after is not before:
            decodings.append(after[1].size)
        return after

    monkeypatch.setattr(Original, "_decode", noted)
    assert make_sizes(photo) == len(KNOWN_SIZES)
    assert len(decodings) == 1
    assert set(photo.renditions.values_list("filter_spec", flat=True)) == set(KNOWN_SIZES)
    assert make_sizes(photo) == 0
    assert len(decodings) == 1
    for row in photo.renditions.all():
        with row.file.open("rb") as stored, Image.open(stored) as picture:
            assert (row.width, row.height) == picture.size


def test_the_known_sizes_are_those_of_the_site_in_three_formats_and_wagtails_own():
    for spec in RESPONSIVE:
        assert {spec, *(in_format(spec, name) for name in MODERN)} <= set(KNOWN_SIZES)
    assert {PRESS, THUMBNAIL, EDITOR} <= set(KNOWN_SIZES)
    assert len(set(KNOWN_SIZES)) == len(KNOWN_SIZES)


def test_wagtail_finds_what_was_made(photo, django_assert_num_queries):
    make_sizes(photo, FEW)
    kept = files(photo)
    fresh = Photo.objects.prefetch_renditions(*FEW).get(pk=photo.pk)
    with django_assert_num_queries(0):
        for spec in FEW:
            fresh.get_rendition(spec)
    assert files(photo) == kept


def test_only_what_is_missing_is_made(photo):
    first = photo.get_rendition(CARD)
    assert make_sizes(photo, FEW) == 2
    assert photo.renditions.get(filter_spec=CARD).file.name == first.file.name


def test_a_new_focal_point_makes_the_crops_anew(photo):
    make_sizes(photo, FEW)
    photo.set_focal_point(photo.get_rect())
    photo.save()
    assert make_sizes(photo, FEW) == 2, "the thumbnail shows the whole photo whatever its focal point"


def another_process(monkeypatch, photo, specs):
    """While the first size is drawn, somebody else stores ``specs``."""
    genuine = Photo.generate_rendition_file
    twin = Photo.objects.get(pk=photo.pk)
    waiting = [specs]

    def meanwhile(self, filter, *, source=None):
        if waiting:
            make_sizes(twin, waiting.pop())
        return genuine(self, filter, source=source)

    monkeypatch.setattr(Photo, "generate_rendition_file", meanwhile)


def test_of_two_processes_the_second_takes_the_firsts_sizes(photo, monkeypatch):
    another_process(monkeypatch, photo, FEW[:2])
    assert make_sizes(photo, FEW) == 1
    assert photo.renditions.count() == len(FEW)
    assert len(files(photo)) == len(FEW)


@pytest.mark.parametrize("ask", ["one", "many"])
def test_a_size_made_on_demand_gives_way_as_well(photo, monkeypatch, ask):
    another_process(monkeypatch, photo, FEW)
    found = [photo.get_rendition(CARD)] if ask == "one" else list(photo.get_renditions(*FEW).values())
    rows = {row.filter_spec: row for row in photo.renditions.all()}
    assert all(one.pk == rows[one.filter_spec].pk and one.file == rows[one.filter_spec].file for one in found)
    assert files(photo) == {row.file.name.removeprefix(f"{RENDITIONS}/") for row in rows.values()}
    assert len(rows) == len(FEW)


def test_many_sizes_on_demand_come_in_the_order_asked(photo):
    assert list(photo.get_renditions(*FEW)) == list(FEW)
    assert len(files(photo)) == len(FEW)
    assert list(photo.get_renditions(*FEW)) == list(FEW)
    assert len(files(photo)) == len(FEW)


@pytest.mark.parametrize("change", ["withheld", "deleted", "file", "focal"])
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_nothing_is_added_to_a_photo_that_is_no_longer_what_it_was(photo, monkeypatch, change, when):
    changes = {
        "withheld": lambda rows: rows.update(withheld_at=timezone.now()),
        "deleted": lambda rows: rows.delete(),
        "file": lambda rows: rows.update(file="original_images/baska.jpg"),
        "focal": lambda rows: rows.update(focal_point_x=9, focal_point_y=9, focal_point_width=5, focal_point_height=5),
    }

    def happen():
        changes[change](Photo.objects.filter(pk=photo.pk))

    if when == "before":
        happen()
    else:
        genuine = Photo.generate_rendition_file

        def meanwhile(self, filter, *, source=None):
            if filter.spec == FEW[-1]:
                happen()
            return genuine(self, filter, source=source)

        monkeypatch.setattr(Photo, "generate_rendition_file", meanwhile)
    assert make_sizes(photo, FEW) == 0
    assert not PhotoRendition.objects.exists()
    assert files(photo) == set()


def test_a_fault_on_the_way_leaves_neither_rows_nor_files(photo, monkeypatch):
    genuine = Photo.generate_rendition_file

    def failing(self, filter, *, source=None):
        if filter.spec == FEW[-1]:
            raise OSError(errno.ENOSPC, "no space left on device")
        return genuine(self, filter, source=source)

    monkeypatch.setattr(Photo, "generate_rendition_file", failing)
    with pytest.raises(OSError, match="no space"):
        make_sizes(photo, FEW)
    assert not PhotoRendition.objects.exists()
    assert files(photo) == set()


def test_a_killed_process_leaves_no_row_without_its_file(photo, monkeypatch):
    """Dying before the rows are written is the one moment that leaves anything behind."""
    manager = PhotoRendition._default_manager
    storage = photo.file.storage
    written = []

    def dies(rows, **options):
        assert all(storage.exists(row.file.name) for row in rows), "the file comes first"
        written.extend(row.file.name for row in rows)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(type(manager), "bulk_create", lambda self, rows, **options: dies(rows, **options))
        patched.setattr(FileSystemStorage, "delete", lambda self, name: None)
        with pytest.raises(SystemExit):
            make_sizes(photo, FEW)
    assert len(written) == len(FEW)
    assert not PhotoRendition.objects.exists()
    assert make_sizes(photo, FEW) == len(FEW)


def test_an_animation_gets_its_sizes_too():
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("#c00000", "#00c000")]
    photo = archived(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]), "hareketli.gif")
    assert make_sizes(photo) == len(KNOWN_SIZES)
    assert make_sizes(photo) == 0


def test_sizes_are_stored_without_decoding_them_again(photo, monkeypatch):
    def refused(self):
        raise AssertionError("decoded")

    monkeypatch.setattr(type(photo.file), "get_image_dimensions", refused)
    assert make_sizes(photo, FEW) == len(FEW)
    assert photo.get_rendition("width-100").width == 100


def test_a_photo_whose_file_is_lost_says_so(photo):
    photo.file.storage.delete(photo.file.name)
    with pytest.raises(OSError, match="No such file"):
        make_sizes(photo, FEW)
