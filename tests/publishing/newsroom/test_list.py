"""The one list of bulletins, and the one vocabulary of states."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.core.standing import ICONS, Standing, standings_of
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.newsroom.glance import glance_of
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def editor(client):
    client.force_login(factories.editor())
    return client


def cells(client, **query):
    return client.get(reverse("bulletins:index"), query).content.decode()


@pytest.mark.both
def test_the_list_says_whose_turn_it_is_since_when_and_what_arrived(editor):
    draft = factories.bulletin(title="Park açıldı", **factories.with_photo())
    waiting = factories.submit(factories.bulletin(title="Yol çalışması"))
    signed = factories.sign(factories.submit(factories.bulletin(title="Su kesintisi")), user=factories.director())
    live = factories.publish(factories.bulletin(title="Fuar", lists=[factories.distribution_list()]))
    mails = Delivery.objects.of(live).filter(channel=Channel.EMAIL)
    mails.update(state=DeliveryState.BOUNCED)
    # A draft says what its newest words say, not those of its first minute.
    factories.edit(draft, event_date=dt.date(2030, 5, 19))
    html = cells(editor)
    for words in (
        "Sıra editörde: Editor Örnek", "Sıra Müdür’de", "Sıra Başkan’da", "şimdi geldi", "19 Mayıs 2030",
        f"{mails.count()} geri döndü", "Müdür imzasında", "Başkan imzasında", "Yayında",
    ):  # fmt: skip
        assert words in html, words
    found = editor.get(reverse("bulletins:index"), {"event_date_from": "2030-05-19", "event_date_to": "2030-05-19"})
    assert [page.pk for page in found.context["object_list"]] == [draft.pk]
    longest = editor.get(reverse("bulletins:index"), {"ordering": "standing_since"}).context["object_list"]
    assert longest[len(longest) - 1].pk == live.pk
    assert standings_of([draft.pk, waiting.pk, signed.pk, live.pk]) == {
        draft.pk: Standing.DRAFT, waiting.pk: Standing.DIRECTOR, signed.pk: Standing.MAYOR, live.pk: Standing.PUBLISHED,
    }  # fmt: skip
    factories.withdraw(live)
    assert "Geri çekildi" in cells(editor, standing="withdrawn")
    # The explorer and the editor speak the same words.
    index = BulletinIndexPage.objects.get()
    explorer = editor.get(reverse("wagtailadmin_explore", args=[index.pk])).content.decode()
    editing = editor.get(reverse("wagtailadmin_pages:edit", args=[signed.pk])).content.decode()
    for words in ("Müdür imzasında", "Geri çekildi", "Taslak"):
        assert words in explorer, words
    assert "standing--mayor" in editing


def test_every_state_has_a_sign_and_a_colour_of_its_own(settings):
    css = (settings.BASE_DIR / "cms/office/static/office/standing.css").read_text()
    assert set(ICONS) == set(Standing)
    assert len(set(ICONS.values())) == len(Standing)
    assert all(f".standing--{each.value}" in css for each in Standing)


def copies(page, count):
    """``count`` more drafts like ``page``: rows alone, without the making of each."""
    index = BulletinIndexPage.objects.get()
    for number in range(count):
        index.add_child(
            instance=BulletinPage(
                title=f"Bülten {number}", summary="Özet.", department=page.department, body=[], live=False
            )
        )


@pytest.mark.parametrize("address", ["bulletins:index", "explorer", "bulletins:calendar"])
def test_many_cost_no_more_queries_than_few(editor, address):
    page = factories.bulletin(title="Bir", **factories.with_photo())
    parent = BulletinIndexPage.objects.get()
    url = reverse("wagtailadmin_explore", args=[parent.pk]) if address == "explorer" else reverse(address)
    copies(page, 9)
    editor.get(url)
    with CaptureQueriesContext(connection) as few:
        assert editor.get(url).status_code == 200
    copies(page, 60)
    with CaptureQueriesContext(connection) as many:
        assert editor.get(url).status_code == 200

    # Wagtail's explorer asks twice a row whether a page may be deleted; of where it stands it must not.
    told = [[one["sql"] for one in each if "workflowstate" in one["sql"]] for each in (few, many)]
    assert len(told[1]) == len(told[0])
    if address != "explorer":
        assert len(many) <= len(few) + 1


def test_the_editor_shows_at_a_glance_what_happened_and_what_to_do(client):
    from media_library.rights.services import take_down
    from publishing.social.models import SocialPost

    page = factories.bulletin(
        title="Fuar", lists=[factories.distribution_list()], social={"x": "Fuar açıldı."}, **factories.with_photo()
    )
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.force_login(factories.editor())
    assert "İmzalar" not in client.get(url).content.decode()
    page = factories.sign(factories.submit(page), user=factories.director())
    html = client.get(url).content.decode()
    assert "Müdür: Mudur Örnek, " in html
    assert "Başkan: bekliyor" in html
    assert "Sıra Başkan’da, şimdi geldi" in html
    page = factories.sign(page, user=factories.mayor())
    mails = Delivery.objects.of(page).filter(channel=Channel.EMAIL)
    mails.update(state=DeliveryState.ACCEPTED)
    SocialPost.objects.update(state=SocialPost.State.POSTED, posted_url="https://x.com/belediye/1")
    html = client.get(url).content.decode()
    for words in (page.number, "Başkan: Baskan Örnek, ", f"{mails.count()} kabul", "indirilme: 0",
                  "Onay izi"):  # fmt: skip
        assert words in html, words
    # Posts and their addresses are for those who may see the queue.
    assert "https://x.com/belediye/1" not in html
    assert glance_of(page, factories.editor()).posts == []
    [(_state, [post])] = glance_of(page, factories.director()).posts
    assert post.posted_url == "https://x.com/belediye/1"
    assert "Yayın zamanı ayarlanmadı" not in html
    assert "No publishing schedule set" not in html
    mails.filter(pk=mails.first().pk).update(state=DeliveryState.BOUNCED)
    take_down(photo=page.lead_image, user=factories.archivist(), reason="Rıza geri alındı.")
    html = client.get(url).content.decode()
    assert "e-posta alıcısına ulaşmadı ya da sonucu belirsiz" in html
    assert "Yerine başka bir fotoğraf seçip düzeltmeyi onaya gönderin" in html
    home = reverse("wagtailadmin_home")
    assert "Bir fotoğrafı yayından kaldırıldı; yerine" in client.get(home).content.decode()
    factories.withdraw(page, reason="Tarih yanlış.")
    assert "Geri çekildi; nedeni" in client.get(home).content.decode()
    html = client.get(url).content.decode()
    assert "Geri çekildi: " in html
    assert "Tarih yanlış." in html
    # A role that may not read deliveries is told nothing of them.
    client.force_login(factories.administrator())
    assert client.get(url).status_code == 200


def test_a_picture_without_legal_basis_is_said_and_may_be_forbidden(client, settings):
    from django.contrib.messages import get_messages
    from django.core.exceptions import ValidationError

    from media_library.models import LegalBasis, Photo
    from publishing.approval.exceptions import ApprovalRefused
    from tests.office import post_edit

    words = "hukuki dayanağı belirlenmedi"
    page = factories.bulletin(title="Fuar", **factories.with_photo())
    Photo.objects.filter(pk=page.lead_image_id).update(legal_basis=LegalBasis.UNSET)
    client.force_login(factories.editor())
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert words in client.get(url).content.decode()
    settings.PICTURES_NEED_LEGAL_BASIS = True
    with pytest.raises(ValidationError, match=words):
        factories.submit(page)
    settings.PICTURES_NEED_LEGAL_BASIS = False
    answer = post_edit(factories.editor(), page, "action-submit")
    assert words in " ".join(str(one) for one in get_messages(answer.wsgi_request))
    page = BulletinPage.objects.get(pk=page.pk)
    step = page.current_workflow_task_state
    client.force_login(factories.director())
    assert words in client.get(reverse("approval:review", args=[step.pk])).content.decode()
    settings.PICTURES_NEED_LEGAL_BASIS = True
    with pytest.raises(ApprovalRefused, match=words):
        factories.sign(page, user=factories.director())
    Photo.objects.filter(pk=page.lead_image_id).update(legal_basis=LegalBasis.PUBLIC_EVENT)
    factories.sign(page, user=factories.director())
    client.force_login(factories.editor())
    assert words not in client.get(url).content.decode()
