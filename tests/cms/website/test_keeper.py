"""Parts are made at publication and by the worker: no reader's request renders one."""

import datetime as dt
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core import front
from cms.website import keeper, parts, pictures
from cms.website.entries import KINDS
from cms.website.keeper import Keeper
from cms.website.models import KeptPart
from cms.website.selectors import absolute
from media_library.models import Consent, Licence, Photo, Photographer, PhotoRendition
from media_library.renditions.sizes import SCREEN_SIZES
from media_library.renditions.storing import make_sizes
from media_library.rights import services
from media_library.work.sizes import process_public_photo
from tests import factories
from tests.factories import rights
from tests.factories.galleries import photo_gallery, row, video, video_gallery

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
NAMES = {name: keeper.names_of(kind) for name, kind in KINDS.items()}


@pytest.fixture
def reading(client, monkeypatch):
    """Reads home, list and page as a stranger, while nothing can be rendered."""

    def read(page):
        caches["pages"].clear()
        with monkeypatch.context() as patch:
            for name in ("rendered_page", "rendered_cards"):
                patch.setattr(parts, name, lambda *args, **kwargs: pytest.fail("a reader renders"))
            for address in (page.public_path, f"/{page.public_path.split('/')[1]}/", "/"):
                assert page.title in client.get(address).content.decode()

    return read


def drawn_bulletin():
    """A bulletin whose photo has every size, as the worker leaves it."""
    page = factories.bulletin(**factories.with_photo())
    make_sizes(page.lead_image)
    return page


def drawn_gallery():
    page = photo_gallery()
    for shown in page.rows:
        make_sizes(shown.photo)
    return page


def worked(one=None):
    """A worker that has looked until nothing was missing."""
    one = one or Keeper()
    while one.look():
        pass
    return one


def test_a_publication_makes_every_part_right_after_its_commit(
    reading, client, django_capture_on_commit_callbacks, monkeypatch
):
    page, when_told = drawn_bulletin(), []
    monkeypatch.setattr(front, "renew", lambda: when_told.append(KeptPart.objects.filter(page_id=page.pk).count()))
    with django_capture_on_commit_callbacks() as callbacks:
        factories.publish(page)
    for address in (page.public_path, "/"):  # who comes before that gets the right page, and leaves it
        assert page.title in client.get(address).content.decode()
    early = set(KeptPart.objects.values_list("pk", "seal"))
    assert early
    for callback in callbacks:
        callback()
    assert early <= set(KeptPart.objects.values_list("pk", "seal"))
    assert when_told == [len(NAMES["bulletin"])], "nginx asks for pages whose parts are there"
    kept = KeptPart.objects.filter(page_id=page.pk).values_list("name", flat=True)
    assert sorted(kept) == sorted(NAMES["bulletin"])
    reading(page)
    assert Keeper().look() == 0


def test_the_worker_makes_good_what_a_killed_process_left_and_what_a_change_took(reading):
    page, gallery = factories.publish(drawn_bulletin()), factories.publish(drawn_gallery())
    assert not KeptPart.objects.exists()
    one = worked()
    reading(page)
    reading(gallery)
    with CaptureQueriesContext(connection) as captured:
        assert one.look() == 0
    assert len(captured) == 1
    page.lead_image.renditions.filter(filter_spec__contains="avif").first().delete()
    assert not KeptPart.objects.filter(page_id=page.pk, name="card").exists()
    worked(one)
    reading(page)


