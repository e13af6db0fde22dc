"""The finder as the chooser: what it shows of each photo, what may be chosen, where uploads go."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from media_library.archive import chooser
from media_library.archive.forms import shoot_name
from media_library.models import Shoot
from tests import factories
from tests.media_library.archive import rows
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def archive():
    first, other = rows.shoot("Sahil yolu açılışı"), rows.shoot("Zeytin hasadı")
    who = rows.photographer("Deniz Örnek")
    words = {"shoot": first, "photographer": who, "rights_state": "clear", "legal_basis": "public_event"}
    good = rows.photos(3, prefix="Sahil", original_name="DSC_1.JPG", description="Kıyı", **words)
    (blocked,) = rows.photos(1, prefix="Yasak", licence="unknown", rights_state="blocked", shoot=first)
    (gone,) = rows.photos(1, prefix="Kalkmış", withheld_at=timezone.now(), shoot=first)
    rows.photos(1, prefix="Arkadaki", stack=good[0], shoot=first)
    rows.photos(1, prefix="Hasat", shoot=other, taken_at=rows.at(rows.DAY, 8))
    rows.video("Film", shoot=first)
    return first, good, blocked, gone


def test_the_dialog_tells_what_is_known_of_each_photo_and_what_may_be_used(archive):
    first, good, blocked, gone = archive
    client = browser(factories.editor())
    address = reverse("archive:choose")
    assert client.get(address).url == reverse("archive:finder"), "a person who comes by the address gets the screen"
    page = client.get(address, headers=SCRIPT)
    html = page.content.decode()
    assert "<html" not in html
    for told in ("Sahil yolu açılışı", "20 Kasım 2026", "DSC_1.JPG", "Deniz Örnek", "kullanılabilir", "Zeytin hasadı"):
        assert told in html, told
    assert "kullanım hakkı bilinmiyor" in html
    assert "hukuki dayanağı belirlenmemiş" in html
    assert html.count('aria-disabled="true"') == 1
    assert html.count('role="gridcell"') == 5
    assert html.count('role="rowheader"') == 2
    assert "Kalkmış" not in html
    assert "Film" not in html
    part = client.get(address, {"parca": "1", "q": "hasat"}, headers=SCRIPT).json()
    assert part["html"].count('role="gridcell"') == 1
    chosen = client.get(
        reverse("archive:chosen"), {"foto": f"{good[2].pk},{blocked.pk},{good[0].pk},{gone.pk},x,999999"}
    )
    assert [one["id"] for one in chosen.json()["photos"]] == [good[2].pk, good[0].pk]
    assert chosen.json()["photos"][0]["words"] == {"alt": "Kıyı", "credit": "Fotoğraf: Deniz Örnek", "caption": ""}
    whole = client.get(reverse("archive:choose_shoot"), {"cekim": first.pk})
    assert whole.json()["photos"] == [one.pk for one in good]
    for broken in ("", "x", "9" * 40, "²"):
        assert client.get(reverse("archive:choose_shoot"), {"cekim": broken}).status_code == 404


def test_more_photos_cost_no_more_questions(archive):
    counts = []
    browser(factories.editor()).get(reverse("archive:choose"), headers=SCRIPT)  # what a process reads once
    for more in (5, 40):
        rows.photos(more, shoot=archive[0], rights_state="clear", legal_basis="public_event")
        with CaptureQueriesContext(connection) as queries:
            browser(factories.editor()).get(reverse("archive:choose"), headers=SCRIPT)
        many = [photo.pk for photo in rows.photos(more)]
        with CaptureQueriesContext(connection) as others:
            assert len(chooser.chosen(many)) == more
        counts.append((len(queries), len(others)))
    assert counts[1] == counts[0]


def test_uploads_belong_to_a_shoot_and_a_new_name_opens_one(archive):
    first, *_rest = archive
    address = reverse("archive:choose_place")
    client = browser(factories.editor())
    known = client.post(address, {"shoot": shoot_name(first)}).json()
    assert (known["shoot"], known["endpoint"]) == (first.pk, reverse("uploads:files", args=[first.pk]))
    who = rows.photographer("Ece Örnek")
    new = client.post(address, {"shoot": "  Kapalı pazar  ", "photographer": who.pk}).json()
    shoot = Shoot.objects.get(pk=new["shoot"])
    assert (shoot.title, shoot.photographer, shoot.created_by) == ("Kapalı pazar", who, factories.editor())
    assert client.post(address, {"shoot": new["label"]}).json()["shoot"] == shoot.pk, "a second try opens no other"
    for wrong in ({}, {"shoot": " "}, {"shoot": "x" * 201}, {"shoot": "A", "photographer": "999"}):
        answer = client.post(address, wrong)
        assert answer.status_code == 422
        assert answer.json()["error_message"]
    assert browser(factories.director()).post(address, {"shoot": "B"}, headers=SCRIPT).status_code == 403
    named = client.post(address, {"shoot": f"Meclis kararı no {first.pk}"}).json()["shoot"]
    assert Shoot.objects.get(pk=named).title == f"Meclis kararı no {first.pk}", "a name is no number of another shoot"
    assert Shoot.objects.count() == 4
