"""Pages by key: nothing is shown twice or left out, whatever the moments are."""

import datetime as dt

import pytest

from media_library.archive.criteria import Criteria, FinderForm
from media_library.archive.finder import page_of
from media_library.archive.keyset import Key, parsed
from media_library.models import Photo, Video
from tests.media_library.archive import rows

pytestmark = pytest.mark.django_db


def walk(query=None, size=7):
    """Everything that the pages show, in their order."""
    criteria, cursor, seen = Criteria(FinderForm(query or {})), "", []
    while True:
        page = page_of(criteria, cursor=cursor, size=size)
        seen += [tile.address for tile in page.tiles]
        cursor = page.cursor
        if not cursor:
            return seen


@pytest.mark.parametrize("order", ["-cekim", "cekim", "-ekleme"])
def test_photos_and_videos_with_equal_and_missing_moments_are_each_shown_once(order):
    moment = rows.at(rows.DAY)
    rows.photos(9)
    for number in range(12):
        rows.photos(1, prefix=f"aynı {number}", taken_at=moment)
    rows.photos(10, taken_at=None)
    for number in range(8):
        rows.video(f"aynı an {number}", taken_at=moment)
    rows.video("zamansız", taken_at=None)
    Photo.objects.update(created_at=moment)
    Video.objects.update(created_at=moment)
    seen = walk({"sira": order})
    assert len(seen) == len(set(seen)) == 31 + 9
    moments = {f"f{photo.pk}": photo.taken_at for photo in Photo.objects.all()}
    moments |= {f"v{video.pk}": video.taken_at for video in Video.objects.all()}
    if order != "-ekleme":
        times = [moments[address] for address in seen]
        dated = [time for time in times if time]
        assert times == dated + [None] * 11, "those without a moment come last"
        assert dated == sorted(dated, reverse=order == "-cekim")


def test_a_photo_that_arrives_meanwhile_moves_nothing():
    rows.photos(20)
    first = page_of(Criteria(FinderForm({})), size=10)
    rows.photos(3, taken_at=rows.at(rows.DAY, 23))
    second = page_of(Criteria(FinderForm({})), cursor=first.cursor, size=10)
    seen = [tile.address for tile in first.tiles + second.tiles]
    assert len(set(seen)) == 20


@pytest.mark.parametrize("cursor", ["", "x", "1-2", "x-1-'; DROP", "99999999999999999999999-1-1", "-5-1-1", "٣-1-1"])
def test_a_broken_cursor_is_the_beginning(cursor):
    assert parsed(cursor) is None


def test_a_cursor_keeps_the_moment_to_the_microsecond():
    key = Key(dt.datetime(2026, 11, 22, 7, 30, 1, 123456, tzinfo=dt.UTC), 1, 42)
    assert parsed(str(key)) == key
    assert parsed(str(Key(None, 0, 7))) == Key(None, 0, 7)
