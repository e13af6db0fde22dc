"""What came back, as the office lives it: a bulletin goes out, five outlets print it, two of them come to the desk by
themselves, an officer confirms, both offices read of it in the morning, the month's report says which one worked."""

from __future__ import annotations

import datetime as dt
from email.utils import parseaddr

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import rich_text, streamfield

from press_archive.clippings.models import Clipping
from press_archive.contacts.models import Address, Outlet
from press_archive.digests.models import Digest, Reader
from publishing.dispatch.models import Delivery
from tests import factories
from tests.factories import monitoring
from tests.journeys.test_journeys import carry_everything, states, write_bulletin
from tests.office import browser, desk_sign, hash_of, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TEXT = (
    "Belediye Başkanlığı Sahil Yolu’nda asfalt çalışmasının başladığını duyurdu. Üç kilometrelik bölümde çalışma on "
    "gün sürecek. Ekipler sabah yedide işe başladı ve trafik tek şeritten verilecek. Vatandaşların sabrı için teşekkür "
    "edildi."
)


def test_a_bulletin_is_printed_matched_told_in_the_morning_and_counted():
    editor, director, mayor = factories.editor(), factories.director(), factories.mayor()
    names = ("Kıyı Gazetesi", "Körfez Haber", "Ege TV")
    outlets = [Outlet.objects.create(name=name, kind="newspaper", scope="local") for name in names]
    silent = Outlet.objects.create(name="Sessiz Gazete", kind="newspaper")
    page = write_bulletin(body=streamfield([("paragraph", rich_text(f"<p>{TEXT}</p>"))]))
    for outlet, address in zip([*outlets[:2], silent], Address.objects.order_by("pk")[:3], strict=True):
        Address.objects.filter(pk=address.pk).update(outlet=outlet, journalist=None)

    # Two signatures, and it leaves.
    for office in (director, mayor):
        desk_sign(office, waiting(page), hash_of(page))
    carry_everything()
    page.refresh_from_db()
    assert page.live
    assert states(page) == ["accepted"] * 3

    # Five stories. Two sites that are watched print the same: one story at the desk, taken with its copy by one key.
    client, today = browser(editor), timezone.localdate()
    monitoring.words("Sahil Yolu", name="İşler")
    for outlet, headline, host in zip(
        outlets[:2], ("Sahil Yolu’nda asfalt", "Asfalt başladı"), ("kiyi", "korfez"), strict=True
    ):
        monitoring.monitor(f"http://{host}.example/rss", outlet=outlet)
        found = monitoring.found(headline, TEXT, site=f"{host}.example", url=f"http://{host}.example/1")
        assert (found.bulletin_id, found.likeness) == (page.pk, "verbatim")
    desk = client.get(reverse("haber_masasi")).content.decode()
    assert "1 kopya daha" in desk
    client.post(reverse("haber_masasi_accept", args=[found.pk]), {"hepsi": "1"})
    assert [row.origin for row in Clipping.objects.all()] == ["feed"] * 2
    # The others are typed in: twice of outlets that nobody knew, once shortened, and one of their own.
    short = ". ".join(TEXT.split(". ")[:2]) + "."
    told = [
        ("", "Yeni Ufuk", "Sahil Yolu’nda çalışma", TEXT), ("", "Martı Haber", "Trafik tek şerit", short),
        (outlets[2].pk, "", "Sahil Yolu’nda toz isyanı", "Esnaf, Sahil Yolu’ndaki çalışmanın tozundan yakındı."),
    ]  # fmt: skip
    for outlet, new, headline, text in told:
        posted = client.post(
            reverse("clippings:add"),
            {"headline": headline, "medium": "newspaper", "published_on": today.isoformat(), "outlet": outlet,
             "new_outlet": new, "text": text, "topics": "yol", "copy": "", "tone": "neutral",
             "summary": "Çalışmanın başladığı yazılıyor."},
        )  # fmt: skip
        assert posted.status_code == 302, posted.context["form"].errors
    rows = list(Clipping.objects.order_by("pk"))
    assert [row.bulletin_id for row in rows[:3]] == [page.pk] * 3
    assert rows[0].likeness == "verbatim"
    for row in rows[:4]:
        number = {"number": page.register_entry.number, "likeness": row.likeness or "shortened"}
        client.post(reverse("clippings:match", args=[row.pk]), number)
    Clipping.objects.filter(pk=rows[4].pk).update(tone="negative", needs_answer="note")

    # The next morning.
    for office in ("director", "mayor"):
        Reader.objects.create(office=office)
    morning = dt.datetime.combine(today + dt.timedelta(days=1), dt.time(8, 31))
    mail.outbox.clear()
    with time_machine.travel(timezone.make_aware(morning), tick=True):
        carry_everything()
        digest = Digest.objects.get()
        assert {letter.state for letter in digest.letters.all()} == {"accepted"}
        told_mails = [one for one in mail.outbox if "Günlük basın özeti" in one.subject]
        assert {parseaddr(one.to[0])[1] for one in told_mails} == {mayor.email, director.email}
        said = told_mails[0].body
        assert said.index("Sahil Yolu’nda toz isyanı") < said.index("Asfalt başladı")
        assert "5 haber, 1 yanıt bekliyor, 1 olumsuz." in said
        assert "trafik tek şeritten" not in said
        on_phone = browser(mayor).get(reverse("digests:day", args=[digest.day.isoformat()])).content.decode()
        assert "Sahil Yolu’nda toz isyanı" in on_phone
        carry_everything()
        assert len([one for one in mail.outbox if "Günlük basın özeti" in one.subject]) == 2

    # The month's report, and the list behind its number.
    report = browser(director).get(reverse("reports_coverage"), {"ay": f"{today:%Y-%m}"})
    sections = {section.key: section for section in report.context["sections"]}
    facts = {name: (text, url) for name, text, url in sections["conversion"].facts}
    assert facts["Bültenlerden çıkan kupür"][0] == "4"
    listed = browser(director).get(facts["Bültenlerden çıkan kupür"][1])
    assert listed.context["totals"]["count"] == 4
    silent_rows = [row[0].text for row in sections["silent"].tables[0].rows]
    assert silent_rows == ["Sessiz Gazete"]
    assert Delivery.objects.filter(channel="email").count() == 3
