"""What public pages are made of is watched by the database: a forgotten table is found here."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core import triggers
from cms.website import generation
from cms.website.models import PublicChange
from cms.website.public_tables import WATCHED
from media_library.models import Photo
from media_library.work.jobs import services as jobs
from press_archive.bulletins.models import BulletinPage, Tag
from tests import factories, worlds
from tests.cms.website.public_house import furnished, public_addresses

pytestmark = [pytest.mark.django_db, worlds.on(furnished)]
# Read by public pages and watched by nobody, each with its reason.
UNWATCHED = {
    "django_content_type": "made by migrations; a page's own type never changes",
    "website_keptpart": "holds what is made of the others; not ours without its seal",
    "website_publicchange": "the generation itself",
}


def tables_in(sql):
    return set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', sql))


@pytest.mark.once
def test_every_table_that_a_public_page_reads_raises_the_generation(world):
    known = set(connection.introspection.table_names())
    addresses, read = public_addresses(), {}
    assert len(addresses) > 18
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(address).status_code == 200, address
        for query in captured:
            read.update(dict.fromkeys(tables_in(query["sql"]) & known, address))
    assert {"wagtailcore_page", "bulletins_bulletinpage", "galleries_galleryphoto", "media_library_video"} <= set(read)
    forgotten = {table: address for table, address in read.items() if table not in WATCHED and table not in UNWATCHED}
    assert forgotten == {}, "say so in a public_tables.py, or above why a change of it changes no page"
    assert set(UNWATCHED) <= set(read), "nobody reads it any more"


def test_each_of_them_has_its_triggers_and_a_row_that_is_seen(world):
    """Conditions are SQL in strings: one that holds for no row of a furnished house says nothing."""
    assert triggers.missing(connection) == []
    for table, watched in WATCHED.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} AS shown WHERE {watched.shown.format(row='shown')}")
            seen = cursor.fetchone()[0]
        assert seen or table in {"wagtailcore_pageviewrestriction", "media_library_videocaption"}, table


def higher(change):
    before = generation.current()
    change()
    return generation.current() > before


def test_changes_of_rows_by_any_way_raise_it(world):
    photos, tag = Photo.objects.filter(pk=world.photo.pk), Tag.objects.create(name="Park", slug="park")
    assert higher(lambda: Tag.objects.filter(pk=tag.pk).update(name="Parklar"))
    assert higher(tag.delete)
    assert higher(lambda: photos.update(metadata={"x": 1}))
    assert higher(photos.get().renditions.all().delete)
    with connection.cursor() as cursor:
        assert higher(lambda: cursor.execute("UPDATE wagtailcore_site SET site_name = 'x'"))
    assert not higher(world.bulletin.department.save)  # and changes nothing


def test_what_the_office_does_on_its_own_raises_nothing(world):
    """Twenty editors who write all day must not have every page made anew."""

    def writes():
        factories.edit(world.bulletin, title="Yeni başlık")
        draft = factories.bulletin(**factories.with_photo())
        factories.submit(factories.edit(draft, summary="Yeni özet."))
        BulletinPage.objects.filter(pk=draft.pk).update(summary="Bir başka özet.")
        Tag.objects.create(name="Park", slug="park")
        photo = factories.photo()
        photo.get_rendition("width-100")
        Photo.objects.filter(pk=photo.pk).update(title="Park")
        jobs.enqueue(kind="photo", subject_id=photo.pk)

    assert not higher(writes)


def test_a_change_that_is_said_raises_it_once_more_and_folding_does_not():
    assert higher(generation.raise_now)
    before = generation.current()
    assert generation.raise_now() > before
    assert not higher(generation.fold)


@worlds.on(None)
@pytest.mark.postgres
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_that_publish_at_once_never_wait_for_each_other_and_both_count():
    def elsewhere():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            Tag.objects.filter(pk=tag.pk).update(name="Kıyılar")
        connection.close()

    tag, other = Tag.objects.create(name="Kıyı", slug="kiyi"), Tag.objects.create(name="Park", slug="park")
    start = generation.current()
    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        Tag.objects.filter(pk=other.pk).update(name="Parklar")
        threads.submit(elsewhere).result()
        between = generation.current()
    both = generation.current()
    assert start < between == both  # this transaction saw its own and the finished one
    generation.fold()
    assert generation.current() == both
    assert PublicChange.objects.values_list("pk", flat=True).get() == 0
