"""The queue's screen, and the posts as the approvers see them."""

import io

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from cms.core.networks import NETWORKS
from publishing.social import services, surface
from publishing.social.crops import download_name
from publishing.social.models import SocialPost
from tests import factories
from tests.publishing.social.test_services import ADDRESS, item, queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def social_editor(client):
    client.get("/admin/login/")
    client.force_login(factories.social_editor())
    return client


def test_an_empty_queue_says_what_will_come(social_editor):
    page = social_editor.get(reverse("social_queue")).content.decode()
    assert "Bekleyen paylaşım yok" in page
    assert "Sosyal kuyruk" in page


def test_a_card_has_all_that_posting_needs(social_editor):
    photo = factories.photo()
    post = queue(text="Sahil yolu açıldı.\nHayırlı olsun <3", image_id=photo.pk)
    page = social_editor.get(reverse("social_queue")).content.decode()
    assert "Sahil yolu açıldı.<br>Hayırlı olsun &lt;3" in page
    assert f"{post.length} / 280" in page
    assert reverse("social_crop", args=[post.pk]) in page
    assert "1600x900" in page
    assert "Paylaşımın adresi" in page


def test_the_queue_filters_by_state_and_network(social_editor):
    services.mark_posted(post=queue(text="Paylaşılan"), user=factories.social_editor(), url=ADDRESS)
    queue(network="mastodon", text="Bekleyen")
    queue(network="facebook", text="Diğeri")

    def texts(query):
        items = social_editor.get(reverse("social_queue") + query).context["items"]
        return {card["post"].text for item in items for card in item.cards}

    assert texts("") == {"Bekleyen", "Diğeri"}
    assert texts("?ag=mastodon") == {"Bekleyen"}
    assert texts("?durum=paylasilan") == {"Paylaşılan"}
    assert texts("?durum=biten") == set()
    assert texts("?durum=yok&ag=yok") == {"Bekleyen", "Diğeri"}
    assert texts("?ara=BEKLEYEN") == {"Bekleyen"}
    assert texts("?ara=d%C4%B0%C4%9Fer%C4%B0") == {"Diğeri"}, "Turkish capitals"
    assert texts("?ara=2026/0001") == {"Bekleyen", "Diğeri"}
    assert texts("?ara=" + "a" * 300) == {"Bekleyen", "Diğeri"}


def test_posts_stand_together_by_bulletin_the_newest_and_what_must_come_off_first(social_editor):
    with time_machine.travel("2026-03-01T09:00:00Z", tick=False):
        queue(object_id="1", network="x", text="Eski, kaldırılacak")
        services.mark_posted(post=SocialPost.objects.get(), user=factories.social_editor(), url=ADDRESS)
    for number in (2, 3):
        with time_machine.travel(f"2026-03-0{number}T09:00:00Z", tick=False):
            queue(object_id=str(number), network="instagram", text=f"{number} Instagram")
            queue(object_id=str(number), network="x", text=f"{number} X")
    services.withdraw_posts(content_type=item()["content_type"], object_id="1")
    with time_machine.travel("2026-03-03T12:00:00Z", tick=False):
        response = social_editor.get(reverse("social_queue"))
    shown = [[card["post"].text for card in one.cards] for one in response.context["items"]]
    assert shown == [["Eski, kaldırılacak"], ["3 X", "3 Instagram"], ["2 X", "2 Instagram"]]
    page = response.content.decode()
    assert "3 Mart 2026 12.00" in page
    assert "3\xa0saat önce" in page


def test_a_text_is_left_out_with_a_reason_and_queue_again(social_editor):
    post = queue()
    here = {"next": reverse("social_queue") + "?ag=x"}
    address = reverse("social_left_out", args=[post.pk])
    refused = social_editor.post(address, {"gerekce": " \u200b ", **here}, follow=True)
    assert "Neden paylaşılmayacağını yazın" in refused.content.decode()
    social_editor.post(address, {"gerekce": "Aynı haber dün  paylaşıldı", **here})
    assert "Aynı haber dün paylaşıldı" not in social_editor.get(reverse("social_queue")).content.decode()
    shelf = social_editor.get(reverse("social_queue") + "?durum=paylasilmayacak").content.decode()
    assert "Aynı haber dün paylaşıldı" in shelf
    assert "Kuyruğa geri al" in shelf
    assert social_editor.post(reverse("social_queue_again", args=[post.pk]), here).url == here["next"]
    post.refresh_from_db()
    assert (post.state, post.reason) == (SocialPost.State.READY, "")


