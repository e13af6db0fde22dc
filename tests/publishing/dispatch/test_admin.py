"""The officer's list, the page of one delivery, the panel of one bulletin."""

from __future__ import annotations

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.core.receipt import Outcome, Receipt
from cms.letters.models import Letter
from press_archive.bulletins.models import BulletinPage
from publishing.dispatch import services
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from tests import factories
from tests.factories.dispatch import queue_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_director(client, officer):
    client.force_login(officer)
    return client


def page_of(row: Delivery) -> str:
    return reverse("dagitim:inspect", args=[row.pk])


def act(client, row: Delivery, action: str):
    return client.post(reverse("dagitim:act", args=[row.pk]), {"action": action})


def settled(outcome: Outcome, detail: str = "") -> Delivery:
    queue_mail(1)
    [row] = services.lease_due(owner="w", limit=1)
    services.mark_sending(delivery=row)
    services.settle(delivery=row, outcome=Receipt(outcome, detail, row.message_id))
    return Delivery.objects.get(pk=row.pk)


def test_the_list_speaks_the_offices_language_and_has_no_add_button(as_director):
    rows = queue_mail(2)
    Delivery.objects.filter(pk=rows[0].pk).update(state=DeliveryState.BOUNCED)
    answer = as_director.get(reverse("dagitim:index"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "geri döndü" in text
    assert "bekliyor" in text
    assert "r000@gazete.example" in text
    assert "/new/" not in text


@pytest.mark.parametrize(
    "query, expected",
    [
        ("state=bounced", {"r000@gazete.example"}),
        ("state=bounced&state=queued", {"r000@gazete.example", "r001@gazete.example"}),
        ("channel=social", set()),
        ("kind=first", {"r000@gazete.example", "r001@gazete.example"}),
        ("headline=2026/0001", {"r000@gazete.example", "r001@gazete.example"}),
        ("headline=SAHİL", {"r000@gazete.example", "r001@gazete.example"}),
        ("headline=r001", {"r001@gazete.example"}),
        ("q=r001", {"r001@gazete.example"}),
        ("created_at_from=2020-01-01&created_at_to=2020-01-02", set()),
    ],
)
def test_the_filters(as_director, query, expected):
    rows = queue_mail(2)
    Delivery.objects.filter(pk=rows[0].pk).update(state=DeliveryState.BOUNCED, headline="sahil yolu açıldı")
    Delivery.objects.filter(pk=rows[1].pk).update(headline="sahil yolu açıldı")
    answer = as_director.get(reverse("dagitim:index") + f"?{query}")
    assert {row.recipient for row in answer.context["object_list"]} == expected


def test_the_list_can_be_taken_away_as_a_table(as_director):
    queue_mail(1)
    answer = as_director.get(reverse("dagitim:index") + "?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "r000@gazete.example" in text
    assert "bekliyor" in text


def test_one_delivery_shows_its_attempts(as_director):
    row = settled(Outcome.TEMPORARY, "451 greylisted")
    text = as_director.get(page_of(row)).content.decode()
    assert "şimdilik olmadı" in text
    assert "451 greylisted" in text
    assert "Hemen dene" in text


def test_retry_and_cancel(as_director):
    row = settled(Outcome.BOUNCED, "550 unknown")
    assert "Yeniden dene" in as_director.get(page_of(row)).content.decode()
    act(as_director, row, "retry")
    row.refresh_from_db()
    assert row.state == DeliveryState.QUEUED
    act(as_director, row, "cancel")
    row.refresh_from_db()
    assert row.state == DeliveryState.CANCELLED


@pytest.mark.parametrize("action, state", [("arrived", "accepted"), ("not_arrived", "failed")])
def test_the_unknown_is_decided_by_a_person(as_director, action, state):
    row = settled(Outcome.UNKNOWN, "line dropped")
    text = as_director.get(page_of(row)).content.decode()
    assert "Ulaştı say" in text
    assert "Ulaşmadı say" in text
    act(as_director, row, action)
    row.refresh_from_db()
    assert row.state == state


def test_an_act_that_is_too_late_says_so_in_turkish(as_director):
    row = settled(Outcome.ACCEPTED)
    answer = as_director.post(reverse("dagitim:act", args=[row.pk]), {"action": "cancel"}, follow=True)
    assert "artık durdurulamaz" in answer.content.decode()


def test_nothing_happens_by_get_nor_for_an_unknown_action(as_director):
    row = settled(Outcome.UNKNOWN)
    assert as_director.get(reverse("dagitim:act", args=[row.pk]) + "?action=arrived").status_code == 405
    assert act(as_director, row, "delete").status_code in (302, 403)
    row.refresh_from_db()
    assert row.state == DeliveryState.UNKNOWN


def test_an_act_never_leads_to_another_site(as_director):
    row = settled(Outcome.UNKNOWN)
    url = reverse("dagitim:act", args=[row.pk])
    answer = as_director.post(url, {"action": "arrived", "next": "https://elsewhere.example/"})
    assert answer.url == page_of(row)


def test_those_who_only_read_see_no_buttons_and_may_do_nothing(client):
    row = settled(Outcome.UNKNOWN)
    client.force_login(factories.editor())
    assert client.get("/admin/dagitim/").status_code == 200
    text = client.get(page_of(row)).content.decode()
    assert "Ulaştı say" not in text
    act(client, row, "arrived")
    row.refresh_from_db()
    assert row.state == DeliveryState.UNKNOWN


def test_the_archivist_sees_nothing_of_it(client):
    row = settled(Outcome.UNKNOWN)
    client.force_login(factories.archivist())
    panel = reverse("dagitim:panel", args=[row.content_type_id, row.object_id])
    for url in ("/admin/dagitim/", reverse("dagitim:index"), page_of(row), panel):
        assert client.get(url).status_code == 302
    menu_item = json.dumps("Dağıtım")
    assert menu_item not in client.get("/admin/").content.decode()
    client.force_login(factories.editor())
    assert menu_item in client.get("/admin/").content.decode()


def test_the_panel_of_a_bulletin_tells_everything(as_director, press):
    services.enqueue(content=press.page, version=1)
    first, second, third = press.rows(channel=Channel.EMAIL).order_by("recipient")
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.ACCEPTED)
    Delivery.objects.filter(pk=second.pk).update(state=DeliveryState.BOUNCED, reason="550 unknown")
    url = reverse("dagitim:panel", args=[first.content_type_id, first.object_id])
    text = as_director.get(url).content.decode()
    assert "1 kabul, 1 geri döndü, 1 bekliyor" in text
    assert "web sitesi" in text
    assert "1. sürüm: ilk gönderim" in text
    as_director.post(url)
    second.refresh_from_db()
    assert second.state == DeliveryState.QUEUED
    assert third.state == DeliveryState.QUEUED


def test_the_bulletins_editor_leads_to_the_panel(client, press):
    services.enqueue(content=press.page, version=1)
    row = press.rows().first()
    client.force_login(factories.editor())
    text = client.get(reverse("wagtailadmin_pages:edit", args=[press.page.pk])).content.decode()
    assert "Dağıtım: 3 bekliyor" in text
    assert reverse("dagitim:panel", args=[row.content_type_id, row.object_id]) in text


def overview(client, **query):
    answer = client.get(reverse("dagitim:overview"), query)
    return answer, [(row.headline, str(emails)) for row, emails in answer.context["items"]]


def test_the_overview_has_one_line_for_each_item_the_newest_first(as_director, press):
    empty, items = overview(as_director)
    assert (items, "Henüz gönderim yok" in empty.content.decode()) == ([], True)
    services.enqueue(content=press.page, version=1)
    other = factories.bulletin(title="Çarşıda İftar")
    services.enqueue(content=other, version=1)
    first, second, _third = press.rows(channel=Channel.EMAIL).order_by("recipient")
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.ACCEPTED)
    Delivery.objects.filter(pk=second.pk).update(state=DeliveryState.BOUNCED)
    services.enqueue(content=press.page, version=2)
    answer, items = overview(as_director)
    title = press.rows().first().headline
    assert [name for name, _tally in items] == [title, "Çarşıda İftar"]
    text = answer.content.decode()
    assert "1 geri döndü" in text
    assert "düzeltme" in text
    assert 'class="delivery-bar__accepted"' in text
    for query, expected in (
        ({"durum": "sorunlu"}, [title]), ({"ara": "ÇARŞIDA"}, ["Çarşıda İftar"]), ({"ara": "yok böyle"}, []),
        ({"durum": "başka", "p": "9"}, [title, "Çarşıda İftar"]),
    ):  # fmt: skip
        assert [name for name, _tally in overview(as_director, **query)[1]] == expected, query


def test_the_overview_costs_the_same_for_many_items(as_director):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            overview(as_director)
        return len(captured)

    def site_rows(count):
        like = {"headline": "Çarşı", "channel": Channel.WEBSITE, "recipient": "site", "version": 1, "payload": {}}
        kind = ContentType.objects.get_for_model(BulletinPage)
        rows = [Delivery(content_type=kind, object_id=str(number), **like) for number in range(count)]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)

    site_rows(1)
    queries()
    with_one = queries()
    site_rows(40)
    assert queries() == with_one


