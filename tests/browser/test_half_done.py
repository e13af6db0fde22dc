"""What an editor leaves half done is safe: two windows, two editors, a dead battery."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from press_archive.bulletins.models import BulletinPage
from tests import factories
from tests.browser.test_writing_help import sign_in
from tests.browser.window import DESKTOP, becomes, keep, new_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
READY = "() => document.querySelector('form[data-edit-form]')?.dataset.keeper === 'ready'"
ASKED = "() => document.querySelector('[data-saving]')?.dataset.state === 'saved'"
LEFT = "() => Object.keys(localStorage).filter((name) => name.startsWith('unsaved:'))"


def opened(browser, live_server, faults, user, url, **options):
    page = new_window(browser, live_server, faults, DESKTOP, **options)
    sign_in(page, live_server, user)
    page.goto(url)
    page.wait_for_function(READY)
    return page


def latest(bulletin):
    return BulletinPage.objects.get(pk=bulletin.pk).get_latest_revision().as_object()


def test_two_editors_see_each_other_and_nobody_is_overwritten_unasked(browser, live_server, faults, settings):
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 500
    bulletin = factories.bulletin(title="Sahil yolu")
    url = reverse("wagtailadmin_pages:edit", args=[bulletin.pk])
    first = opened(browser, live_server, faults, factories.editor(), url)
    deniz = factories.person("ikinci", factories.Role.EDITOR, first_name="Deniz", last_name="Işık")
    second = opened(browser, live_server, faults, deniz, url)
    # Each sees who is in there and since when.
    expect(first.locator("#office-company")).to_contain_text("Deniz Işık")
    expect(first.locator("#office-company")).to_contain_text("tarihinden beri burada")
    expect(second.locator("#office-company")).to_contain_text("Editor Örnek")

    first.fill("#id_summary", "Birincinin cümlesi.")
    first.wait_for_function(ASKED)
    assert latest(bulletin).summary == "Birincinin cümlesi."
    # The second one is warned; the background saves nothing over the first one's words.
    expect(second.locator("#office-company")).to_contain_text("yeni bir hâlini kaydetti")
    second.fill("#id_summary", "İkincinin cümlesi.")
    expect(second.locator("[data-saving]")).to_contain_text("Kaydedilemedi")
    keep(second, "iki-editor")
    assert latest(bulletin).summary == "Birincinin cümlesi."
    second.get_by_role("button", name="Kaydet", exact=True).click()
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Editor Örnek yeni bir hâlini kaydetti")
    keep(second, "iki-editor-soru")
    dialog.get_by_role("button", name="Kaydet").click()
    expect(second.locator(".messages")).to_contain_text("siz yazarken bu bülteni Editor Örnek kaydetti")
    keep(second, "iki-editor-uyari")
    expect(second.locator("#id_summary")).to_have_value("İkincinin cümlesi.")
    assert latest(bulletin).summary == "Birincinin cümlesi."
    second.wait_for_function(READY)
    second.get_by_role("button", name="Kaydet", exact=True).click()
    expect(second.locator(".messages .success")).to_be_visible()
    assert latest(bulletin).summary == "İkincinin cümlesi."
    written = [one.as_object().summary for one in BulletinPage.objects.get(pk=bulletin.pk).revisions.order_by("pk")]
    assert "Birincinin cümlesi." in written
    # The save that was turned away in the background, and the one that was asked about.
    turned_away = [fault for fault in faults if "status of 400" in fault or "status of 409 (Conflict)" in fault]
    assert turned_away
    faults[:] = [fault for fault in faults if fault not in turned_away]


def test_a_dead_battery_loses_nothing_and_overwrites_nobody(browser, live_server, faults, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    bulletin = factories.bulletin(title="Sahil yolu")
    url = reverse("wagtailadmin_pages:edit", args=[bulletin.pk])
    editor = factories.editor()
    page = opened(browser, live_server, faults, editor, url)
    page.fill("#id_summary", "Pil biterken yazılan cümle.")
    page.wait_for_function("() => Object.keys(localStorage).some((name) => name.startsWith('unsaved:'))")
    left = page.context.storage_state()
    page.close(run_before_unload=False)
    page.context.close()
    # Meanwhile a colleague saves.
    factories.edit(bulletin, user=factories.person("ikinci", factories.Role.EDITOR), summary="Meslektaşın cümlesi.")
    again = opened(browser, live_server, faults, editor, url, storage_state=left)
    expect(again.get_by_text("Kaydedilmemiş metniniz bulundu")).to_be_visible()
    again.get_by_role("button", name="Geri yükle").click()
    expect(again.locator(".messages")).to_contain_text("siz yazarken bu bülteni")
    # The words were kept while they were on their way, too.
    becomes(again, LEFT, [f"unsaved:{url}"])
    expect(again.locator("#id_summary")).to_have_value("Pil biterken yazılan cümle.")
    assert latest(bulletin).summary == "Meslektaşın cümlesi."
    again.wait_for_function(READY)
    # The browser complains of the answer that the question comes with: of that one, and of nothing else.
    (conflict,) = (fault for fault in faults if "status of 409 (Conflict)" in fault)
    faults.remove(conflict)
    # Still not saved, so still kept here, should the battery die again.
    becomes(again, LEFT, [f"unsaved:{url}"])
    again.get_by_role("button", name="Kaydet", exact=True).click()
    expect(again.locator(".messages .success")).to_be_visible()
    # The message is seen before the scripts have run that forget what the server has.
    again.wait_for_function(READY)
    assert latest(bulletin).summary == "Pil biterken yazılan cümle."
    becomes(again, LEFT, [])
