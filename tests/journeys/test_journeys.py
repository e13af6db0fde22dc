"""Whole stories, told in the order in which the office lives them. An officer could read and check each one."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from cms.core import clock
from cms.users import services as people
from cms.users.models import Delegation
from cms.users.roles import Office
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from publishing.approval import evidence, selectors
from publishing.dispatch.models import Delivery, DeliveryState
from publishing.social.models import SocialPost
from tests import factories
from tests.office import browser, desk_return, desk_sign, form_data, hash_of, post_edit, waiting

pytestmark = pytest.mark.django_db

EMAILS = ("haber@kiyigazetesi.example", "istihbarat@korfezhaber.example", "masa@egetv.example")


def carry_everything():
    """The worker takes every due row and stops when none is left."""
    call_command("worker", drain=True, verbosity=0)


def write_bulletin(**changes):
    """The editor fills in the form and presses "Onaya gönder"."""
    mailing_list = factories.distribution_list(emails=EMAILS)
    values = {
        "title": "Sahil Yolu’nda asfalt çalışması başladı",
        "summary": "Üç kilometrelik bölümde çalışma on gün sürecek.",
        "slug": "",
        "body": streamfield([("paragraph", rich_text("<p>Ekipler sabah yedide işe başladı.</p>"))]),
        "lead_image": factories.photo().pk,
        "lead_image_alt": "Asfalt seren iş makinesi",
        "lead_image_credit": "Fotoğraf: Deniz Örnek",
        "place": "İskele Mahallesi",
        "send_email": "on",
        "distribution_lists": [mailing_list.pk],
        "social_texts": inline_formset(
            [{"network": "x", "text": "Sahil Yolu yenileniyor."}, {"network": "instagram", "text": "Sahil Yolu 🚧"}]
        ),
    }
    data = form_data(factories.bulletin(title="Form örneği"), **{**values, **changes})
    data["action-submit"] = "1"
    index = BulletinIndexPage.objects.get()
    answer = browser(factories.editor()).post(
        reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", index.pk]), data
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return BulletinPage.objects.exclude(title="Form örneği").latest("pk")


def states(page, channel="email"):
    return sorted(Delivery.objects.of(page).filter(channel=channel).values_list("state", flat=True))


def test_from_a_draft_through_two_signatures_to_everybody(client):
    page = write_bulletin()
    assert page.slug == "sahil-yolunda-asfalt-calismasi-basladi"
    assert client.get(page.url).status_code == 404

    # Müdür finds it on the desk, sees all that will go out, and signs.
    director = browser(factories.director())
    assert page.title in director.get("/onay/").content.decode()
    review = director.get(reverse("approval:review", args=[waiting(page).pk])).content.decode()
    assert "Sahil Yolu yenileniyor." in review
    desk_sign(factories.director(), waiting(page), hash_of(page))
    assert client.get(page.url).status_code == 404
    assert not Delivery.objects.exists()

    # Başkan signs; at that moment it is out.
    desk_sign(factories.mayor(), waiting(page), hash_of(page))
    page = BulletinPage.objects.get(pk=page.pk)
    answer = client.get(page.url)
    assert answer.status_code == 200
    assert page.number in answer.content.decode()
    assert page.title in client.get("/bultenler/").content.decode()
    assert page.title in client.get("/").content.decode()

    # The press has it by mail, each address alone.
    assert states(page) == ["queued"] * 3
    carry_everything()
    assert states(page) == ["accepted"] * 3
    to_the_press = [message for message in mail.outbox if message.to[0] in EMAILS]
    assert sorted(message.recipients() for message in to_the_press) == sorted([address] for address in EMAILS)
    assert all(page.title in message.subject for message in to_the_press)

    # The social unit copies, posts, and marks it.
    posts = SocialPost.objects.order_by("network")
    assert [(post.network, post.state) for post in posts] == [("instagram", "ready"), ("x", "ready")]
    social = browser(factories.social_editor())
    queue = social.get("/admin/sosyal/").content.decode()
    assert "Sahil Yolu yenileniyor." in queue
    post = posts.get(network="x")
    social.post(f"/admin/sosyal/{post.pk}/paylasildi/", {"url": "https://x.com/camlikiyi/status/1"})
    post.refresh_from_db()
    assert post.state == SocialPost.State.POSTED

    assert evidence.verify().intact


def test_returned_with_a_comment_corrected_and_signed(client):
    page = write_bulletin()
    desk_sign(factories.director(), waiting(page), hash_of(page))
    desk_return(factories.mayor(), waiting(page), "Çalışmanın biteceği günü yazalım.")
    page = BulletinPage.objects.get(pk=page.pk)
    editor = browser(factories.editor())
    assert (
        "Çalışmanın biteceği günü yazalım."
        in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )

    post_edit(factories.editor(), page, "action-submit", title="Sahil Yolu çalışması 3 Aralık’ta bitecek")
    assert waiting(page).task.specific.office == Office.DIRECTOR
    desk_sign(factories.director(), waiting(page), hash_of(page))
    desk_sign(factories.mayor(), waiting(page), hash_of(page))
    assert "3 Aralık’ta bitecek" in client.get(BulletinPage.objects.get(pk=page.pk).url).content.decode()


def everywhere(client, page):
    """The surfaces on which the public could meet ``page``."""
    return {
        "page": client.get(f"/bultenler/{page.slug}/").status_code == 200,
        **{
            name: page.slug in client.get(address).content.decode()
            for name, address in {
                "home": "/", "list": "/bultenler/", "rss": "/bultenler/rss.xml", "atom": "/bultenler/atom.xml",
                "sitemap": "/sitemap-bultenler.xml",
            }.items()
        },
    }  # fmt: skip


def test_an_embargo_holds_on_every_surface_until_its_minute(client, monkeypatch):
    monkeypatch.setattr(clock, "ahead_of_database", dt.timedelta)  # the database cannot travel along
    minute = (timezone.now() + dt.timedelta(hours=3)).replace(second=0, microsecond=0)
    local = timezone.localtime(minute)
    page = write_bulletin(go_live_at=local.strftime("%Y-%m-%d %H:%M"))
    desk_sign(factories.director(), waiting(page), hash_of(page))
    desk_sign(factories.mayor(), waiting(page), hash_of(page))
    page = BulletinPage.objects.get(pk=page.pk)
    photo = page.get_latest_revision().as_object().lead_image
    rendition = photo.get_rendition("width-800").url

    with time_machine.travel(minute - dt.timedelta(seconds=1), tick=False):
        carry_everything()
        assert not any(everywhere(client, page).values())
        assert client.get(rendition).status_code == 404
        assert not Delivery.objects.exists()
        assert not SocialPost.objects.exists()

    with time_machine.travel(minute + dt.timedelta(seconds=1), tick=False):
        carry_everything()
        assert all(everywhere(client, page).values()), everywhere(client, page)
        assert client.get(rendition).status_code == 200
        assert states(page) == ["accepted"] * 3
        assert SocialPost.objects.filter(state="ready").count() == 2


def test_a_correction_reaches_exactly_those_who_got_the_first_version(client):
    page = write_bulletin()
    desk_sign(factories.director(), waiting(page), hash_of(page))
    desk_sign(factories.mayor(), waiting(page), hash_of(page))
    carry_everything()
    page = BulletinPage.objects.get(pk=page.pk)
    Delivery.objects.filter(recipient=EMAILS[0]).update(state=DeliveryState.BOUNCED)
    mail.outbox.clear()

    page = factories.edit(page, summary="Çalışma on beş gün sürecek.", correction="Süre on değil on beş gündür.")
    page = factories.publish(page)
    carry_everything()
    corrections = Delivery.objects.of(page).filter(channel="email", kind="correction")
    assert sorted(corrections.values_list("recipient", flat=True)) == sorted(EMAILS[1:])
    sent = [message for message in mail.outbox if set(message.to) <= set(EMAILS[1:])]
    assert len(sent) == 2
    assert all("DÜZELTME" in message.subject for message in sent)
    assert all("Süre on değil on beş gündür." in message.body for message in sent)
    text = client.get(page.url).content.decode()
    assert "Düzeltme" in text
    assert "Süre on değil on beş gündür." in text


def test_a_withdrawal_reaches_exactly_those_who_got_it_and_the_page_is_gone(client):
    page = write_bulletin()
    desk_sign(factories.director(), waiting(page), hash_of(page))
    desk_sign(factories.mayor(), waiting(page), hash_of(page))
    carry_everything()
    page = BulletinPage.objects.get(pk=page.pk)
    Delivery.objects.filter(recipient=EMAILS[0]).update(state=DeliveryState.BOUNCED)
    mail.outbox.clear()

    content_type = evidence.content_type_of(page)
    address = reverse("approval:withdraw", args=[content_type.pk, page.pk])
    mayor = browser(factories.mayor())
    mayor.get(address)
    assert client.get(page.url).status_code == 200
    mayor.post(address, {"reason": "Tarih yanlış duyuruldu."})
    answer = client.get(page.url)
    assert answer.status_code == 410
    assert page.title not in answer.content.decode()
    assert not any(everywhere(client, page).values())
    carry_everything()
    withdrawals = Delivery.objects.of(page).filter(channel="email", kind="withdrawal")
    assert sorted(withdrawals.values_list("recipient", flat=True)) == sorted(EMAILS[1:])
    assert {message.to[0] for message in mail.outbox} >= set(EMAILS[1:])
    assert EMAILS[0] not in {message.to[0] for message in mail.outbox}
    assert set(SocialPost.objects.values_list("state", flat=True)) == {"cancelled"}
    assert selectors.records_of(page).last().comment == "Tarih yanlış duyuruldu."


def test_the_mayor_travels_and_a_deputy_signs_in_the_mayors_name(client):
    deputy = factories.person("vekil", first_name="Elif", last_name="Deneme", job_title="Başkan Yardımcısı")
    people.delegate(
        office=Office.MAYOR, principal=factories.mayor(), deputy=deputy, by=factories.mayor(),
        starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(days=2), document_number="2026/48",
    )  # fmt: skip
    page = write_bulletin()
    desk_sign(factories.director(), waiting(page), hash_of(page))
    review = browser(deputy).get(reverse("approval:review", args=[waiting(page).pk])).content.decode()
    assert "adına" in review
    desk_sign(deputy, waiting(page), hash_of(page))
    page = BulletinPage.objects.get(pk=page.pk)
    assert client.get(page.url).status_code == 200
    sheet = (
        browser(factories.director())
        .get(reverse("approval:evidence", args=[evidence.content_type_of(page).pk, page.pk]))
        .content.decode()
    )
    assert "Elif Deneme" in sheet
    assert "Baskan Örnek" in sheet
    assert "2026/48" in sheet

    # After the last day the deputy signs nothing.
    second = write_bulletin(title="İkinci bülten")
    desk_sign(factories.director(), waiting(second), hash_of(second))
    with time_machine.travel(timezone.now() + dt.timedelta(days=3), tick=False):
        desk_sign(deputy, waiting(second), hash_of(second))
    assert waiting(second).task.specific.office == Office.MAYOR
    assert Delegation.objects.count() == 1
