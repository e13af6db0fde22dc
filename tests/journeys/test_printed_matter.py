"""A magazine is printed, the law gets its copies, and a social media editor hands it out; on the office's screens."""

import base64
import datetime as dt
import io

import pytest
import time_machine
from django.urls import reverse
from PIL import Image

from publishing.printing.models import Movement, Place, PrintJob, Recipient
from tests import factories
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def note(client, job, name, **values):
    data = {f"{name}-{field}": value for field, value in values.items()}
    answer = client.post(reverse("print_jobs:act", args=[job.pk, name]), data, follow=True)
    assert answer.status_code == 200, answer.content.decode()[-500:]
    return answer.content.decode()


def signature():
    output = io.BytesIO()
    Image.new("RGB", (300, 120), "white").save(output, "PNG")
    return "data:image/png;base64," + base64.b64encode(output.getvalue()).decode()


def test_a_print_job_from_its_reasons_to_the_last_copy_given():
    with time_machine.travel("2026-11-02 09:00") as clock:
        office = browser(factories.editor())
        depot = browser(factories.archivist())
        depot.post(reverse("stock_places:add"), {"name": "Merkez depo", "active": "on"})
        office.post(reverse("recipients:add"), {"name": "Sahil Kütüphanesi", "kind": "library", "usual": "40",
                                                "address": "Liman Cad. 4", "active": "on"})  # fmt: skip
        at, library = Place.objects.get(), Recipient.objects.get()
        plan = {"name": "Kent Dergisi 12", "kind": "magazine", "necessity": "Abone kütüphaneler için.",
                "paper_reason": "İnterneti olmayanlar için.", "quantity": "50", "prosecutor_needed": "on"}  # fmt: skip
        answer = office.post(reverse("print_jobs:start"), {**plan, "necessity": ""})
        assert answer.status_code == 400
        answer = office.post(reverse("print_jobs:start"), plan, follow=True)
        job = PrintJob.objects.get()
        assert job.deposit_copies == 6
        assert 'value="40"' in answer.content.decode()  # the library's usual number stands in the list
        page = note(office, job, "teklif", printer="Körfez Matbaası", price="9500.00", on="2026-11-02")
        assert "Plan tamam" in page
        note(office, job, "siparis", offer=job.offers.get().pk, reference="2026/311", on="2026-11-02")
        clock.move_to("2026-11-09 09:00")
        office = browser(factories.editor())
        page = note(office, job, "basildi", on="2026-11-06")
        assert "derleme için son gün 21 Kasım 2026" in page
        page = note(office, job, "teslim", counted="50", faulty="1", place=at.pk, on="2026-11-09")
        assert "21 Kasım 2026 Cumartesi" in page
        assert "son iş günü 20 Kasım 2026 Cuma" in page
        home = office.get(reverse("wagtailadmin_home")).content.decode()
        assert "1 baskı işinde yasal nüsha bekleniyor" in home
        note(office, job, "derleme", on="2026-11-09", reference="D-77", place=at.pk)
        note(office, job, "savcilik", on="2026-11-09", reference="S-4")

        phone = browser(factories.social_editor())
        assert "Kent Dergisi 12" in phone.get(reverse("distribution:index")).content.decode()
        give = reverse("distribution:give", args=[job.title_id])
        form = phone.get(give, {"alici": library.pk}).context["form"]
        assert form.initial["copies"] == 40
        again = str(form.initial["act"])
        data = {"act": again, "recipient": library.pk, "copies": "40", "place": at.pk, "on": "2026-11-09"}
        assert phone.post(give, {**data, "signature": "data:image/png;base64,AAAA"}).status_code in (302, 400)
        assert not Movement.objects.filter(kind="given").exists()
        answer = phone.post(give, {**data, "signature": signature()}, follow=True)
        assert "40 adet verildi: Sahil Kütüphanesi. Kalan: 3." in answer.content.decode()
        phone.post(give, {**data, "copies": "1", "signature": signature()})  # the same form once more
        given = Movement.objects.get(kind="given")
        assert phone.get(reverse("stock:proof", args=[given.pk])).status_code == 200
        page = office.get(reverse("print_jobs:detail", args=[job.pk])).content.decode()
        assert "Verilecek 0 adet kaldı." in page
        page = office.post(reverse("stock:act", args=[job.title_id, "say"]), {
            "say-shelf": f"{at.pk}:3", "say-counted": "2", "say-note": "bir nüsha vitrinde kaldı"}, follow=True
        )  # fmt: skip
        assert "Sayım yazıldı." in page.content.decode()
        note(office, job, "bitti")
        assert PrintJob.objects.get().stage == "closed"
        year = browser(factories.mayor()).get(reverse("stock:year"), {"yil": "2026"}).content.decode()
        assert "40 adet verildi; baskı bedeli 9.500,00 TL." in year
        xlsx = browser(factories.mayor()).get(reverse("stock:year"), {"yil": "2026", "bicim": "xlsx"})
        assert xlsx.content[:2] == b"PK"
        assert [row.balance for row in Movement.objects.order_by("number")] == [49, 43, 3, 2]
        assert given.on == dt.date(2026, 11, 9)