def test_what_waits_is_stopped_together_and_both_offices_hear_of_it_once(as_director, press, officer):
    services.enqueue(content=press.page, version=1)
    row = press.rows().first()
    url = reverse("dagitim:panel", args=[row.content_type_id, row.object_id])
    assert "3 gönderim durdurulur" in as_director.get(url).content.decode()
    before = Letter.objects.count()
    as_director.post(url, {"islem": "iptal"})
    assert set(press.rows(channel=Channel.EMAIL).values_list("state", flat=True)) == {DeliveryState.CANCELLED}
    told = Letter.objects.order_by("pk")[before:]
    assert told
    assert len(told) == len({letter.recipient for letter in told})
    assert all("3 alıcı" in letter.body for letter in told)
    again = as_director.post(url, {"islem": "iptal"}, follow=True).content.decode()
    assert "bekleyen kalmamış" in again


def test_a_correction_is_not_stopped_with_the_rest_and_not_by_anybody(client, as_director, press):
    services.enqueue(content=press.page, version=1)
    Delivery.objects.filter(channel=Channel.EMAIL).update(state=DeliveryState.ACCEPTED)
    services.enqueue(content=press.page, version=2)
    row = press.rows().first()
    url = reverse("dagitim:panel", args=[row.content_type_id, row.object_id])
    assert "Bekleyenleri iptal et" not in as_director.get(url).content.decode()
    as_director.post(url, {"islem": "iptal"})
    assert press.rows(version=2, channel=Channel.EMAIL, state=DeliveryState.QUEUED).count() == 3
    client.force_login(factories.editor())
    assert client.post(url, {"islem": "iptal"}).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        services.cancel_waiting(content_type=row.content_type, object_id=row.object_id, user=factories.mayor())


