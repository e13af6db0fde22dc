"""A day at the desk: item after item, what the other office holds, what was signed once, what is urgent, the week."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.letters.models import Letter
from cms.website.models import AlertBanner
from publishing.approval import reminders, weeks
from publishing.approval.desk import reading
from publishing.approval.models import Decision, EvidenceRecord, SignatureState, WeekSummary
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def sign_here(client, response):
    """Signs what the page shows, as its form does; the next page."""
    html = text_of(response)
    address = re.search(r'action="(/onay/incele/\d+/imzala/)"', html)[1]
    seen = re.search(r'name="seen_hash" value="([0-9a-f]{64})"', html)[1]
    assert 'name="sirayla"' in html
    return client.post(address, {"seen_hash": seen, "sirayla": "1"}, follow=True)


def test_item_after_item_each_with_its_own_confirmation(client):
    for title in ("Sahil yolu yenileniyor", "Kış programı açıklandı"):
        factories.submit(factories.bulletin(title=title))
    client.force_login(factories.director())
    desk = text_of(client.get(reverse("approval:desk")))
    assert "Sırayla oku ve imzala (2)" in desk
    first = client.get(re.search(r'href="([^"]+\?sirayla=1)"', desk)[1])
    second = sign_here(client, first)
    assert "“Sahil yolu yenileniyor” imzalandı. Sıra Başkan’da." in text_of(second)
    assert second.redirect_chain[-1][0].endswith("?sirayla=1")
    last = sign_here(client, second)
    assert last.redirect_chain[-1][0] == reverse("approval:desk")
    assert EvidenceRecord.objects.filter(decision=Decision.SIGNED).count() == 2
    # What the other office holds is still seen, and read.
    html = text_of(last)
    assert "Sıra Başkan’da" in html
    held = re.search(r'href="(/onay/incele/\d+/)">Kış programı açıklandı', html)[1]
    assert "Başkan imzasını bekliyor" in text_of(client.get(held))
    assert client.get(reverse("approval:search"), {"q": "sahil"}).context["found"] == []

    client.force_login(factories.mayor())
    desk = client.get(reverse("approval:desk"))
    assert desk.context["elsewhere"] == []
    step = SignatureState.objects.filter(status="in_progress").order_by("pk").first()
    review = client.get(reverse("approval:review", args=[step.pk]), {"sirayla": "1"})
    assert "“Sahil yolu yenileniyor” imzalandı; yayında." in text_of(sign_here(client, review))
    found = client.get(reverse("approval:search"), {"q": "KİLOMETRELİK sahıl"}).context["found"]
    assert [one.title for one in found] == ["Sahil yolu yenileniyor"]
    assert "kilometrelik" in found[0].excerpt
    assert client.get(reverse("approval:search"), {"q": "SAHİL YOLU"}).context["found"][0].excerpt == ""
    assert client.get(reverse("approval:search"), {"q": "kilometrelik uçak"}).context["found"] == []
    client.force_login(factories.editor())
    assert client.get(reverse("approval:search"), {"q": "sahil"}).status_code == 403


def test_what_cannot_wait_says_so_and_is_said_again_soon():
    factories.director()
    factories.submit(factories.bulletin(title="Kış programı"))
    factories.submit(factories.bulletin(title="Fırtına", go_live_at=timezone.now() + dt.timedelta(hours=1)))
    subjects = list(Letter.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == ["İmzanıza geldi: Kış programı", "ACELE, imzanıza geldi: Fırtına"]
    later = timezone.now() + dt.timedelta(minutes=31)
    assert reminders.send_due(now=later) == 1
    assert reminders.send_due(now=later) == 0
    assert Letter.objects.order_by("pk").last().subject == "ACELE, imzanızı bekliyor: Fırtına"
    assert reminders.send_due(now=timezone.now() + dt.timedelta(hours=5)) == 2


def test_a_correction_is_not_pressed_by_an_embargo_that_is_over():
    page = factories.submit(factories.bulletin(title="Tören", go_live_at=timezone.now() - dt.timedelta(hours=1)))
    told = Letter.objects.filter(recipient="mudur@belediye.example")
    director = factories.director()
    (card,) = reading.cards_of(director)
    assert card.embargo.urgent
    page = factories.sign(factories.sign(page, user=director), user=factories.mayor())
    assert page.live
    factories.submit(factories.bulletin(title="Bekleyen"))
    factories.submit(factories.edit(page, summary="Tören ertelendi.", correction="Tarih düzeltildi."))
    factories.submit(factories.bulletin(title="Yarın", go_live_at=timezone.now() + dt.timedelta(days=1)))
    soon, first, card = reading.cards_of(director)
    assert [one.item.content.title for one in (soon, first)] == ["Yarın", "Bekleyen"]
    assert card.correction
    assert card.embargo is None  # its minute is that of what is live already
    assert "İmzanıza geldi: Tören" in told.order_by("-pk").values_list("subject", flat=True)[:2]
    assert reminders.send_due(now=timezone.now() + dt.timedelta(minutes=31)) == 0


def test_what_became_of_the_last_signature_is_asked_again(client):
    banner = AlertBanner(title="Lodos uyarısı", text="Sahile yaklaşmayın.")
    banner.save()
    banner.save_revision(user=factories.editor())
    mayor = factories.mayor()
    client.force_login(mayor)

    def last_signature():
        waiting = factories.sign(factories.submit(banner), user=factories.director())
        step = waiting.current_workflow_task_state
        return step, sign_here(
            client, client.get(reverse("approval:review", args=[step.pk]), {"sirayla": "1"})
        )  # fmt: skip

    _step, told = last_signature()
    assert "imzalandı; yayında." in text_of(told)
    factories.edit(AlertBanner.objects.get(), text="Yarın geçiyor.", go_live_at=timezone.now() + dt.timedelta(days=1))
    step, told = last_signature()
    assert AlertBanner.objects.get().live
    assert "imzalandı; ambargo bitince yayımlanacak." in text_of(told)
    done = text_of(client.get(reverse("approval:done", args=[step.pk])))
    assert "İki imza tamam; ambargo bitince yayımlanacak" in done


def test_baskan_is_told_of_each_week_once():
    factories.mayor()
    page = factories.publish(factories.bulletin(title="Sahil yolu yenileniyor"))
    factories.withdraw(page)
    before = Letter.objects.count()
    today = timezone.localtime()
    monday = (today - dt.timedelta(days=today.weekday()) + dt.timedelta(days=7)).replace(hour=6, minute=0)
    assert weeks.send_due_week(now=monday) == 0
    assert weeks.send_due_week(now=monday.replace(hour=8)) == 1
    assert weeks.send_due_week(now=monday.replace(hour=9)) == 0
    assert weeks.send_due_week(now=monday + dt.timedelta(days=3)) == 0
    letter = Letter.objects.order_by("pk").last()
    assert Letter.objects.count() == before + 1
    assert letter.recipient == "baskan@belediye.example"
    assert "Yayımlanan: 1\n• Sahil yolu yenileniyor" in letter.body
    assert "Yayından kaldırılan:\n• Sahil yolu yenileniyor" in letter.body
    # A week without any act is a week without a letter, and is not asked for again.
    assert weeks.send_due_week(now=monday + dt.timedelta(days=8)) == 0
    assert WeekSummary.objects.count() == 2
