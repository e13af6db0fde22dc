"""Photos go from one shoot into another, and who moves them is told first what that changes."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.core import holds
from cms.core.models import Stage
from media_library.archive import shoots
from media_library.models import Consent, Photo, Shoot, Video
from media_library.rights import services as rights
from tests import factories
from tests.media_library.archive import rows
from tests.office import browser

pytestmark = pytest.mark.django_db
MOVE = "archive:move"


def chosen(photos=(), videos=(), **values):
    numbers = {"foto": photos, "video": videos}
    return {name: ",".join(str(one.pk) for one in found) for name, found in numbers.items()} | values


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_what_was_dropped_on_a_shoot_is_shown_and_moved():
    coast, market = rows.shoot("Sahil yolu"), rows.shoot("Pazar yeri", legal_basis="consent", licence="contract")
    first, second, held = rows.photos(3, shoot=coast, legal_basis="public_event", caption="Söz")
    film = rows.video("Sahil yolu 004", shoot=coast)
    Photo.objects.filter(pk=first.pk).update(title="Sahil yolu 003 · kurdele")
    row = rights.save_consent(
        consent=Consent(person_name="Ayşe Yılmaz", given_on=rows.DAY), user=factories.archivist(), photos=[second]
    )
    holds.replace(holder=factories.bulletin(), stage=Stage.APPROVAL, title="Sahil", rows=[(Photo, held.pk)])
    client, back = browser(factories.editor()), reverse("archive:shoot", args=[coast.pk])
    data = chosen([first, second, held], [film], hedef=str(market.pk), donus=back)
    page = client.post(reverse(MOVE), data)
    html = page.content.decode()
    for words in ("Sahil yolu (4)", f"no {market.pk}", "Neler değişir?", "(açık rıza, fotoğrafçı sözleşmesi) farklı"):
        assert words in html, words
    assert Photo.objects.filter(shoot=coast).count() == 3, "nothing is moved before the button"
    target = f"Pazar yeri · 20.11.2026 · no {market.pk}"
    moved = client.post(reverse(MOVE), data | {"kaydet": "1", "shoot": target})
    assert moved.url == back
    assert "“Pazar yeri” çekimine taşındı: 3 kayıt değişti, 1 kayıt değişmedi (“Sahil” onayda: 1)." in said(moved)
    first, second, film = Photo.objects.get(pk=first.pk), Photo.objects.get(pk=second.pk), Video.objects.get(pk=film.pk)
    assert (first.title, first.shoot) == ("Pazar yeri 001 · kurdele", market)
    assert (second.title, second.legal_basis, list(second.consents.all())) == ("foto 1", "public_event", [row])
    assert film.shoot == market
    assert Photo.objects.get(pk=held.pk).shoot == coast
    assert ModelLogEntry.objects.for_instance(film).filter(action="archive.describe").exists()
    # With the tick the rights are those of the shoot, where a person may say so.
    client.post(reverse(MOVE), chosen([first], kaydet="1", shoot=target, rights="on"))
    first = Photo.objects.get(pk=first.pk)
    assert (first.legal_basis, first.licence, first.rights_state) == ("consent", "contract", "blocked")


def test_a_shoot_that_is_none_is_asked_again_and_nothing_is_lost():
    (photo,) = rows.photos(1, shoot=rows.shoot("Sahil yolu"))
    client = browser(factories.editor())
    for wrong in ("", "yok böyle bir yer", "no 999999"):
        answer = client.post(reverse(MOVE), chosen([photo], kaydet="1", shoot=wrong))
        assert answer.status_code == 200
        assert f'name="foto" value="{photo.pk}"' in answer.content.decode()
    assert client.post(reverse(MOVE), {"foto": ""}).url == reverse("archive:finder")
    assert client.post(reverse(MOVE), chosen([photo], hedef="9" * 30)).status_code == 200
    for who in (factories.social_editor(), factories.director()):
        assert browser(who).post(reverse(MOVE), chosen([photo])).status_code in (302, 403)


def test_the_tray_offers_the_shoots_that_are_near():
    made = [rows.shoot(f"Çekim {number}", date=rows.DAY.replace(day=number + 1)) for number in range(12)]
    found = shoots.targets(near=made[3])
    assert [shoot.title for shoot in found[:4]] == ["Çekim 4", "Çekim 5", "Çekim 2", "Çekim 1"]
    assert len(found) == shoots.TARGETS
    assert made[3] not in found
    rows.photos(1, shoot=made[3])
    address = reverse("archive:shoot", args=[made[3].pk])
    page = browser(factories.editor()).get(address).content.decode()
    assert "data-tray" in page
    assert f'data-shoot="{made[4].pk}"' in page
    assert "data-tray" not in browser(factories.director()).get(address).content.decode()
    assert Shoot.objects.count() == 12
