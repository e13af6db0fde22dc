"""From the second signature to the rows, through Wagtail's own signals."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.core.message import Message
from publishing.approval import selectors
from publishing.approval.desk.surfaces import SURFACES
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.social.models import SocialPost
from tests import factories
from tests.crawl import everything, mails

pytestmark = pytest.mark.django_db
EMAILS = ("a@gazete.example", "b@gazete.example")


def signed(**values):
    press = factories.distribution_list("Yerel basın", EMAILS)
    return factories.publish(factories.bulletin(lists=[press], **values))


def emails(page, **values) -> dict[str, str]:
    rows = Delivery.objects.of(page).filter(channel=Channel.EMAIL, **values)
    return dict(rows.values_list("recipient", "state"))


def accept_all() -> None:
    Delivery.objects.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.ACCEPTED)


def test_a_draft_and_one_signature_send_nothing():
    page = factories.bulletin(lists=[factories.distribution_list()])
    factories.submit(page)
    factories.sign(page, user=factories.director())
    assert not Delivery.objects.exists()


def test_the_second_signature_writes_the_rows():
    page = signed()
    assert emails(page, version=1, kind="first") == dict.fromkeys(EMAILS, "queued")
    site = Delivery.objects.of(page).get(channel=Channel.WEBSITE)
    assert (site.state, site.number) == ("accepted", page.number)
    message = Message.from_payload(site.payload["message"])
    assert message.headline == page.title
    assert site.receipt == message.url


def test_publishing_the_same_revision_again_writes_nothing_more():
    page = signed()
    count = Delivery.objects.count()
    page.live_revision.publish(skip_permission_checks=True)
    assert Delivery.objects.count() == count


def test_an_embargoed_bulletin_is_dispatched_at_its_minute_and_not_before(time_machine):
    embargo = timezone.now() + dt.timedelta(hours=2)
    page = signed(go_live_at=embargo)
    assert not page.live
    assert not Delivery.objects.exists()
    call_command("publish_scheduled", verbosity=0)
    assert not Delivery.objects.exists()
    time_machine.move_to(embargo + dt.timedelta(seconds=1))
    call_command("publish_scheduled", verbosity=0)
    assert type(page).objects.get(pk=page.pk).live
    assert emails(page, version=1, kind="first") == dict.fromkeys(EMAILS, "queued")
    written = Delivery.objects.count()
    call_command("publish_scheduled", verbosity=0)
    assert Delivery.objects.count() == written


def test_a_signed_correction_follows_and_says_what_changed():
    page = signed()
    accept_all()
    page = factories.publish(factories.edit(page, summary="Çalışma pazartesi başlıyor.", correction="Gün düzeltildi."))
    assert emails(page, version=2) == dict.fromkeys(EMAILS, "queued")
    row = Delivery.objects.of(page).filter(channel=Channel.EMAIL, version=2).first()
    assert row.kind == "correction"
    assert "Gün düzeltildi." in Message.from_payload(row.payload["message"]).note


def test_the_reason_of_a_withdrawal_stands_in_the_evidence_and_reaches_nobody():
    """One person types it and one signature takes the page down: no word of it may leave the house."""
    reason = "Gizli-gerekçe bir kişinin sözü"
    page = signed(social={"x": "Yol açıldı"})
    accept_all()
    factories.withdraw(page, reason=reason)
    assert emails(page, kind="withdrawal") == dict.fromkeys(EMAILS, "queued")
    assert selectors.records_of(page).last().comment == reason
    assert [row.pk for row in Delivery.objects.all() if reason in str(row.payload)] == []
    assert [row.pk for row in SocialPost.objects.all() if reason in str(row.__dict__)] == []
    for address, answer in everything([page.url]).items():
        assert reason.encode() not in answer.body, address


def test_a_mail_of_a_withdrawal_that_waited_before_says_no_reason_either():
    page = signed()
    accept_all()
    factories.withdraw(page)
    row = Delivery.objects.of(page).filter(channel=Channel.EMAIL, kind="withdrawal").first()
    row.payload["message"]["note"] = "Gizli-gerekçe"
    Delivery.objects.filter(pk=row.pk).update(payload=row.payload)
    answer = mails()[f"mail:{row.pk}"]
    assert b"GER" in answer.body
    assert "Gizli-gerekçe".encode() not in answer.body


def test_the_desk_shows_the_mail_as_the_press_will_see_it(rf):
    render = SURFACES["email"].render
    page = factories.bulletin(lists=[factories.distribution_list()], title="Işıklı kavşak açıldı")
    html = render(rf.get("/onay/"), page)
    assert html.startswith("<!doctype html>")
    assert "Işıklı kavşak açıldı" in html
    assert "DÜZELTME" not in html
    assert render(rf.get("/onay/"), factories.bulletin()) is None
