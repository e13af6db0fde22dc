"""A negative story on television: a case, two signatures, sent, not published, court; through the office's screens."""

import re

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from cms.letters.models import Letter
from press_archive.replies.models import Case
from publishing.approval.models import Decision, EvidenceRecord
from publishing.dispatch.worker import Worker
from tests import factories
from tests.factories.replies import story
from tests.office import browser, desk_sign, hash_of, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
WORDS = "İhale, ilan edildiği gibi 12 Ekim 2026 günü herkese açık yapılmış, üç istekli katılmıştır."


def note(client, case, name, **values):
    """What the officer types into one form of the case's page."""
    data = {f"{name}-{field}": value for field, value in values.items()}
    answer = client.post(reverse("replies:act", args=[case.pk, name]), data, follow=True)
    assert answer.status_code == 200, answer.content.decode()[-500:]
    return answer.content.decode()


def test_a_television_story_is_answered_signed_sent_not_published_and_brought_to_court():
    with time_machine.travel("2026-11-23 09:00") as clock:
        item, office = story(), browser(factories.editor())
        page = office.get(reverse("clippings:detail", args=[item.pk])).content.decode()
        start = reverse("replies:start", args=[item.pk])
        assert start in page
        assert "60 gün" in office.get(start).content.decode()
        text = office.post(start, {"kind": "right", "medium": "broadcast"})
        case = Case.objects.get()
        form = office.get(text["Location"]).context["form"]
        data = {name: form[name].value() or "" for name in form.fields} | {"text": WORDS, "submit": "1"}
        data.pop("original_is_picture", None)
        answer = office.post(text["Location"], data, follow=True).content.decode()
        assert "Müdür imzasında bekliyor" in answer
        assert "Müdür imzasında" in answer

        for signer, seen in ((factories.director(), "Müdür imzasında"), (factories.mayor(), "Başkan imzasında")):
            assert seen in office.get(reverse("replies:detail", args=[case.pk])).content.decode()
            mine = office.get(reverse("wagtailadmin_home")).content.decode()
            assert reverse("replies:detail", args=[case.pk]) in mine  # among what the editor sent
            page = browser(signer).get(reverse("approval:review", args=[waiting(case.text).pk])).content.decode()
            assert "Gidecek yazı" in page
            assert desk_sign(signer, waiting(case.text), hash_of(case.text)).status_code == 302
        signed = office.get(reverse("replies:detail", args=[case.pk])).content.decode()
        assert "imzalı, gönderilecek" in signed
        assert WORDS in signed

        assert "gönderim sırasına alındı" in note(office, case, "e-posta", address="haber@korfez.example")
        Worker().run(drain=True)
        sent = next(one for one in mail.outbox if "haber@korfez.example" in one.to[0])
        plain = " ".join(sent.body.split())
        assert WORDS in plain
        assert "6112 sayılı Kanun m. 18" in plain
        assert "kabul edildi" in office.get(reverse("replies:detail", args=[case.pk])).content.decode()
        note(office, case, "gonderim", how="notary", address="Liman Cad. 4", reference="0815", on="2026-11-23")
        paper = office.get(reverse("replies:paper", args=[case.pk])).content.decode()
        assert WORDS in paper
        assert re.search(r"<code>[0-9a-f]{64}</code>", paper)

        page = note(office, case, "teblig", on="2026-11-23")
        assert "30 Kasım 2026 Pazartesi" in page
        assert reverse("replies:act", args=[case.pk, "mahkeme"]) in page  # of broadcasts also at once

        clock.move_to("2026-12-01 09:00")
        office = browser(factories.editor())
        Worker().run(drain=True)
        letter = Letter.objects.filter(subject__startswith="Tekzip:").get()
        assert "mahkemeye başvurmak için son gün: 10 Aralık 2026" in letter.body
        page = office.get(reverse("replies:detail", args=[case.pk])).content.decode()
        assert "Süre 30 Kasım 2026 günü doldu, cevap yayımlanmadı." in page
        assert "yayımlanmadı" in page
        note(office, case, "mahkeme", on="2026-12-01", court="Çamlıkıyı Sulh Ceza Hâkimliği", number="2026/77 D.İş")
        clock.move_to("2026-12-04 09:00")
        office = browser(factories.editor())
        page = note(office, case, "karar", on="2026-12-04", outcome="accepted", final_on="2026-12-04")
        assert "en geç 11 Aralık 2026" in page
        page = note(office, case, "yayim", on="2026-12-04", as_law_asks="yes", text="Ana Haber’de okundu.")
        assert "Yapılacak bir şey kalmadı." in page
        history = ["Dosya açıldı", "Yazı: imzalandı (Müdür)", "Yazı: imzalandı (Başkan)", "Gönderildi", "Tebliğ edildi",
                   "Mahkemeye başvuruldu", "Karar çıktı", "Ana Haber’de okundu."]  # fmt: skip
        places = [page.rindex(words) for words in history]
        assert places == sorted(places, reverse=True)
        decisions = list(EvidenceRecord.objects.filter(object_id=str(case.text_id)).values_list("decision", flat=True))
        assert decisions.count(Decision.SIGNED) == 2
        assert browser(factories.mayor()).get(reverse("replies:detail", args=[case.pk])).status_code == 200
