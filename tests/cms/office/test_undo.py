"""One button takes back the last act, for whoever did it, while nothing has come of it."""

import pytest
from django.contrib.messages import get_messages
from django.core import signing
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.office import reversals, undo
from cms.users.roles import Role
from cms.website.models import HomePage, StandardPage
from publishing.approval import selectors
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def note(user, act, data):
    return signing.dumps({"by": user.pk, "act": act, "data": data}, salt=undo.SALT, compress=True)


def signing_data(seal):
    return signing.loads(seal, salt=undo.SALT)["data"]


def press(client, seal):
    return client.post(reverse("office_undo"), {"seal": seal}, follow=True).content.decode()


def offered(request):
    return [str(one) for one in get_messages(request) if "office-undo" in str(one)]


def request_of(user):
    request = RequestFactory().post("/admin/")
    request.user, request.session = user, {}
    from django.contrib.messages.storage.cookie import CookieStorage

    request._messages = CookieStorage(request)
    return request


def test_saving_is_undone_beside_what_is_public_which_stays_as_it_was_signed(client):
    """Working copies: a correction, its undoing and another person's corrections leave the public version alone."""
    editor, other = factories.editor(), factories.person("ikinci", Role.EDITOR)
    live = factories.publish(factories.bulletin(author=editor, title="İmzalı başlık"))
    signed = selectors.certificate_of(live)
    request = request_of(editor)
    reversals.offer_after_saving(request, live)
    first = live.latest_revision_id
    draft = factories.edit(live, user=editor, title="Düzeltilmiş başlık")
    reversals.offer_after_saving(request, draft)
    seal = note(editor, reversals.SAVED, {"page": draft.pk, "revision": draft.latest_revision_id})
    client.force_login(editor)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert "Yayında · düzeltme taslağı" in shown
    assert "imzalarıyla olduğu gibi durur" in shown
    assert reverse("wagtailadmin_pages:revisions_compare", args=[draft.pk, "live", "latest"]) in shown
    assert "üzeltme" in client.get(reverse("bulletins:index")).content.decode()
    assert "İmzalı başlık" in client.get(live.url).content.decode()

    assert "kaydetmeden önceki hâline döndü" in press(client, seal)
    back = type(live).objects.get(pk=live.pk)
    assert back.get_latest_revision_as_object().title == "İmzalı başlık"
    assert back.latest_revision_id > draft.latest_revision_id
    assert (back.live_revision_id, back.title) == (first, "İmzalı başlık")
    # Once more, after somebody else has saved, or after it went to the offices: nothing is taken back.
    assert "geri alınmadı" in press(client, seal)
    mine = factories.edit(back, user=editor, title="Benimki")
    seal = note(editor, reversals.SAVED, {"page": mine.pk, "revision": mine.latest_revision_id})
    theirs = factories.edit(mine, user=other, title="Onunki", correction="Başlık düzeltildi.")
    assert "geri alınmadı" in press(client, seal)
    assert theirs.get_latest_revision_as_object().title == "Onunki"
    seal = note(other, reversals.SAVED, {"page": theirs.pk, "revision": theirs.latest_revision_id})
    assert "yalnızca yapan kişi" in press(client, seal)
    factories.submit(theirs, user=other)
    client.force_login(other)
    assert "geri alınmadı" in press(client, seal)
    now = type(live).objects.get(pk=live.pk)
    assert now.live_revision_id == first
    assert selectors.certificate_of(now) == signed
    assert "İmzalı başlık" in client.get(live.url).content.decode()


def test_a_move_is_undone_while_the_page_stands_where_it_was_put(client):
    admin = factories.superuser()
    client.force_login(admin)
    home = HomePage.objects.get()
    page, place = (
        home.add_child(instance=StandardPage(title=title, live=False, owner=admin, body=[factories.PARAGRAPH]))
        for title in ("Basın odası", "Kurumsal")
    )
    answer = client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk]), follow=True)
    told = answer.content.decode()
    assert "“Basın odası” taşındı." in told
    seal = told.split('name="seal" value="')[1].split('"')[0]
    other = factories.person("ikinci", Role.EDITOR)
    lock = {"locked": True, "locked_by": other, "locked_at": timezone.now()}
    Page.objects.filter(pk=page.pk).update(**lock)
    assert f"Sayfayı {other.get_full_name()} kilitlemiş; geri alınmadı." in press(client, seal)
    Page.objects.filter(pk=page.pk).update(**dict.fromkeys(lock, None) | {"locked": False})
    stranger = factories.archivist()  # who may no longer move it is told so, too
    client.force_login(stranger)
    assert "artık taşıyamazsınız" in press(client, note(stranger, reversals.MOVED, signing_data(seal)))
    assert Page.objects.get(pk=page.pk).get_parent().pk == place.pk
    client.force_login(admin)
    assert "eski yerine döndü" in press(client, seal)
    assert Page.objects.get(pk=page.pk).get_parent().pk == home.pk
    assert "geri alınmadı" in press(client, seal)


