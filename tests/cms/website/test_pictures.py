"""Photos on public pages: light formats when they are there, never waited for; taken-down photos nowhere."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.networks import NETWORKS
from cms.website import pictures
from cms.website.entries import path_of
from media_library.models import Photo, PhotoRendition
from media_library.renditions.sizes import in_format
from media_library.renditions.storing import make_sizes
from media_library.work.jobs.worker import MediaWorker
from publishing.social import crops
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]
NOTE = "Bu fotoğraf yayından kaldırıldı."


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    caches["renditions"].clear()


def drawn(photo, **values):
    source = "{% load website %}{% picture photo alt crop=crop eager=eager %}"
    context = {"photo": photo, "alt": "Sahil & deniz", "crop": "", "eager": False, **values}
    return Template(source).render(Context(context))


def fresh(photo):
    return Photo.objects.get(pk=photo.pk)


def withhold(photo):
    Photo.objects.filter(pk=photo.pk).update(withheld_at=timezone.now())


def bulletin_with_photos():
    lead, single, one, other = (factories.photo(title) for title in ("Ana", "Tek", "Bir", "İki"))

    def picture(photo):
        return {"image": photo.pk, "alt": f"{photo.title} görünüyor", "credit": f"Çeken {photo.title}", "caption": ""}

    body = [
        {"type": "picture", "value": picture(single)},
        {"type": "gallery", "value": {"title": "Kareler", "pictures": [picture(one), picture(other)]}},
    ]
    fields = {"lead_image": lead, "lead_image_alt": "Ana görünüyor", "lead_image_credit": "Çeken Ana"}
    page = factories.publish(factories.bulletin(title="Dört fotoğraflı bülten", body=body, **fields))
    return page, lead, single, one


def test_without_the_light_formats_a_photo_is_a_jpeg_of_three_widths():
    html = drawn(factories.photo())
    assert "<source" not in html
    assert re.search(r'^<picture><img src="/media/images/\w+\.jpg" srcset="\S+ 480w, \S+ 960w', html)
    assert 'alt="Sahil &amp; deniz"' in html
    assert 'loading="lazy"' in html
    assert not PhotoRendition.objects.exclude(filter_spec__contains="jpeg").exists(), "a page view encodes no AVIF"


@pytest.mark.parametrize("crop", ["", "card"])
def test_with_them_avif_comes_first_and_nothing_moves_on_the_page(crop):
    photo = factories.photo()
    make_sizes(photo)
    html = drawn(fresh(photo), crop=crop, eager=True)
    kinds = re.findall(r'<source type="image/(\w+)" srcset="/media/images/\w+\.(\w+) (?:300|480)w', html)
    assert kinds == [("avif", "avif"), ("webp", "webp")]
    assert html.count("sizes=") == 3
    width, height = (int(value) for value in re.search(r'width="(\d+)" height="(\d+)"', html).groups())
    assert width >= 600
    assert height > 300
    assert 'fetchpriority="high"' in html
    assert "loading" not in html


def test_a_format_of_which_a_size_is_missing_is_not_offered():
    photo = factories.photo()
    make_sizes(photo)
    photo.renditions.get(filter_spec=in_format(pictures.WIDTHS[1], "avif")).delete()
    kinds = re.findall(r'<source type="image/(\w+)"', drawn(fresh(photo)))
    assert kinds == ["webp"]


def test_a_kept_page_shows_the_light_formats_once_they_are_there(client):
    page, *_photos = bulletin_with_photos()
    path = path_of(page)
    kinds = re.compile(r'<source type="image/(\w+)"')
    for _ in range(2):
        assert not kinds.findall(client.get(path).content.decode()), "it falls back on what there is"
    worker = MediaWorker(poll=0)
    worker.housekeeping = lambda: None
    while "avif" not in kinds.findall(client.get(path).content.decode()):
        assert worker.carry_batch(), "no more work, and a kept page still falls back"
    worker.run(drain=True)
    found = kinds.findall(client.get(path).content.decode())
    assert found.count("avif") == found.count("webp") >= len(_photos)


def test_a_moved_focal_point_takes_back_the_light_crops():
    photo = factories.photo()
    make_sizes(photo)
    photo = fresh(photo)
    photo.set_focal_point(photo.get_rect())
    photo.save()
    assert "<source" not in drawn(fresh(photo), crop="card")
    assert "<source" in drawn(fresh(photo))


def test_a_photo_costs_one_query_and_attached_photos_none(django_assert_num_queries):
    photos = [factories.photo(), factories.photo()]
    for photo in photos:
        make_sizes(photo)
    with django_assert_num_queries(1):
        drawn(Photo(**{field.attname: getattr(photos[0], field.attname) for field in Photo._meta.concrete_fields}))
    found = [fresh(photo) for photo in photos]
    with django_assert_num_queries(1):
        pictures.attach_renditions(found)
    with django_assert_num_queries(0):
        for photo in found:
            drawn(photo)
            drawn(photo, crop="card")
            assert pictures.rendition(photo, pictures.SHARE)
            assert pictures.rendition(photo, pictures.PRESS)


def test_the_light_formats_cost_a_page_no_query(client):
    page = bulletin_with_photos()[0]

    def cost(path):
        client.get(path)
        for cache in caches.all():
            cache.clear()
        with CaptureQueriesContext(connection) as captured:
            html = client.get(path).content.decode()
        return len(captured), html.count("<source")

    before = [cost(path)[0] for path in (path_of(page), "/bultenler/", "/")]
    for photo in Photo.objects.all():
        make_sizes(photo)
    after = [cost(path) for path in (path_of(page), "/bultenler/", "/")]
    assert all(now <= then for (now, _), then in zip(after, before, strict=True))
    assert all(sources >= 2 for _, sources in after)


def test_a_photo_that_was_taken_down_has_no_size():
    photo = factories.photo()
    make_sizes(photo)
    withhold(photo)
    for one in (fresh(photo), None):
        assert pictures.rendition(one, pictures.SHARE) is None
        assert pictures.responsive(one) is None
        assert not drawn(one).strip()
        assert crops.crop(one, NETWORKS["x"]) is None
    attached = fresh(photo)
    pictures.attach_renditions([attached])
    assert pictures.rendition(attached, pictures.CARD) is None


def test_pages_say_that_a_photo_was_taken_down_and_not_whose_it_was(client):
    page, lead, single, one = bulletin_with_photos()
    for photo in (lead, single, one):
        withhold(photo)
    html = client.get(path_of(page)).content.decode()
    assert html.count(NOTE) == 1
    assert "1 fotoğraf yayından kaldırıldı." in html
    assert html.count("<li>\n        <figure>") == 1  # no box for the one of the gallery that is gone
    for name in ("Ana", "Tek", "Bir"):
        assert f"Çeken {name}" not in html
        assert f"{name} görünüyor" not in html
    assert "Çeken İki" in html
    assert "og:image" not in html
    assert '"image"' not in html
    assert html.count('download="') == 1
    for path in ("/", "/bultenler/"):
        listed = client.get(path).content.decode()
        assert "Dört fotoğraflı bülten" in listed
        assert "story--plain" in listed
        assert "<picture" not in listed


def test_messages_go_without_what_was_taken_down():
    page, lead, single, _ = bulletin_with_photos()
    withhold(lead)
    withhold(single)
    page = type(page).objects.get(pk=page.pk)
    message = page.to_message()
    assert [picture.credit for picture in message.pictures] == ["Çeken Bir", "Çeken İki"]
    assert "Çeken Tek" not in message.body_html
    assert "Çeken Bir" in message.body_html
