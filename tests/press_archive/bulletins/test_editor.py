"""The editing screen: unfinished drafts, complete submissions, pasted text, sensible defaults, the editors' list."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.core.standing import Standing, with_standing
from cms.users.models import Department
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage, Category
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<p class="MsoNormal" style="margin-bottom:0cm;mso-line-height-rule:exactly"><b><span
style="font-size:12pt;mso-bidi-font-size:11pt">Başkan “müjdeyi” verdi</span></b><o:p></o:p></p>
<p class="MsoListParagraph"><![if !supportLists]><span style="mso-list:Ignore">1.</span><![endif]>Ilıca’da içme suyu
<a href="https://belediye.example/" style="color:red">şebekesi</a> <i>yenileniyor</i>…<o:p>&nbsp;</o:p></p>
<table><tr><td>Boru</td><td>12 km</td></tr></table><h1>Ara başlık</h1>
<img src="data:image/png;base64,%s" alt="" /><!--EndFragment--></body></html>""" % ("A" * 400_000)


@pytest.fixture
def editor(client):
    client.get("/admin/login/")
    client.force_login(factories.editor())
    return client


def add_url():
    return reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", BulletinIndexPage.objects.get().pk])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def filled(*, social=(), notes=(), body=None, **values):
    """What the browser posts for a bulletin."""
    paragraphs = [("paragraph", rich_text("<p>Çalışmalar sürüyor.</p>"))] if body is None else body
    data = {
        "title": "Sahil yolunda çalışma başladı", "summary": "Üç kilometrelik bölüm yenileniyor.",
        "body": streamfield(paragraphs), "lead_image": "", "lead_image_alt": "", "lead_image_credit": "",
        "department": factories.department().pk, "place": "", "event_date": "2026-11-22", "categories": [], "tags": "",
        "contact_name": "", "contact_phone": "", "contact_email": "", "distribution_lists": [], "go_live_at": "",
        "slug": "",
        "social_texts": inline_formset([{"network": network, "text": text} for network, text in social]),
        "correction_notes": inline_formset([{"date": "2026-11-22", "text": text} for text in notes]),
        "comments": inline_formset([]),
    } | values  # fmt: skip
    several = {name: data.pop(name) for name in ("categories", "distribution_lists")}
    return nested_form_data(data) | several


def test_a_new_bulletin_starts_with_what_is_always_the_same(client):
    user = factories.person(
        "deniz", factories.Role.EDITOR, first_name="Deniz", last_name="Işık", phone="0266 000 00 00"
    )
    lists = [factories.distribution_list(), factories.distribution_list("Ulusal basın")]
    factories.DistributionList.objects.create(name="Eski liste", active=False)
    factories.DistributionList.objects.create(name="Yalnızca uyarılar", is_default=False)
    client.get("/admin/login/")
    client.force_login(user)
    form = client.get(add_url()).context["form"]
    assert form["contact_name"].value() == "Deniz Işık"
    assert form["contact_phone"].value() == "0266 000 00 00"
    assert form["contact_email"].value() == "deniz@belediye.example"
    assert form["event_date"].value()
    assert set(form["distribution_lists"].value()) == {one.pk for one in lists}


def test_a_saved_bulletin_keeps_its_own_contact(editor):
    page = factories.bulletin()
    form = editor.get(edit_url(page)).context["form"]
    assert form["contact_name"].value() == ""
    assert list(form["distribution_lists"].value()) == []


def test_an_unfinished_draft_is_always_saved(editor):
    response = editor.post(
        add_url(),
        filled(summary="", body=[], department="", send_email="on", social=[("x", "a" * 300), ("instagram", "")]),
    )
    page = BulletinPage.objects.get()
    assert response.url == edit_url(page)
    assert not page.live
    assert page.slug == "sahil-yolunda-calisma-basladi"
    assert {social.network for social in page.get_latest_revision().as_object().social_texts.all()} == {
        "x",
        "instagram",
    }


@pytest.mark.both
def test_a_headline_that_comes_again_gets_an_address_of_its_own(editor):
    for slug in ("", "", "sahil-yolunda-calisma-basladi"):
        editor.post(add_url(), filled(slug=slug))
    slugs = BulletinPage.objects.order_by("pk").values_list("slug", flat=True)
    base = "sahil-yolunda-calisma-basladi"
    assert list(slugs) == [base, f"{base}-2", f"{base}-3"]
    last = BulletinPage.objects.order_by("pk").last()
    editor.post(edit_url(last), filled(slug=last.slug))
    assert BulletinPage.objects.get(pk=last.pk).get_latest_revision().as_object().slug == f"{base}-3"


