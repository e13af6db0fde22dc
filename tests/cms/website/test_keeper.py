"""Parts are made at publication and by the worker: no reader's request renders one."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.website import keeper, parts
from cms.website.entries import KINDS
from cms.website.keeper import Keeper
from cms.website.models import KeptPart
from media_library.models import PhotoRendition
from media_library.renditions.storing import make_sizes
from tests import factories
from tests.factories.galleries import photo_gallery, row

pytestmark = pytest.mark.django_db
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


def test_a_publication_makes_every_part_right_after_its_commit(reading, django_capture_on_commit_callbacks):
    page = drawn_bulletin()
    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(page)
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
