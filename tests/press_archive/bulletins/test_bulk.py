"""Several bulletins at once: tags and copies as drafts, never on what is live, with the way back."""

import re

import pytest
from django.urls import reverse

from press_archive.bulletins import bulk
from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.factories.bulletins import with_labels
from tests.office import browser

pytestmark = pytest.mark.django_db
LIST = "/admin/bultenler/"


def tags_of(page):
    fresh = BulletinPage.objects.get(pk=page.pk)
    return sorted(tag.name for tag in fresh.get_latest_revision_as_object().tags.all())


def act(client, action, pages, **posted):
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"/admin/bulk/bulletins/bulletinpage/{action}/?{chosen}&next={LIST}", posted)


def seal_in(html):
    return re.search(r'name="seal" value="([^"]+)"', html)[1]


def told(client):
    return client.get(LIST).content.decode()


def test_tags_go_into_drafts_and_back():
    live = factories.publish(with_labels(factories.bulletin(title="Yayındaki"), "Sahil"))
    draft, waiting = factories.bulletin(title="Taslak"), factories.submit(factories.bulletin(title="Onayda"))
    pages = [live, draft, waiting]
    client = browser(factories.editor())
    assert f'id="page_{draft.pk}_title"' in told(client)
    assert reverse("wagtail_bulk_action", args=["bulletins", "bulletinpage", "etiketle"]) in told(client)
    asked = client.get(f"/admin/bulk/bulletins/bulletinpage/etiketle/?id={live.pk}&id={waiting.pk}").content.decode()
    assert "düzeltme taslağı" in asked
    assert "Bunlar olduğu gibi kalır" in asked
    old = next(tag for tag in live.tags.all())
    assert "en az bir etiket" in act(client, "etiketle", pages, add=" , ").content.decode()
    before = waiting.latest_revision_id
    assert act(client, "etiketle", pages, add="Park, PARK, su kesintisi", remove=[old.pk]).status_code == 302
    assert tags_of(live) == tags_of(draft) == ["Park", "su kesintisi"]
    fresh = BulletinPage.objects.get(pk=live.pk)
    assert [tag.name for tag in fresh.tags.all()] == ["Sahil"]  # the public reads what was signed
    assert (fresh.live, fresh.has_unpublished_changes) == (True, True)
    assert BulletinPage.objects.get(pk=waiting.pk).latest_revision_id == before
    html = told(client)
    assert "2 bülten etiketlendi." in html
    seal = seal_in(html)
    act(client, "etiketle", [draft], add="park")
    assert "Değişen bir şey yok." in told(client)
    factories.edit(BulletinPage.objects.get(pk=draft.pk), summary="Sonra yazıldı.")
    assert browser(factories.archivist()).post(reverse("office_undo"), {"seal": seal}).status_code in (302, 403, 409)
    assert tags_of(live) == ["Park", "su kesintisi"]  # who did it undoes it
    client.post(reverse("office_undo"), {"seal": seal})
    assert tags_of(live) == ["Sahil"]
    assert tags_of(draft) == ["Park", "su kesintisi"]  # somebody has gone on writing
    html = told(client)
    assert "1 bülten eski hâline döndü." in html
    assert "1 bülten olduğu gibi kaldı." in html
    client.post(reverse("office_undo"), {"seal": seal})
    html = told(client)
    assert "hiçbiri geri alınmadı." in html
    assert "eski hâline döndü" not in html


def test_copies_are_drafts_with_the_words_alone():
    lists = [factories.distribution_list()]
    draft = with_labels(factories.bulletin(title="Haftalık program", lists=lists, social={"x": "Program"}), "Sahil")
    page = factories.publish(factories.edit(draft, correction=""))
    client = browser(factories.editor())
    assert act(client, "kopyala", [page, page]).status_code == 302
    html = told(client)
    assert "1 taslak oluşturuldu." in html
    copy = BulletinPage.objects.exclude(pk=page.pk).get()
    said = copy.get_latest_revision_as_object()
    assert (said.title, said.live, copy.number, copy.owner) == ("Haftalık program", False, "", factories.editor())
    assert copy.slug == "haftalik-program-2"
    assert [row.text for row in said.social_texts.all()] == ["Program"]
    assert list(said.distribution_lists.all()) == lists
    assert tags_of(copy) == ["Sahil"]
    client.post(reverse("office_undo"), {"seal": seal_in(html)})
    assert list(BulletinPage.objects.all()) == [page]


def test_only_who_may_do_it_singly_and_never_more_than_a_screenful():
    page = factories.bulletin()
    revision = page.latest_revision_id
    for user in (factories.archivist(), factories.social_editor()):
        client = browser(user)
        act(client, "etiketle", [page], add="park")
        act(client, "kopyala", [page])
    client = browser(factories.editor())
    for chosen in ("", "id=x", "&".join(f"id={number}" for number in range(101)), f"id={'9' * 30}"):
        answer = client.post(f"/admin/bulk/bulletins/bulletinpage/etiketle/?{chosen}", {"add": "park"})
        assert answer.status_code in (302, 400)
        assert client.get(f"/admin/bulk/bulletins/bulletinpage/kopyala/?{chosen}").status_code in (302, 400)
    assert act(client, "etiketle", [page], add="a" * 120).status_code == 200
    page.refresh_from_db()
    assert page.latest_revision_id == revision
    assert BulletinPage.objects.count() == 1


def test_a_bulletin_without_a_saved_version_is_not_taken_for_a_copy():
    page, editor = factories.bulletin(title="Eski"), factories.editor()
    BulletinPage.objects.filter(pk=page.pk).update(latest_revision=None)
    page.revisions.all().delete()
    changes = bulk.tag(bulletins=BulletinPage.objects.all(), add=["park"], remove=(), user=editor)
    assert len(changes) == 1
    bulk.undo(changes=changes, user=editor)
    assert BulletinPage.objects.filter(pk=page.pk).exists()
    assert tags_of(page) == []