def test_a_draft_may_hold_half_filled_blocks(editor):
    body = [
        ("video", {"url": "", "title": ""}),
        ("picture", {"image": "", "alt": "", "credit": "", "caption": ""}),
        ("quote", {"text": "", "name": "", "title": ""}),
    ]
    editor.post(add_url(), filled(body=body))
    page = BulletinPage.objects.get()
    assert len(page.body) == 3
    assert any("bir bölümü eksik" in sentence for sentence in page.submission_errors())


def test_a_submission_hears_everything_that_is_missing_at_once(editor):
    page = factories.bulletin()
    photo = factories.photo()
    response = editor.post(
        edit_url(page),
        filled(
            summary="", body=[], department="", lead_image=photo.pk, send_email="on", slug=page.slug,
            social=[("x", "a" * 292), ("instagram", "")], **{"action-submit": "1"},
        ),
    )  # fmt: skip
    words = response.content.decode()
    for sentence in (
        "Spot yazılmamış.",
        "Haberin geldiği müdürlük seçilmemiş.",
        "Ana fotoğrafın alternatif metni yazılmamış.",
        "Ana fotoğrafın kaynağı yazılmamış.",
        "Haber metni boş.",
        "X metni 12 karakter uzun (292 / 280).",
        "Instagram için metin yazılmamış.",
        "Basına gönderilecek; ama hiçbir dağıtım listesi seçilmemiş.",
    ):
        assert sentence in words
    assert "summary" in response.context["form"].errors
    assert not WorkflowState.objects.exists()
    assert "a" * 292 in words, "what was written stays on the screen"


def test_a_new_bulletin_that_is_incomplete_is_not_submitted_either(editor):
    response = editor.post(add_url(), filled(social=[("x", "a" * 281)], **{"action-submit": "1"}))
    assert "X metni 1 karakter uzun (281 / 280)." in response.content.decode()
    assert not WorkflowState.objects.exists()


def test_a_complete_bulletin_goes_to_the_director(editor):
    lists = [factories.distribution_list()]
    editor.post(
        add_url(),
        filled(
            send_email="on", distribution_lists=[one.pk for one in lists], social=[("x", "Sahil yolu yenileniyor.")],
            **{"action-submit": "1"},
        ),
    )  # fmt: skip
    page = BulletinPage.objects.get()
    assert page.current_workflow_state is not None
    assert page.current_workflow_task.name == "Müdür imzası"
    saved = page.get_latest_revision().as_object()
    assert [social.text for social in saved.social_texts.all()] == ["Sahil yolu yenileniyor."]
    assert list(saved.distribution_lists.all()) == lists


def test_a_deleted_social_text_is_not_asked_for(editor):
    page = factories.bulletin(social={"x": "a" * 300})
    row = page.social_texts.get()
    data = filled(slug=page.slug, **{"action-submit": "1"})
    data |= {
        "social_texts-TOTAL_FORMS": "1", "social_texts-INITIAL_FORMS": "1", "social_texts-0-id": str(row.pk),
        "social_texts-0-network": "x", "social_texts-0-text": "a" * 300, "social_texts-0-DELETE": "on",
        "social_texts-0-ORDER": "1",
    }  # fmt: skip
    editor.post(edit_url(page), data)
    assert BulletinPage.objects.get().workflow_in_progress


def test_text_pasted_from_word_is_cleaned_and_loses_no_word(editor):
    editor.post(
        add_url(), filled(body=[("paragraph", rich_text(WORD, features=["bold", "italic", "link", "ol", "ul"]))])
    )
    html = BulletinPage.objects.get().body[0].value.source
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    for words in (
        "Başkan “müjdeyi” verdi",
        "Ilıca’da içme suyu",
        "şebekesi",
        "yenileniyor",
        "…",
        "Boru",
        "12 km",
        "Ara başlık",
    ):
        assert words in text
    assert '<a href="https://belediye.example/">şebekesi</a>' in html
    for rubbish in ("mso", "Mso", "o:p", "style=", "class=", "<span", "<img", "base64", "<script", "<table", "<h1"):
        assert rubbish not in html
    assert len(html) < 2_000


