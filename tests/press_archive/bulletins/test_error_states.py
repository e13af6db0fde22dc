"""The bulletin's form in every state of error: each fault at its place, with the way to it, and no word of English."""

import html as markup
import json
import re
import uuid

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import rich_text

from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from tests import factories
from tests.english import find_english
from tests.office import browser, form_data, post_edit
from tests.press_archive.bulletins.test_editor import filled

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PICTURE = {"image": "", "alt": "", "credit": "", "caption": ""}
HALF_FILLED = [
    ("paragraph", rich_text("")),
    ("subheading", "a" * 121),
    ("quote", {"text": "", "name": "", "title": ""}),
    ("picture", PICTURE),
    ("video", {"url": "https://belediye.example/film", "title": "Film", "poster": ""}),
    ("file", {"document": "", "title": ""}),
    ("contact", {"name": "", "title": "", "phone": "arayın", "email": "yok"}),
    ("video", {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "", "poster": ""}),
]
SUBMIT = {"action-submit": "1"}
STATES = {
    "a draft without a headline": {"title": ""},
    "nothing at all": {"title": "", "summary": "", "body": [], "department": "", "event_date": "", **SUBMIT},
    "half a body": {"body": HALF_FILLED, **SUBMIT},
    "words that are no words": {
        "contact_phone": "arayın", "contact_email": "yok", "event_date": "32.13.2026", "summary": "a" * 401,
        "department": "999999", "distribution_lists": ["999999"], "categories": ["x"], "lead_image": "999999",
        "go_live_at": "yarın",
    },
    "texts that no network takes": {
        "social": [("x", "a" * 281), ("x", "b"), ("instagram", ""), ("orkut", "c"), ("", "d")], "send_email": "on",
        **SUBMIT,
    },
    "a note without words": {"notes": ["", "a" * 601], **SUBMIT},
    "a photo without words": {"lead_image_alt": "Bir fotoğraf", **SUBMIT},
}  # fmt: skip


def said(response):
    """The list above the form: [(place, sentence, target)]."""
    assert response.status_code == 200
    page = response.content.decode()
    assert "Validation error" not in markup.unescape(page)
    assert find_english(page) == []
    found = re.search(r'<div class="office-faults".*?</div>', page, re.DOTALL)
    assert found, "nothing says what is wrong"
    rows = re.findall(r"<li>(.*?)</li>", found.group(0), re.DOTALL)
    assert f"{len(rows)} yer düzeltilecek" in found.group(0)
    told = []
    for row in rows:
        target = re.search(r'w-focus-target-value="([^"]+)"', row)
        place, _, sentence = markup.unescape(re.sub(r"<[^>]+>", "", row)).partition(": ")
        assert target, f"no way to {place}"
        told.append((place, sentence, markup.unescape(target.group(1))))
        wanted = re.search(r'data-contentpath="([^"]+)"', told[-1][2])
        if wanted and "bölüm" in place:
            assert wanted.group(1) in page
        elif wanted:
            assert wanted.group(0) in page
        else:
            assert f'id="{told[-1][2][1:]}"' in page
    return told


@pytest.mark.parametrize("state", STATES)
def test_every_error_state_speaks_turkish_and_leads_to_its_places(client, state):
    factories.department()
    client.get("/admin/login/")
    client.force_login(factories.editor())
    url = reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", BulletinIndexPage.objects.get().pk])
    changes = dict(STATES[state])
    data = filled(**changes)
    # A browser gives each block a name of its own.
    data |= {name[:-4] + "id": str(uuid.uuid4()) for name in data if re.fullmatch(r"body-\d+-type", name)}
    told = said(client.post(url, data))
    assert told
    assert not BulletinPage.objects.exists()
    places = [place for place, _sentence, _target in told]
    sentences = " ".join(sentence for _place, sentence, _target in told)
    if state == "half a body":
        assert "Metin, 3. bölüm (Alıntı) › Söyleyen" in places
        assert "Metin, 4. bölüm (Fotoğraf) › Alternatif metin" in places
        assert "Yalnızca YouTube ve Vimeo" in sentences
        assert "Metin, 8. bölüm (YouTube/Vimeo videosu) › Video başlığı" in places
    if state == "texts that no network takes":
        targets = {target for _place, _sentence, target in told}
        assert {
            "#id_social_texts-0-text",
            "#id_social_texts-2-text",
            '[data-contentpath="distribution_lists"]',
        } <= targets
        assert "X metni 1 karakter uzun (281 / 280)." in sentences
    if state == "nothing at all":
        assert "Haber metni boş." in sentences
        assert "Spot yazılmamış." in sentences


def test_a_live_bulletin_says_correction_and_who_signs_next(client):
    editor, director = factories.editor(), factories.director()
    page = factories.publish(factories.bulletin(title="Sahil yolu"))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    screen = browser(editor).get(url).content.decode()
    assert "Düzeltmeyi onaya gönder" in screen
    assert "Kaydet</em>" in screen
    assert "Son kayıt: " in screen
    told = said(post_edit(editor, page, "action-submit", summary="Yeni spot."))
    assert ("Düzeltme notu", "#id_correction_notes-FORMS") in [(place, target) for place, _sentence, target in told]
    assert not WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).exists()
    note = {"correction_notes-TOTAL_FORMS": "1", "correction_notes-0-date": "2026-11-27",
            "correction_notes-0-text": "Süre düzeltildi.", "correction_notes-0-ORDER": "1"}  # fmt: skip
    office = browser(editor)
    answer = office.post(url, form_data(page, summary="Yeni spot.") | note | {"action-submit": "1"}, follow=True)
    words = [str(message) for message in answer.context["messages"]]
    assert [word for word in words if "onaya gönderildi" in word] == words
    assert f"Şimdi Müdür imzasında bekliyor: {director.get_full_name()}." in words[0]
    # What waits is locked: whoever saves late is told so, and loses nothing.
    late = office.post(url, form_data(page, summary="Geç kalan spot."))
    assert "Geç kalan spot." in late.content.decode()
    assert find_english(late.content.decode()) == []
    answer = office.post(url, form_data(page), headers={"accept": "application/json"})
    assert json.loads(answer.content)["error_code"] == "locked"
    assert find_english(answer.json()["error_message"]) == []
