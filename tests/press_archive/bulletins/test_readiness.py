"""While one writes: what is missing shrinks, recipients are counted once, and no preview says a word to a stranger."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.models import FormState

from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from tests import factories
from tests.english import find_english
from tests.factories.galleries import photo_gallery
from tests.office import browser, form_data
from tests.press_archive.bulletins.test_editor import filled

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def asked(client, url, data):
    answer = client.post(url, data)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert find_english(html) == []
    return html, int(html.split('data-missing="')[1].split('"')[0])


def test_what_is_missing_shrinks_while_one_writes_and_nothing_is_saved():
    office = browser(factories.editor())
    url = reverse("bulletins_readiness_new", args=[BulletinIndexPage.objects.get().pk])
    local = factories.distribution_list(emails=("a@gazete.example", "b@gazete.example"))
    national = factories.distribution_list("Ulusal basın", emails=("b@gazete.example", "c@ajans.example"))
    nothing, first = asked(office, url, filled(title="", summary="", body=[], department=""))
    for sentence in ("Başlık yazılmamış.", "Spot yazılmamış.", "Haber metni boş.", "müdürlük seçilmemiş"):
        assert sentence in nothing
    assert "E-posta gönderilmeyecek" in nothing
    _html, second = asked(office, url, filled(summary="", body=[], department=""))
    assert second == first - 1
    # One mistake is said once, in the words of its field, beside what is missing.
    html, third = asked(office, url, filled(contact_phone="arayın", social=[("x", "a" * 281)]))
    assert third == 2
    assert "X metni 1 karakter uzun (281 / 280)." in html
    html, none = asked(office, url, filled(send_email="on", distribution_lists=[local.pk, national.pk]))
    assert none == 0
    assert "<strong>3</strong> adres" in html
    assert html.count("<span>2</span>") == 2
    # The headline's five words, the summary's four, the body's two.
    assert "10 sözcük, okuması yaklaşık 1 dakika" in html
    assert not BulletinPage.objects.exists()
    assert not FormState.objects.exists()


def test_only_who_may_edit_may_ask_or_look():
    secret = "Henüz kimsenin imzalamadığı cümle"
    page = factories.bulletin(title="Taslak", **factories.with_photo())
    editor = browser(factories.editor())
    readiness = reverse("bulletins_readiness", args=[page.pk])
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_data(page, summary=secret, send_email="on") | {
        "social_texts-TOTAL_FORMS": "1", "social_texts-0-network": "x", "social_texts-0-text": secret,
        "social_texts-0-ORDER": "1", "distribution_lists": [str(factories.distribution_list().pk)],
    }  # fmt: skip
    assert editor.post(preview, data).json() == {"is_valid": True, "is_available": True}
    for mode in ("", "email", "social"):
        answer = editor.get(preview, {"mode": mode})
        assert answer.status_code == 200
        assert secret in answer.content.decode(), mode
        assert "private" in answer["Cache-Control"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        if mode:
            assert "no-store" in answer["Cache-Control"]
    mail = editor.get(preview, {"mode": "email"})
    assert "sandbox" in mail["Content-Security-Policy"]
    assert editor.get(preview, {"mode": "kit"}).status_code == 404
    editor.post(preview, data | {"social_texts-TOTAL_FORMS": "0"})
    closed = editor.get(preview, {"mode": "social"})
    assert "Bu içerik buraya gitmeyecek." in closed.content.decode()
    assert find_english(closed.content.decode()) == []
    # The other editor sees his own form, never hers; the rest of the house and strangers see nothing.
    other = browser(factories.person("ikinci", factories.Role.EDITOR))
    assert secret not in other.get(preview, {"mode": "email"}).content.decode()
    archivist, stranger = browser(factories.archivist()), Client()
    for client in (archivist, stranger):
        for url in (preview, f"{preview}?mode=email", f"{preview}?mode=social", readiness):
            for answer in (client.get(url), client.post(url, data)):
                assert answer.status_code in (302, 403, 405), url
                assert secret not in answer.content.decode()
    address = page.get_url() or f"/bultenler/{page.slug}/"
    for mode in ("", "email", "social"):
        answer = stranger.get(address, {"mode": mode, "in_preview_panel": "true"})
        assert answer.status_code == 404
        assert secret not in answer.content.decode()
    # Of no form at all nothing can be said.
    assert editor.post(readiness).status_code == 400
    # A page of another kind is no bulletin.
    assert editor.post(reverse("bulletins_readiness", args=[photo_gallery().pk]), data).status_code == 404
