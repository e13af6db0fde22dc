"""All photos of a gallery as one zip: what was signed and may be seen, and nothing once it may not."""

import datetime as dt
import io
import zipfile

import pytest
from django.test import Client
from django.utils import timezone

from media_library.kits import zip_response
from media_library.models import Photo, PublicFile
from press_archive.galleries import archive
from tests import factories
from tests.factories import rights
from tests.factories.galleries import photo_gallery, row, video_gallery

pytestmark = pytest.mark.django_db


def got(address, **headers):
    answer = Client().get(address, headers=headers)
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_zip_holds_what_the_page_shows():
    rows = [row(alt=f"Kare {n}", caption=f"Söz {n}", credit=f"Çeken {n}") for n in (1, 2, 3)]
    page = factories.publish(photo_gallery(rows))
    address = f"/basin-kiti/galeri/{page.pk}/hepsi.zip"
    assert f'href="{address}" download' in got(page.public_path)[1].decode()
    answer, body = got(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert answer["Content-Disposition"] == f'attachment; filename="{page.slug}.zip"'
    with zipfile.ZipFile(io.BytesIO(body)) as whole:
        assert whole.testzip() is None
        assert whole.namelist() == [*(f"{page.slug}-0{n}.jpg" for n in (1, 2, 3)), "captions.txt"]
        words = whole.read("captions.txt").decode("utf-8-sig")
    assert "Söz 2" in words
    assert "Çeken 3" in words
    assert got(address, Range="bytes=4-9")[1] == body[4:10]


def test_what_is_taken_back_while_the_zip_is_made_or_sent_ends_it(monkeypatch):
    page = factories.publish(photo_gallery([row(), row()]))
    address = f"/basin-kiti/galeri/{page.pk}/hepsi.zip"
    one, other = (found.photo for found in page.rows)
    monkeypatch.setattr(zip_response, "ASK_EVERY", 0)
    got(address)
    pieces = Client().get(address).streaming_content
    assert next(pieces)
    rights.consent(one, for_press=False)
    with pytest.raises(zip_response.Interrupted):
        list(pieces)
    made = archive.archive_of

    def slowly(entry):
        whole = made(entry)
        Photo.objects.filter(pk=other.pk).update(withheld_at=timezone.now())
        return whole

    monkeypatch.setattr(archive, "archive_of", slowly)
    with pytest.raises(zip_response.Interrupted):
        got(address)


def test_nothing_leaves_that_may_not(monkeypatch):
    rows = [row(alt=f"Kare {n}", caption="") for n in (1, 2, 3)]
    page = factories.publish(photo_gallery(rows))
    address = f"/basin-kiti/galeri/{page.pk}/hepsi.zip"

    def names():
        with zipfile.ZipFile(io.BytesIO(got(address)[1])) as whole:
            return [name[-6:] for name in whole.namelist()[:-1]]

    monkeypatch.setattr(zip_response, "ASK_EVERY", 0)
    got(address)
    pieces = Client().get(address).streaming_content
    assert next(pieces)
    first, second, third = (one.photo for one in page.rows)
    Photo.objects.filter(pk=first.pk).update(withheld_at=timezone.now())
    with pytest.raises(zip_response.Interrupted):
        list(pieces)
    assert names() == ["02.jpg", "03.jpg"]
    Photo.objects.filter(pk=second.pk).update(licence_ends=timezone.localdate() - dt.timedelta(days=1))
    assert names() == ["03.jpg"]
    PublicFile.objects.filter(photo=third).update(words={})  # from before there were signatures
    assert got(address)[0].status_code == 410
    factories.withdraw(page)
    assert got(address)[0].status_code == 410
    films, draft = factories.publish(video_gallery()), photo_gallery()
    for pk in (films.pk, draft.pk, 10**30):
        assert got(f"/basin-kiti/galeri/{pk}/hepsi.zip")[0].status_code == 404
    assert "download>Filmi indir" in got(films.public_path)[1].decode()