def test_the_signed_alternative_text_is_there_to_be_copied(social_editor):
    page = factories.publish(factories.bulletin(**factories.with_photo(), social={"x": "Açıldı."}))
    post = SocialPost.objects.get(object_id=str(page.pk))
    assert post.image_alt == page.lead_image_alt != ""
    assert f'data-text="{post.image_alt}"' in social_editor.get(reverse("social_queue")).content.decode()


def test_the_queue_costs_the_same_for_many_posts(social_editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            social_editor.get(reverse("social_queue"))
        return len(captured)

    photo = factories.photo()
    queue(image_id=photo.pk)
    queries()
    with_one = queries()
    for number in range(8, 19):
        queue(object_id=str(number), image_id=photo.pk)
    assert queries() <= with_one


@pytest.mark.parametrize("network", sorted(NETWORKS))
def test_the_picture_comes_in_the_networks_shape_under_a_good_name(social_editor, network):
    photo = factories.photo()
    photo.file.save("buyuk.jpg", factories.ImageFile(io.BytesIO(factories.jpeg(2400, 2000)), name="buyuk.jpg"))
    post = queue(network=network, image_id=photo.pk)
    response = social_editor.get(reverse("social_crop", args=[post.pk]))
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == f'attachment; filename="2026-0001-sahil-yolu-acildi-{network}.jpg"'
    with Image.open(io.BytesIO(b"".join(response.streaming_content))) as picture:
        assert picture.size == NETWORKS[network].crop


def test_download_names_leave_out_what_is_missing():
    assert download_name(number="", headline="İçme suyu", network="x") == "icme-suyu-x.jpg"


def test_posting_and_removing_through_the_screen(social_editor):
    post = queue()
    response = social_editor.post(reverse("social_posted", args=[post.pk]), {"url": "değil"}, follow=True)
    assert "https:// ile başlayan" in response.content.decode()
    here = reverse("social_queue") + "?ag=x"
    response = social_editor.post(reverse("social_posted", args=[post.pk]), {"url": ADDRESS, "next": here})
    assert response.url == here
    services.withdraw_posts(**item())
    page = social_editor.get(reverse("social_queue")).content.decode()
    assert "paylaşımı ağdan kaldırın" in page
    assert ADDRESS in page
    social_editor.post(reverse("social_removed", args=[post.pk]), {"next": "https://kotu.example/"})
    assert SocialPost.objects.get().state == SocialPost.State.REMOVED


def test_a_correction_is_shown_with_the_earlier_address(social_editor):
    services.mark_posted(post=queue(), user=factories.social_editor(), url=ADDRESS)
    queue(version=2, kind="correction")
    page = social_editor.get(reverse("social_queue")).content.decode()
    assert "Düzeltme: önceki paylaşımı güncelleyin" in page
    assert f'href="{ADDRESS}"' in page


@pytest.mark.parametrize(
    "who,may", [("director", True), ("administrator", True), ("archivist", False), ("editor", False)]
)
def test_who_sees_the_queue(client, who, may):
    client.get("/admin/login/")
    client.force_login(getattr(factories, who)())
    post = queue(image_id=factories.photo().pk)
    assert (client.get(reverse("social_queue")).status_code == 200) is may
    assert (client.get(reverse("social_crop", args=[post.pk])).status_code == 200) is may
    if who == "director":
        client.post(reverse("social_posted", args=[post.pk]), {"url": ADDRESS})
        assert SocialPost.objects.get().state == SocialPost.State.READY
    assert client.get(reverse("social_posted", args=[post.pk])).status_code in (302, 405)


def test_strangers_see_nothing(client):
    post = queue()
    for name, arguments in (("social_queue", []), ("social_crop", [post.pk])):
        assert client.get(reverse(name, args=arguments)).status_code == 302


def test_approvers_see_each_post_with_its_crop_and_length():
    page = factories.bulletin(
        **factories.with_photo(), social={"x": "Açıldı.\nHayırlı <b>olsun</b>", "instagram": "Sahil yolu"}
    )
    html = surface.render(RequestFactory().get("/onay/"), page.get_latest_revision().as_object())
    assert "Açıldı.<br>Hayırlı &lt;b&gt;olsun" in html
    assert "Instagram" in html
    assert "/ 280" in html
    assert html.count("<img") == 2
    assert surface.render(RequestFactory().get("/onay/"), factories.bulletin()) is None


def test_approvers_see_what_does_not_fit():
    page = factories.bulletin(social={"x": "a" * 292})
    html = surface.render(RequestFactory().get("/onay/"), page)
    assert "292 / 280" in html
    assert "12 karakter fazla" in html
