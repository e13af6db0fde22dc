"""Somebody changes a picture, or takes it down, in the very moment in which it is submitted, signed or published."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cms.core.holds import Held
from cms.core.models import Hold
from cms.office.answers import refusal_in
from cms.users.models import Department
from media_library.models import Photo, Photographer
from media_library.rights import services as rights
from press_archive.bulletins.models import BulletinPage, Category, Tag
from publishing.approval import evidence, holding, publication, selectors, services, troubles
from publishing.approval.models import Decision
from tests import factories
from tests.office import hash_of, waiting
from tests.publishing.approval.test_concurrency import at_once
from tests.rows import hold_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LATER = dt.timedelta(hours=2)


def failures(results):
    """What the person at the screen would see as an error page."""
    return [
        result
        for result in results
        if isinstance(result, Exception) and not isinstance(result, Held) and refusal_in(result) is None
    ]


def move_focal_point(photo, x):
    fresh = Photo.objects.get(pk=photo.pk)
    fresh.focal_point_x = x
    fresh.save()


@pytest.mark.parametrize("round_", range(3))
def test_what_is_submitted_is_what_stays(round_):
    page = factories.bulletin(**factories.with_photo())
    photo, editor = page.get_latest_revision().as_object().lead_image, factories.editor()
    results = at_once(
        lambda: services.submit(content=page, user=editor),
        *(lambda x=x: move_focal_point(photo, x) for x in (11, 22, 33)),
    )
    assert failures(results) == []
    submitted = selectors.records_of(page).get(decision=Decision.SUBMITTED)
    before = hash_of(page)
    results = at_once(*(lambda x=x: move_focal_point(photo, x) for x in (44, 55)))
    assert all(isinstance(result, Held) for result in results)
    assert hash_of(page) == before
    assert hold_of(page) is not None
    # A change that came in before the rows were locked is in the hash that both sign; none comes in after it.
    assert submitted.content_hash == before


@pytest.mark.parametrize("round_", range(3))
def test_a_takedown_while_both_sign_and_others_submit(round_):
    photo = factories.photo()
    pages = [factories.bulletin(**factories.with_photo(photo=photo)) for _ in range(3)]
    signed = factories.sign(factories.submit(pages[0]), user=factories.director())
    state, seen = waiting(signed), hash_of(signed)
    mayor, editor, archivist = factories.mayor(), factories.editor(), factories.archivist()
    results = at_once(
        lambda: services.sign(state=state, user=mayor, seen_hash=seen),
        lambda: services.submit(content=pages[1], user=editor),
        lambda: services.submit(content=pages[2], user=editor),
        lambda: rights.take_down(photo=photo, user=archivist, reason="İstek üzerine."),
    )
    assert failures([result for result in results if not hasattr(result, "messages")]) == []
    assert Photo.objects.get(pk=photo.pk).withheld_at is not None
    for page in BulletinPage.objects.all():
        assert holding.stage_of(page)[0] is None, "nothing goes on with a picture that was taken down"
    assert not Hold.objects.exists()
    assert list(publication.unsigned_live_content()) == []
    assert evidence.verify().intact


@pytest.mark.parametrize("round_", range(3))
def test_a_takedown_in_the_minute_of_the_embargo(round_, time_machine):
    page = factories.publish(
        factories.bulletin(go_live_at=timezone.now() + dt.timedelta(hours=1), **factories.with_photo())
    )
    photo, archivist = Photo.objects.get(pk=page.lead_image_id), factories.archivist()
    time_machine.move_to(timezone.now() + LATER)
    results = at_once(
        publication.publish_due,
        publication.publish_due,
        lambda: rights.take_down(photo=photo, user=archivist, reason="İstek üzerine."),
    )
    assert failures(results) == []
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.scheduled_revision is None
    assert page.live == (not troubles.open_troubles().exists())
    assert evidence.verify().intact


RENAMES = {
    "a photographer": lambda page, photo: Photographer.objects.get(pk=photo.photographer_id),
    "a tag": lambda page, photo: Tag.objects.get(name="sahil"),
    "the directorate": lambda page, photo: Department.objects.get(pk=page.department_id),
    "a category": lambda page, photo: Category.objects.get(slug="ulasim"),
    "the picture": lambda page, photo: photo,
}


@pytest.mark.postgres
@pytest.mark.parametrize("what", RENAMES)
def test_a_rename_begun_before_the_submission_is_waited_for(what):
    """Its transaction ends only when the submission waits for it: what both sign is what it leaves behind."""
    photo = factories.photo(photographer=Photographer.objects.create(name="Işık Foto"))
    page = factories.bulletin(**factories.with_photo(photo=photo))
    content = page.get_latest_revision().as_object()
    content.tags.add("sahil")
    content.categories = [Category.objects.create(name="Ulaşım", slug="ulasim")]
    content.save_revision(user=factories.editor())
    page = BulletinPage.objects.get(pk=page.pk)
    people = factories.editor(), factories.director(), factories.mayor()
    begun, failed = threading.Event(), []

    def rename():
        try:
            with transaction.atomic():
                row = RENAMES[what](page, photo)
                setattr(row, "title" if what == "the picture" else "name", "Yeni Ad")
                row.save()
                begun.set()
                for _try in range(600):
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                        if cursor.fetchone()[0]:
                            return
                    threading.Event().wait(0.05)
                failed.append("nobody waited")
        finally:
            begun.set()
            connection.close()

    thread = threading.Thread(target=rename)
    thread.start()
    assert begun.wait(30)
    services.submit(content=page, user=people[0])
    thread.join(60)
    assert failed == []
    for user in people[1:]:
        page = factories.sign(BulletinPage.objects.get(pk=page.pk), user=user)
    assert BulletinPage.objects.get(pk=page.pk).live
    assert list(publication.unsigned_live_content()) == []