def test_a_foreign_rich_text_state_keeps_its_words(editor):
    """What a browser extension or another office suite may leave in the rich text field's hidden state."""
    blocks = [
        {"key": "a", "type": "header-one", "text": "Başlık gibi", "depth": 0, "inlineStyleRanges": [],
         "entityRanges": []},
        {"key": "b", "type": "atomic", "text": " ", "depth": 0, "inlineStyleRanges": [],
         "entityRanges": [{"offset": 0, "length": 1, "key": 0}]},
        {"key": "c", "type": "unstyled", "text": "Renkli söz", "depth": 0, "entityRanges": [],
         "inlineStyleRanges": [{"offset": 0, "length": 6, "style": "COLOR_RED"}]},
    ]  # fmt: skip
    entities = {"0": {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"src": "data:image/png;base64,AAAA"}}}
    state = json.dumps({"blocks": blocks, "entityMap": entities})
    editor.post(add_url(), filled(body=[("paragraph", state)]))
    html = BulletinPage.objects.get().body[0].value.source
    assert "Başlık gibi" in html
    assert "Renkli söz" in html
    assert "base64" not in html


def test_the_screen_brings_the_counting_rules_and_the_keeper(editor):
    page = editor.get(add_url()).content.decode()
    rules = json.loads(re.search(r'<script id="social-networks" type="application/json">(.*?)</script>', page).group(1))
    assert rules["networks"]["x"]["limit"] == 280
    assert "bulletins/keeper.js" in page
    assert "bulletins/admin.css" in page
    assert "social/counter.js" in page


def test_the_session_is_told_to_those_who_have_one(client):
    url = reverse("bulletins_session")
    assert client.get(url, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    client.force_login(factories.editor())
    answer = client.get(url, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.json()["user"] == factories.editor().pk
    assert len(answer.json()["token"]) == 64


def standing(page):
    return with_standing(BulletinPage.objects.filter(pk=page.pk)).get().standing


def test_the_list_says_where_each_bulletin_stands():
    from publishing.approval import services

    draft = factories.bulletin()
    page = factories.bulletin()
    assert standing(draft) == Standing.DRAFT
    page = factories.submit(page)
    assert standing(page) == Standing.DIRECTOR
    page = factories.sign(page, user=factories.director())
    assert standing(page) == Standing.MAYOR
    services.return_to_editor(
        state=page.current_workflow_task_state.specific, user=factories.mayor(), comment="Tarih yanlış.", ip=""
    )
    assert standing(page) == Standing.RETURNED
    page = factories.submit(page)
    assert standing(page) == Standing.DIRECTOR


@pytest.mark.both
def test_the_list_is_paged_filtered_and_costs_the_same_for_many(editor, django_assert_max_num_queries):
    for number in range(25):
        factories.bulletin(title=f"Bülten {number:02d}")
    url = reverse("bulletins:index")
    editor.get(url)
    with django_assert_max_num_queries(26):
        response = editor.get(url)
    assert len(response.context["object_list"]) == 20
    assert "Bülten 24" in response.content.decode()
    assert "Taslak" in response.content.decode()
    assert add_url() in response.content.decode()
    factories.submit(BulletinPage.objects.get(title="Bülten 03"))
    found = editor.get(url, {"standing": "director"}).context["object_list"]
    assert [page.title for page in found] == ["Bülten 03"]
    other = factories.department("Zabıta Müdürlüğü", "zabita")
    factories.bulletin(title="Pazar denetimi", department=other)
    found = editor.get(url, {"department": other.pk}).context["object_list"]
    assert [page.title for page in found] == ["Pazar denetimi"]
    found = editor.get(url, {"q": "pazar"}).context["object_list"]
    assert [page.title for page in found] == ["Pazar denetimi"]


@pytest.mark.both
def test_names_on_published_bulletins_stay(client, monkeypatch):
    category = Category.objects.create(name="Su ve kanal", slug="su-ve-kanal")
    category.name = "Su"
    category.save()
    department = factories.department()
    monkeypatch.setattr("press_archive.bulletins.guards.category_in_use", lambda category: True)
    monkeypatch.setattr("press_archive.bulletins.guards.department_in_use", lambda department: True)
    category.name = "Kanal"
    with pytest.raises(ValidationError, match="yayımlanmış bültenlerde"):
        category.save()
    department.name = "Yeni ad"
    with pytest.raises(ValidationError, match="yayımlanmış bültenlerde"):
        department.save()
    department.refresh_from_db()
    department.active = False
    department.save()
    assert not Department.objects.get(pk=department.pk).active
    client.get("/admin/login/")
    client.force_login(factories.administrator())
    url = reverse("categories:edit", args=[category.pk])
    assert "değiştirilemez" in client.get(url).content.decode()
    client.post(url, {"name": "Başka", "slug": "baska"})
    category.refresh_from_db()
    assert category.name == "Su"