@pytest.mark.parametrize("path", ["new/", "edit/{pk}/", "delete/{pk}/", "copy/{pk}/", "history/{pk}/"])
def test_the_ledger_has_no_page_for_writing(client, path):
    [row] = queue_mail(1)
    client.force_login(factories.superuser())
    answer = client.post(f"/admin/dagitim/{path.format(pk=row.pk)}", {"reason": "x"})
    assert answer.status_code in (302, 404)
    row.refresh_from_db()
    assert row.reason == ""


def test_several_items_are_tried_again_and_stopped_together_by_whoever_has_the_right(client, as_director, press):
    services.enqueue(content=press.page, version=1)
    other = factories.bulletin(title="Çarşıda iftar", lists=[factories.distribution_list()])
    services.enqueue(content=other, version=1)
    website = {row.object_id: row for row in Delivery.objects.filter(channel=Channel.WEBSITE)}
    ticked = [f"{row.content_type_id}-{row.object_id}" for row in website.values()]
    emails = Delivery.objects.filter(channel=Channel.EMAIL)
    failed = emails.filter(object_id=str(press.page.pk)).order_by("pk").first()
    emails.exclude(pk=failed.pk).update(state=DeliveryState.ACCEPTED)
    emails.filter(pk=failed.pk).update(state=DeliveryState.FAILED)
    url, panel = reverse("dagitim:bulk"), reverse("dagitim:panel", args=[failed.content_type_id, failed.object_id])

    # In the list of its item each row has its own button, in the overview each item.
    assert f'action="{reverse("dagitim:act", args=[failed.pk])}"' in as_director.get(panel).content.decode()
    text = as_director.get(reverse("dagitim:overview")).content.decode()
    assert (text.count('name="icerik"'), f'value="{failed.content_type_id}-{failed.object_id}"' in text) == (1, True)

    done = as_director.post(url, {"icerik": [*ticked, "0-1", "x", "999999999-1"], "islem": "yeniden"}, follow=True)
    assert "1 içeriğin 1 gönderimi yeniden sıraya alındı." in done.content.decode()
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (DeliveryState.QUEUED, 0)
    done = as_director.post(url, {"icerik": ticked, "islem": "iptal"}, follow=True)
    assert "1 içeriğin 1 gönderimi iptal edildi; iki makama bildirildi." in done.content.decode()
    failed.refresh_from_db()
    assert failed.state == DeliveryState.CANCELLED
    assert "en az bir içerik" in as_director.post(url, {"islem": "iptal"}, follow=True).content.decode()
    emails.filter(pk=failed.pk).update(state=DeliveryState.FAILED)
    # What was withdrawn meanwhile is not tried again, in bulk neither.
    services.enqueue_withdrawal(content=press.page)
    as_director.post(url, {"icerik": ticked, "islem": "yeniden"})
    failed.refresh_from_db()
    assert failed.state == DeliveryState.FAILED

    emails.filter(pk=failed.pk).update(state=DeliveryState.QUEUED)
    client.force_login(factories.editor())
    for act in ("yeniden", "iptal"):
        assert client.post(url, {"icerik": ticked, "islem": act}).status_code in (302, 403)
    failed.refresh_from_db()
    assert failed.state == DeliveryState.QUEUED
    assert client.get(url).status_code == 405
