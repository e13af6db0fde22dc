"""The editor hears of mails that did not arrive: when the round is over, once, and again when more are lost."""

import pytest

from cms.letters.models import Letter
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.dispatch.notices import tell_editors
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_a_round_is_told_of_when_it_is_over_and_once():
    addresses = ["a@gazete.example", "b@gazete.example", "c@gazete.example"]
    page = factories.publish(factories.bulletin(title="Fuar", lists=[factories.distribution_list(emails=addresses)]))
    mails = Delivery.objects.of(page).filter(channel=Channel.EMAIL)
    first, second, third = mails.order_by("recipient")

    def became(row, state, reason=""):
        Delivery.objects.filter(pk=row.pk).update(state=state, reason=reason)

    became(first, DeliveryState.BOUNCED, "550 no such user")
    became(second, DeliveryState.ACCEPTED)
    assert tell_editors() == 0  # one still waits
    became(third, DeliveryState.ACCEPTED)
    assert tell_editors() == 1
    told = Letter.objects.get(subject="E-postası ulaşmayanlar var: Fuar")
    assert told.recipient == factories.editor().email
    for words in ("a@gazete.example", "550 no such user", "2 kabul, 1 geri döndü", "Yapmanız gereken", "/dagitim/"):
        assert words in told.body
    assert tell_editors() == 0
    became(third, DeliveryState.UNKNOWN)
    assert tell_editors() == 1
    assert "kendiliğinden yeniden gönderilmez" in Letter.objects.order_by("-pk").first().body
    # Nobody writes to an account that was closed.
    became(second, DeliveryState.FAILED)
    type(factories.editor()).objects.filter(username="editor").update(is_active=False)
    assert tell_editors() == 0


def test_what_was_cancelled_is_sent_after_all_from_the_overview(client):
    from django.urls import reverse

    page = factories.publish(
        factories.bulletin(
            title="Fuar", lists=[factories.distribution_list(emails=["a@gazete.example", "b@gazete.example"])]
        )
    )
    mails = Delivery.objects.of(page).filter(channel=Channel.EMAIL)
    one = mails.first()
    client.force_login(factories.director())
    panel = reverse("dagitim:panel", args=[one.content_type_id, one.object_id])
    client.post(panel, {"islem": "iptal"})
    assert {row.state for row in mails.all()} == {DeliveryState.CANCELLED}
    overview = client.get(reverse("dagitim:overview"), {"durum": "iptal"}).content.decode()
    assert "İptal edilenleri gönder" in overview
    assert "İptal edilenleri gönder (2)" in client.get(panel).content.decode()
    # Who may only read sees no button, and has no way round it.
    client.force_login(factories.editor())
    assert "İptal edilenleri gönder" not in client.get(reverse("dagitim:overview")).content.decode()
    client.post(panel, {"islem": "iptalleri-gonder"})
    assert {row.state for row in mails.all()} == {DeliveryState.CANCELLED}
    client.force_login(factories.director())
    before = Letter.objects.count()
    back = client.post(panel, {"islem": "iptalleri-gonder", "next": reverse("dagitim:overview")})
    assert back.url == reverse("dagitim:overview")
    assert {row.state for row in mails.all()} == {DeliveryState.QUEUED}
    assert Letter.objects.count() > before  # both offices hear of it
    # What a correction has replaced stays unsent, and no button promises it.
    mails.filter(pk=one.pk).update(state=DeliveryState.CANCELLED)
    site = Delivery.objects.of(page).get(channel=Channel.WEBSITE)
    for version, count in ((1, 1), (2, 0)):
        Delivery.objects.filter(pk=site.pk).update(version=version)
        assert (f"İptal edilenleri gönder ({count})" in client.get(panel).content.decode()) == bool(count)
        overview = client.get(reverse("dagitim:overview"), {"durum": "iptal"}).content.decode()
        assert "Fuar" in overview
        assert ("İptal edilenleri gönder" in overview) == bool(count)
    client.post(panel, {"islem": "iptalleri-gonder"})
    assert mails.get(pk=one.pk).state == DeliveryState.CANCELLED
    Delivery.objects.filter(pk=site.pk).update(version=1)
    # What was taken back stays unsent.
    factories.withdraw(page)
    assert "İptal edilenleri gönder" not in client.get(panel).content.decode()
    client.post(panel, {"islem": "iptalleri-gonder"})
    assert {row.state for row in mails.all()} == {DeliveryState.CANCELLED}
