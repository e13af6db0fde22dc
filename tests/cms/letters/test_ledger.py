"""The list of letters in the admin: who reads it, what it never shows, who decides."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cms.core.carriage import DeliveryState
from cms.core.receipt import Outcome, Receipt
from cms.letters import services
from cms.letters.models import Letter, LetterKind
from cms.users import services as people
from cms.users.roles import Office
from tests import factories
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def letter(outcome: Outcome | None = None, kind: LetterKind = LetterKind.APPROVAL, **values) -> Letter:
    values = {"to": [("a@b.example", "Ayşe Öz")], "subject": "IŞIK bekliyor", "body": "Yalnızca size.", **values}
    [row] = services.write(kind=kind, **values)
    if outcome is not None:
        [row] = services.lease_due(owner="w", limit=1)
        services.mark_sending(letter=row)
        services.settle(letter=row, outcome=Receipt(outcome, "yanıt"))
    return Letter.objects.get(pk=row.pk)


def act(user, row: Letter, action: str):
    return browser(user).post(reverse("mektuplar:act", args=[row.pk]), {"action": action}, follow=True)


def state_of(row: Letter) -> str:
    return Letter.objects.get(pk=row.pk).state


def page_of(row: Letter) -> str:
    return reverse("mektuplar:inspect", args=[row.pk])


@pytest.mark.once
def test_administrators_and_offices_read_it_and_nobody_else():
    row = letter()
    readers = [factories.director(), factories.mayor(), factories.administrator(), factories.superuser()]
    for user in readers:
        listed = browser(user).get("/admin/mektuplar/")
        assert "IŞIK bekliyor" in listed.content.decode()
        assert "/new/" not in listed.content.decode()
        assert "Yalnızca size." in browser(user).get(page_of(row)).content.decode()
        assert "Mektuplar" in browser(user).get("/admin/").content.decode()
    for user in (factories.editor(), factories.archivist(), factories.social_editor()):
        assert browser(user).get("/admin/mektuplar/").status_code == 302
        assert browser(user).get(page_of(row)).status_code == 302
        assert act(user, row, "retry").redirect_chain
        assert state_of(row) == DeliveryState.QUEUED


@pytest.mark.once
def test_there_is_no_page_that_writes():
    row = letter()
    client = browser(factories.superuser())
    for address in ("new/", f"edit/{row.pk}/", f"delete/{row.pk}/", f"history/{row.pk}/"):
        assert client.post(f"/admin/mektuplar/{address}", {"reason": "x"}).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("who", ["director", "mayor", "administrator", "superuser"])
def test_a_secret_is_on_no_screen_and_in_no_export(who):
    row = letter(kind=LetterKind.SIGN_IN, body="https://a.example/gizli-anahtar/", secret=True)
    client = browser(getattr(factories, who)())
    for address in ("/admin/mektuplar/", page_of(row), "/admin/", f"/admin/mektuplar/?q={row.recipient}"):
        assert "gizli-anahtar" not in client.get(address).content.decode()
    for kind in ("csv", "xlsx"):
        exported = b"".join(client.get(f"/admin/mektuplar/?export={kind}").streaming_content)
        assert b"gizli-anahtar" not in exported
    assert "hiçbir ekranda gösterilmez" in client.get(page_of(row)).content.decode()


@pytest.mark.parametrize(
    "query, count",
    [
        ("state=queued", 1),
        ("state=failed", 0),
        ("kind=approval", 1),
        ("kind=security", 0),
        ("words=ışık", 1),
        ("words=AYŞE", 1),
        ("q=a@b", 1),
        ("words=yok", 0),
    ],
)
def test_the_filters(query, count):
    letter()
    answer = browser(factories.mayor()).get(f"/admin/mektuplar/?{query}")
    assert len(answer.context["object_list"]) == count


@pytest.mark.once
def test_who_subscribes_is_read_by_nobody():
    """Neither what readers get nor what they are asked."""
    to = {"to": [("okur@ev.example", "")], "subject": "Size özel"}
    rows = [
        letter(Outcome.UNKNOWN, LetterKind.SUBSCRIPTION, origin="abone:1:1:000001:first", **to),
        letter(Outcome.FAILED, LetterKind.OTHER, origin="abone-istek:1:", **to),
    ]
    letter()
    for user in (factories.director(), factories.mayor(), factories.administrator(), factories.superuser()):
        client = browser(user)
        for query in ("", "?q=okur", "?kind=subscription", "?words=okur", "?state=unknown"):
            assert "okur@ev.example" not in client.get(f"/admin/mektuplar/{query}").content.decode()
            assert "okur@ev.example" not in client.get(f"/admin/mektuplar/results/{query}").content.decode()
        exported = b"".join(client.get("/admin/mektuplar/?export=csv").streaming_content)
        assert b"a@b.example" in exported
        assert b"okur@ev.example" not in exported
        for row in rows:
            assert client.get(page_of(row)).status_code == 404
            assert client.post(reverse("mektuplar:act", args=[row.pk]), {"action": "told"}).status_code == 404
            with pytest.raises(PermissionDenied):
                services.told_otherwise(letter=row, user=user)
            assert state_of(row) == row.state


def test_unknown_is_told_and_decided_by_a_person():
    row = letter(Outcome.UNKNOWN)
    administrator = factories.administrator()
    assert "1 mektup alıcısına ulaşmadı" in browser(administrator).get("/admin/").content.decode()
    shown = browser(administrator).get(page_of(row)).content.decode()
    assert "İkinci bir kopya kendiliğinden gönderilmez" in shown
    assert "Ulaştı say" in shown
    act(administrator, row, "retry")
    assert state_of(row) == DeliveryState.UNKNOWN
    act(administrator, row, "not_arrived")
    assert state_of(row) == DeliveryState.FAILED
    act(administrator, row, "retry")
    assert state_of(row) == DeliveryState.QUEUED
    assert "alıcısına ulaşmadı" not in browser(administrator).get("/admin/").content.decode()


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.FAILED, Outcome.BOUNCED])
@pytest.mark.parametrize("who", ["administrator", "superuser"])
@pytest.mark.parametrize("action", ["arrived", "not_arrived", "told"])
def test_no_administrator_silences_a_security_notice(outcome, who, action):
    """It may tell of what the administrator did."""
    row = letter(outcome, LetterKind.SECURITY)
    before = state_of(row)
    act(getattr(factories, who)(), row, action)
    assert state_of(row) == before
    shown = browser(getattr(factories, who)()).get(page_of(row)).content.decode()
    assert "Ulaştı say" not in shown
    assert "Başka yoldan bildirildi" not in shown


@pytest.mark.parametrize("who", ["director", "mayor"])
def test_an_office_sees_failed_security_notices_at_its_desk_until_it_says_so(who):
    rows = [letter(Outcome.FAILED, LetterKind.SECURITY), letter(Outcome.UNKNOWN, LetterKind.SECURITY)]
    rows.append(letter(Outcome.BOUNCED, LetterKind.SECURITY))
    letter(Outcome.FAILED)
    user = getattr(factories, who)()
    for address in ("/onay/", "/admin/"):
        text = browser(user).get(address).content.decode()
        assert "3 güvenlik bildirimi gönderilemedi" in text
        assert "/admin/mektuplar/?kind=security" in text
    for row in rows:
        act(user, row, "told")
        assert state_of(row) == DeliveryState.CANCELLED
        assert f"{user}: alıcıya başka yoldan bildirildi." in Letter.objects.get(pk=row.pk).reason
    for address in ("/onay/", "/admin/"):
        assert "güvenlik bildirimi" not in browser(user).get(address).content.decode()


def test_a_notice_that_nobody_carries_is_seen_too():
    """A worker that was switched off is a way to silence as well."""
    row = letter(kind=LetterKind.SECURITY)
    director = factories.director()
    assert "güvenlik bildirimi" not in browser(director).get("/onay/").content.decode()
    Letter.objects.filter(pk=row.pk).update(created_at=timezone.now() - dt.timedelta(hours=2))
    assert "1 güvenlik bildirimi bir saatten uzun" in browser(director).get("/onay/").content.decode()


def test_a_deputy_reads_the_warning_without_the_list():
    letter(Outcome.FAILED, LetterKind.SECURITY)
    deputy, mayor, now = factories.person("vekil"), factories.mayor(), timezone.now()
    people.delegate(
        office=Office.MAYOR, principal=mayor, deputy=deputy, by=mayor, starts_at=now, ends_at=now + dt.timedelta(days=1)
    )
    desk = browser(deputy).get("/onay/").content.decode()
    assert "1 güvenlik bildirimi" in desk
    assert "/admin/mektuplar/" not in desk


def test_a_secret_that_is_gone_cannot_be_sent_again():
    row = letter(Outcome.FAILED, LetterKind.SIGN_IN, secret=True)
    answer = act(factories.administrator(), row, "retry")
    assert "saklanmadı" in answer.content.decode()
    assert state_of(row) == DeliveryState.FAILED


def test_only_what_exists_can_be_done():
    row = letter()
    answer = browser(factories.mayor()).post(reverse("mektuplar:act", args=[row.pk]), {"action": "delete"})
    assert answer.status_code == 302
    assert state_of(row) == DeliveryState.QUEUED
    assert browser(factories.mayor()).get(reverse("mektuplar:act", args=[row.pk])).status_code == 405
