"""A campaign is booked on panels, hung with photos from a telephone, and taken down; on the office's screens."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from publishing.outdoor.models import Booking, Panel
from tests import factories
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def shot():
    return SimpleUploadedFile("IMG_7.jpg", factories.jpeg(600, 400), content_type="image/jpeg")


def test_a_campaign_from_its_panels_to_the_last_photo(client):
    with time_machine.travel("2026-11-20 09:00") as clock:
        office = browser(factories.editor())
        for name in ("B-01", "B-02"):
            answer = office.post(reverse("panels:add"), {
                "name": name, "kind": "billboard", "owner": "Belediye", "address": "Liman Cad. 4", "faces": "2",
                "size": "350 × 200 cm", "active": "on", "latitude": "39.31", "longitude": "26.69",
            })  # fmt: skip
            assert answer.status_code == 302
        answer = office.post(reverse("outdoor:start"), {"name": "Sahil yolu açılıyor", "instructions": "Tutkal az."})
        days = {"first_day": "2026-11-21", "last_day": "2026-11-23"}
        book = answer["Location"]
        page = office.get(book, days).content.decode()
        one, two = Panel.objects.order_by("name")
        assert f'value="{two.pk}.2"' in page
        answer = office.post(book, {**days, "yuz": [f"{one.pk}.1", f"{two.pk}.2"]}, follow=True)
        assert "2 pano yüzü ayrıldı." in answer.content.decode()
        page = office.get(book, days).content.decode()
        assert "dolu:" in page
        assert office.post(book, {**days, "yuz": [f"{one.pk}.1"]}).status_code in (302, 409)
        assert Booking.objects.count() == 2

        clock.move_to("2026-11-21 09:00")
        phone = browser(factories.social_editor())
        home = phone.get(reverse("wagtailadmin_home")).content.decode()
        assert "2 pano asılacak, 0 pano indirilecek." in home
        page = phone.get(reverse("outdoor:today")).content.decode()
        first = Booking.objects.get(panel=one)
        assert reverse("outdoor:booking", args=[first.pk]) in page
        pdf = phone.get(reverse("outdoor:order"))
        assert pdf.content[:5] == b"%PDF-"
        act = reverse("outdoor:act", args=[first.pk, "as"])
        assert phone.post(act, {"as-on": "2026-11-21"}).status_code == 400  # no photo
        answer = phone.post(act, {"as-on": "2026-11-21", "as-photo": shot()}, follow=True)
        assert "Asıldığı yazıldı" in answer.content.decode()
        photo = reverse("outdoor:photo", args=[first.photos.get().pk])
        assert photo in answer.content.decode()
        answer = browser(factories.mayor()).get(photo)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert client.get(photo).status_code == 302

        clock.move_to("2026-11-24 09:00")
        phone = browser(factories.social_editor())
        day = phone.get(reverse("outdoor:today")).context["day"]
        assert (day.to_take_down, len(day.hanging)) == ([first], 0)
        phone.post(reverse("outdoor:act", args=[first.pk, "indir"]), {"indir-on": "2026-11-24"})
        first.refresh_from_db()
        assert first.state == "down"
        second = Booking.objects.get(panel=two)  # was never hung: given up, with a reason
        browser(factories.editor()).post(
            reverse("outdoor:act", args=[second.pk, "vazgec"]), {"vazgec-reason": "fırtına"}
        )
        second.refresh_from_db()
        assert second.state == "cancelled"
        listed = browser(factories.mayor()).get(reverse("panel_bookings:index"), {"export": "csv"})
        assert "Sahil yolu açılıyor" in b"".join(listed.streaming_content).decode()