def test_what_a_change_takes_away_is_made_right_after_its_commit(reading, django_capture_on_commit_callbacks, caplog):
    """A photo's new sizes, which every publication brings, an identity, a takedown and its end: nobody waits for the
    worker's next look. What goes wrong then is left to it."""
    page = factories.bulletin(**factories.with_photo())
    photo = page.lead_image
    make_sizes(photo, SCREEN_SIZES)
    with django_capture_on_commit_callbacks(execute=True):
        page = factories.publish(page)
    light = PhotoRendition.objects.filter(image=photo, filter_spec__contains="avif")
    taken = []

    def take_down():
        taken.append(
            services.take_down(photo=Photo.objects.get(pk=photo.pk), reason="Rıza.", user=factories.archivist())
        )

    def lift():
        services.lift(takedown=taken[0], reason="Yanlış kişi.", user=factories.archivist())
        process_public_photo(photo.pk, lambda done: None)

    changes = [
        lambda: process_public_photo(photo.pk, lambda done: None),
        lambda: factories.identity(primary_colour="#7a1f2b"),
        take_down,
        lift,
    ]
    assert not light.exists()
    for change in changes:
        before = set(KeptPart.objects.values_list("pk", "seal"))
        with django_capture_on_commit_callbacks(execute=True):
            change()
        assert set(KeptPart.objects.values_list("pk", "seal")) not in (before, set())
        reading(page)
        assert Keeper().look() == 0
        assert light.exists() is (change is not take_down)

    def broken(*args):
        raise ValueError

    with pytest.MonkeyPatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(keeper, "_missing", broken)
        services.take_down(photo=Photo.objects.get(pk=photo.pk), reason="Rıza.", user=factories.archivist())
    assert "parts that a change took away are left to the worker" in caplog.text
    worked()
    reading(page)


def test_a_part_that_cannot_be_made_is_tried_once_and_holds_up_no_other(monkeypatch, caplog):
    broken, whole = factories.publish(drawn_bulletin()), factories.publish(drawn_bulletin())
    tried, rendered = [], parts.rendered_page

    def rendering(kind, page_id, frame):
        tried.append(page_id)
        if page_id == broken.pk:
            raise ValueError
        return rendered(kind, page_id, frame)

    monkeypatch.setattr(parts, "rendered_page", rendering)
    one = worked()
    assert sorted(tried) == sorted([broken.pk, whole.pk])
    assert KeptPart.objects.filter(page_id=whole.pk, name=parts.PAGE).exists()
    assert one.look() == 0
    keeper.keep_page(broken)  # a publication is not undone by it either
    assert f"parts of page {broken.pk} are left to the worker" in caplog.text


def test_any_number_that_cannot_be_drawn_starves_no_older_one(monkeypatch):
    monkeypatch.setattr(keeper, "AT_ONCE", 1)
    old = factories.publish(drawn_gallery())
    for _ in range(3):
        newer = factories.publish(photo_gallery([row(), row()]))
        PhotoRendition.objects.filter(image=newer.rows[0].photo).delete()
    worked()
    kept = KeptPart.objects.filter(page_id=old.pk).values_list("name", flat=True)
    assert sorted(kept) == sorted(NAMES["photo_gallery"])


def test_nobody_draws_for_it_and_the_part_is_made_once_the_media_worker_has(django_capture_on_commit_callbacks):
    page = drawn_gallery()
    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(page)
    PhotoRendition.objects.filter(image=page.rows[0].photo).delete()
    one, drawn = worked(), PhotoRendition.objects.count()
    assert not KeptPart.objects.filter(page_id=page.pk, name=parts.PAGE).exists()
    assert one.look() == 0
    assert PhotoRendition.objects.count() == drawn
    make_sizes(page.rows[0].photo)
    worked(one)
    assert KeptPart.objects.filter(page_id=page.pk, name=parts.PAGE).exists()


def test_one_look_makes_a_few_and_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(keeper, "AT_ONCE", 2)
    page = factories.publish(drawn_bulletin())
    one = Keeper()
    assert [one.look() for _time in range(4)] == [2, 2, 1, 0]
    assert KeptPart.objects.filter(page_id=page.pk).count() == len(NAMES["bulletin"])