def test_moves_of_many_are_undone_together_and_what_was_touched_since_stays(client):
    admin = factories.superuser()
    client.force_login(admin)
    home = HomePage.objects.get()
    place, *pages = (
        home.add_child(instance=StandardPage(title=title, live=False, owner=admin, body=[factories.PARAGRAPH]))
        for title in ("Kurumsal", "Bir", "İki", "Üç", "Dört", "Beş")
    )
    numbers = [page.pk for page in pages]
    query = "&".join(f"id={number}" for number in numbers)
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'move'])}?{query}&next=/admin/"
    told = client.post(address, {"chooser": place.pk}, follow=True).content.decode()
    assert {page.get_parent().pk for page in Page.objects.filter(pk__in=numbers)} == {place.pk}
    assert "Taşınan sayfaları eski yerlerine koyabilirsiniz." in told
    seal = told.split('name="seal" value="')[1].split('"')[0]
    # Meanwhile: one is moved on, one is locked by a colleague, the address of one is taken, one is gone.
    Page.objects.get(pk=numbers[0]).move(Page.objects.get(pk=numbers[1]), pos="last-child")
    other = factories.person("ikinci", Role.EDITOR)
    Page.objects.filter(pk=numbers[2]).update(locked=True, locked_by=other, locked_at=timezone.now())
    taken = Page.objects.get(pk=numbers[3]).slug
    HomePage.objects.get().add_child(
        instance=StandardPage(title="x", slug=taken, live=False, body=[factories.PARAGRAPH])
    )
    Page.objects.get(pk=numbers[4]).delete()
    told = press(client, seal)
    assert "1 sayfa eski yerine döndü. 4 sayfa olduğu yerde kaldı." in told
    parents = {pk: Page.objects.get(pk=pk).get_parent().pk for pk in numbers[:4]}
    assert parents == {numbers[0]: numbers[1], numbers[1]: home.pk, numbers[2]: place.pk, numbers[3]: place.pk}
    assert "geri alınmadı" in press(client, seal)


def test_saving_in_the_editor_offers_the_button_once_there_is_something_before(client):
    editor = factories.editor()
    client.force_login(editor)
    page = factories.bulletin(author=editor)
    request = request_of(editor)
    reversals.offer_after_saving(request, page)
    assert offered(request) == []  # the first version has nothing before it
    page = factories.edit(page, user=editor, title="Yeni")
    reversals.offer_after_saving(request, page)
    (message,) = offered(request)
    assert "Kaydetmeden önceki hâline dönebilirsiniz." in message
    factories.submit(page)
    request = request_of(editor)
    reversals.offer_after_saving(request, type(page).objects.get(pk=page.pk))
    assert offered(request) == []


def test_an_unfinished_version_comes_back_but_not_into_what_somebody_has_locked(client):
    editor, other = factories.editor(), factories.person("ikinci", Role.EDITOR)
    client.force_login(editor)
    page = factories.bulletin(author=editor)
    page.summary = ""
    page.save_revision(user=editor, clean=False)
    page = factories.edit(page, user=editor, summary="Doldu")
    seal = note(editor, reversals.SAVED, {"page": page.pk, "revision": page.latest_revision_id})
    type(page).objects.filter(pk=page.pk).update(locked=True, locked_by=other, locked_at=timezone.now())
    assert f"Sayfayı {other.get_full_name()} kilitlemiş; geri alınmadı." in press(client, seal)
    assert type(page).objects.get(pk=page.pk).get_latest_revision_as_object().summary == "Doldu"
    type(page).objects.filter(pk=page.pk).update(locked=False, locked_by=None, locked_at=None)
    assert "kaydetmeden önceki hâline döndü" in press(client, seal)
    assert type(page).objects.get(pk=page.pk).get_latest_revision_as_object().summary == ""
