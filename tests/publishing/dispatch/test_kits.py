"""A bulletin's mails lead to its press kit."""

from __future__ import annotations

import pytest
from django.test import Client

from media_library.kits.models import Kit, KitDownload, KitLink, KitState
from media_library.models import LegalBasis
from publishing.channels.email import compose
from publishing.dispatch import services
from publishing.dispatch.models import Channel, Delivery
from publishing.dispatch.worker import message_and_recipient
from tests import factories
from tests.factories.kits import build

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
SENTENCE = "Fotoğraflar, metin ve videolar: basın kitini indirin"


@pytest.fixture
def published():
    photo = factories.photo(legal_basis=LegalBasis.PUBLIC_EVENT)
    page = factories.bulletin(
        lists=[factories.distribution_list(emails=("a@gazete.example", "b@gazete.example"))],
        **factories.with_photo(photo=photo),
    )
    return factories.publish(page)


def mail_of(recipient: str, **values):
    row = Delivery.objects.get(channel=Channel.EMAIL, recipient=recipient, **values)
    return row, compose(*message_and_recipient(row))


def test_publication_makes_the_kit_and_each_mail_carries_its_own_address(published, settings) -> None:
    kit = Kit.objects.get()
    assert kit.number == published.register_entry.number
    assert [part.photo_id for part in kit.photos.all()] == [published.lead_image_id]
    urls = set()
    for recipient in ("a@gazete.example", "b@gazete.example"):
        row, mail = mail_of(recipient)
        url = row.payload["kit_url"]
        urls.add(url)
        assert url.startswith(f"{settings.SITE_URL}/basin-kiti/{KitLink.objects.get().token}/?k=")
        assert SENTENCE in mail.body
        assert url in mail.body
        assert SENTENCE in mail.alternatives[0].content
    assert len(urls) == 2


def test_the_link_in_a_mail_opens_the_kit_and_names_who_downloads(published, settings) -> None:
    build()
    row, _mail = mail_of("b@gazete.example")
    client = Client()
    page = client.get(row.payload["kit_url"].removeprefix(settings.SITE_URL))
    assert page.status_code == 200
    answer = client.get(page.context["zip_url"])
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert KitDownload.objects.get().who == "b@gazete.example"


def test_a_correction_keeps_the_address_and_a_withdrawal_closes_it(published, settings) -> None:
    Delivery.objects.filter(channel=Channel.EMAIL).update(state="accepted")
    first = mail_of("a@gazete.example", version=1)[0].payload["kit_url"]
    factories.publish(factories.edit(published, title="Sahil yolu yarın açılıyor", correction="Tarih düzeltildi."))
    row = mail_of("a@gazete.example", version=2)[0]
    assert (row.kind, row.payload["kit_url"]) == ("correction", first)
    assert (Kit.objects.get().version, Kit.objects.get().title) == (2, "Sahil yolu yarın açılıyor")
    Delivery.objects.filter(channel=Channel.EMAIL).update(state="accepted")
    factories.withdraw(type(published).objects.get(pk=published.pk))
    withdrawal, mail = mail_of("a@gazete.example", kind="withdrawal")
    assert "kit_url" not in withdrawal.payload
    assert SENTENCE not in mail.body
    assert Kit.objects.get().state == KitState.CLOSED
    assert Client().get(first.removeprefix(settings.SITE_URL)).status_code == 410


def test_a_mail_written_before_there_were_kits_stays_as_it_was(published) -> None:
    row, _mail = mail_of("a@gazete.example")
    with_kit = compose(*message_and_recipient(row))
    del row.payload["kit_url"]
    without = compose(*message_and_recipient(row))
    assert SENTENCE not in without.body + without.alternatives[0].content
    lines = [line for line in with_kit.body.splitlines() if line not in without.body.splitlines()]
    assert len(lines) == 2


def test_content_without_a_number_gets_no_kit(press) -> None:
    press.says(number="")
    services.enqueue(content=press.page, version=1)
    assert not Kit.objects.exists()
    assert all("kit_url" not in row.payload for row in press.rows(channel=Channel.EMAIL))


def test_a_revoked_mailing_link_is_not_sent_any_more(press, officer) -> None:
    from django.utils import timezone

    services.enqueue(content=press.page, version=1)
    KitLink.objects.update(revoked_at=timezone.now())
    press.rows().update(state="accepted")
    services.enqueue(content=press.page, version=2)
    assert all("kit_url" not in row.payload for row in press.rows(channel=Channel.EMAIL, version=2))