def test_what_the_calendar_ends_or_begins_is_on_pages_and_in_feeds_from_midnight(
    client, reading, time_machine, monkeypatch
):
    """A consent that another one heals for the website alone, a licence, a contract, a consent that begins: on the last
    day and on the next, for whoever asks first, and before anybody asks."""
    today = timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)
    healed, licensed, hired, later = photos = [factories.photo(f"Fotoğraf {number}") for number in range(4)]
    films = [video("Süreli"), video("Sürekli")]
    for one in (healed, later):
        rights.consent(one, for_press=False)
    rights.consent(healed, expires_on=today)
    rights.consent(later, given_on=tomorrow)
    film_consents = [
        Consent.objects.create(person_name="Ali", **more) for more in ({"for_press": False}, {"expires_on": today})
    ]
    films[0].consents.set(film_consents)
    Photo.objects.filter(pk=licensed.pk).update(licence_ends=today)
    outside = Photographer.objects.create(
        name="Dışarıdan", kind=Photographer.Kind.CONTRACT, contract_number="7", rights_until=today
    )
    Photo.objects.filter(pk=hired.pk).update(licence=Licence.CONTRACT, photographer=outside)
    photos = [Photo.objects.get(pk=photo.pk) for photo in photos]
    monkeypatch.setattr(pictures, "note_lack", lambda photo: None)  # a part without light formats ends in two minutes
    words = {"alt": "Sahil", "credit": "Deniz", "caption": ""}
    body = [
        factories.PARAGRAPH,
        {"type": "gallery", "value": {"pictures": [{"image": photo.pk, **words} for photo in photos[1:]]}},
        *(
            {"type": "archive_video", "value": {"video": film.pk, "title": film.title, "credit": "Deniz"}}
            for film in films
        ),
    ]
    bulletin = factories.publish(factories.bulletin(body=body, **factories.with_photo(photo=photos[0])))
    gallery = factories.publish(photo_gallery([row(photo) for photo in photos]))
    filmed = factories.publish(video_gallery(films))
    press = [absolute(pictures.rendition(photo, pictures.PRESS).url) for photo in photos]
    taken = [*press, *(absolute(film.proxy.url) for film in films)]
    host = absolute("/").rstrip("/")

    def offered(page):
        html = client.get(page.public_path).content.decode()
        links = re.findall(r'<a class="[^"]+" href="([^"]+)" download', html)
        return sorted(taken.index(host + link) for link in links if host + link in taken)

    def enclosed(kind):
        xml = client.get(f"/{kind}/rss.xml").content.decode()
        return [taken.index(url) for url in re.findall(r'<enclosure[^>]* url="([^"]+)"', xml) if url in taken]

    def everything():
        return [*map(offered, (bulletin, gallery, filmed)), *map(enclosed, ("bultenler", "foto-galeri"))]

    before = [[0, 1, 2, 4, 5], [0, 1, 2], [4, 5], [0], [0]]
    after = [[3, 5], [3], [5], [], [3]]
    assert everything() == everything() == before
    one = worked()
    midnight = timezone.make_aware(dt.datetime.combine(tomorrow, dt.time()))
    time_machine.move_to(midnight - dt.timedelta(seconds=1), tick=False)
    assert everything() == before
    assert one.look() == 0
    time_machine.move_to(midnight, tick=False)
    kept = set(KeptPart.objects.values_list("pk", flat=True))
    assert everything() == everything() == after
    assert set(KeptPart.objects.values_list("pk", flat=True)) == kept  # written anew in their place
    KeptPart.objects.all().delete()
    time_machine.move_to(midnight - dt.timedelta(seconds=1), tick=False)
    one = worked()
    time_machine.move_to(midnight, tick=False)
    worked(one)
    for page in (bulletin, gallery):
        reading(page)
    assert everything() == after
    films[1].consents.add(film_consents[0])  # its triggers see to films as to photos
    pages = [bulletin.pk, filmed.pk]
    assert not KeptPart.objects.filter(page_id__in=pages, name=parts.PAGE).exists()
    assert [offered(bulletin), offered(filmed)] == [[3], []]
