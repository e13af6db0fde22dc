"""What Wagtail's admin shows of approval, and how it says no."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from cms.users.models import Delegation
from cms.website.models import HomePage, StandardPage
from publishing.approval import services
from publishing.approval.models import EvidenceRecord
from tests import factories
from tests.publishing.approval.test_desk import delegate

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]


def home(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def editor_of(client, user, page) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def returned(page, comment="Rakamlar doğrulansın."):
    services.return_to_editor(
        state=page.current_workflow_task_state.specific, user=factories.director(), comment=comment
    )
    return type(page).objects.get(pk=page.pk)


def form_data(client, page) -> dict[str, str]:
    """The editor's form as the browser would send it back; its body is drawn by script, so it is written here."""
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    body = nested_form_data({"body": streamfield([("paragraph", rich_text("<p>Çalışmalar sürüyor.</p>"))])})
    return querydict_from_html(html, form_id="page-edit-form").dict() | body


def test_the_offices_find_the_way_to_their_desk(client):
    factories.submit(factories.bulletin())
    html = home(client, factories.director())
    assert "İmzanızı bekleyen 1 içerik var." in html
    assert f'href="{reverse("approval:desk")}"' in html
    assert "İmzanızı bekleyen içerik yok." in home(client, factories.mayor())
    html = home(client, factories.archivist())
    assert reverse("approval:desk") not in html


def test_a_deputy_has_the_menu_item_only_within_the_term(client):
    deputy = factories.archivist()
    delegation = delegate(deputy)
    assert reverse("approval:desk") in home(client, deputy)
    Delegation.objects.filter(pk=delegation.pk).update(ends_at=delegation.starts_at.replace(year=2030))
    Delegation.objects.filter(pk=delegation.pk).update(revoked_at=delegation.starts_at)
    assert reverse("approval:desk") not in home(client, deputy)


def test_editors_see_where_their_content_is_and_why_it_came_back(client):
    factories.submit(factories.bulletin(title="Yoldaki haber"))
    returned(factories.submit(factories.bulletin(title="Dönen haber")))
    html = home(client, factories.editor())
    assert "Onaydaki içeriklerim" in html
    assert "Yoldaki haber" in html
    assert "Müdür imzasında" in html
    assert "İade edilenler" in html
    assert "Rakamlar doğrulansın." in html


def test_the_editor_offers_saving_and_submission_and_publication_never(client):
    html = editor_of(client, factories.editor(), factories.bulletin())
    assert "Onaya gönder" in html
    # Both can be seen, and Enter in a field presses the first: it saves, it never sends.
    assert html.index("action-save") < html.index('name="action-submit"')
    assert "Diğer işlemler" not in html
    for user in (factories.editor(), factories.superuser()):
        html = editor_of(client, user, factories.bulletin())
        assert 'name="action-submit"' in html
        assert 'name="action-publish"' not in html
        assert "/unpublish/" not in html


def test_the_banner_says_where_it_waits_and_why_it_came_back(client):
    page = factories.submit(factories.bulletin())
    html = editor_of(client, factories.editor(), page)
    assert "Müdür imzasında: şimdi geldi." in html
    assert "Onaydan geri al" in html
    html = editor_of(client, factories.editor(), returned(page, "Başlık düzeltilsin."))
    assert "Başlık düzeltilsin." in html
    assert "Yeniden onaya gönder" in html


def test_the_editor_leads_to_the_evidence_sheet(client):
    assert "/onay/iz/" in editor_of(client, factories.editor(), factories.bulletin())


def test_the_records_are_listed_for_offices_and_administrators_and_never_written(client):
    factories.submit(factories.bulletin(title="Kayda geçen haber"))
    url = reverse("onay-izi:index")
    for user in (factories.director(), factories.mayor(), factories.administrator(), factories.superuser()):
        client.force_login(user)
        html = client.get(url).content.decode()
        assert "Kayda geçen haber" in html
        assert url in html
        record = EvidenceRecord.objects.last()
        assert record.digest in client.get(reverse("onay-izi:inspect", args=[record.pk])).content.decode()
        for verb in ("new/", f"edit/{record.pk}/", f"delete/{record.pk}/"):
            assert client.get(f"{url}{verb}").status_code == 404
    client.force_login(factories.director())
    assert "Kayda geçen haber" not in client.get(url, {"decision": "signed"}).content.decode()
    assert "Kayda geçen haber" in client.get(url, {"words": "geçen"}).content.decode()
    client.force_login(factories.editor())
    assert client.get(url).status_code == 302
    assert url not in home(client, factories.editor())


def test_an_unfit_submission_is_told_why_and_nothing_is_lost(client):
    client.force_login(factories.editor())
    page = factories.bulletin(title="Kaynaksız fotoğraf", lead_image=factories.photo(), lead_image_alt="Deniz")
    data = form_data(client, page) | {"summary": "Yeni yazılan spot.", "action-submit": "1"}
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)
    html = response.content.decode()
    assert "Ana fotoğrafın kaynağı yazılmamış." in html
    assert "Yeni yazılan spot." in html
    page.refresh_from_db()
    assert not page.workflow_in_progress


def attack_urls(page) -> list[str]:
    bulk = "wagtail_bulk_action"
    return [
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        *[
            f"{reverse(bulk, args=['wagtailcore', 'page', verb])}?id={page.pk}"
            for verb in ("publish", "unpublish", "delete", "move")
        ],
        reverse("wagtailadmin_pages:lock", args=[page.pk]),
    ]


@pytest.mark.both
@pytest.mark.parametrize("who", [factories.editor, factories.administrator, factories.superuser])
def test_every_way_round_ends_in_turkish_words(client, who):
    page = factories.publish(factories.bulletin())
    client.force_login(who())
    for url in attack_urls(page):
        response = client.post(url, {"cascade_to_subpages": "true", "next": "/admin/"}, follow=True)
        assert response.status_code in (200, 403, 404), url
        html = response.content.decode()
        assert "Sorry" not in html
        assert "Forbidden" not in html
        page.refresh_from_db()
        assert page.live


@pytest.mark.both
def test_the_workflow_itself_cannot_be_switched_off(client):
    client.force_login(factories.superuser())
    workflow = Workflow.objects.get()
    response = client.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]), follow=True)
    assert "Sorry" not in response.content.decode()
    workflow.refresh_from_db()
    assert workflow.active


@pytest.fixture
def unfit(monkeypatch):
    """A page type whose own form asks for nothing, refused where the workflow starts."""
    monkeypatch.setattr(StandardPage, "submission_errors", lambda self: ["Kişisel veri uyarısı eksik."])
    return {
        "title": "Gizlilik bildirimi",
        "introduction": "Yeni yazılan giriş.",
        "slug": "gizlilik",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-submit": "1",
        **nested_form_data({"body": streamfield([("paragraph", rich_text("<p>Metin.</p>"))])}),
    }


def add_url() -> str:
    return reverse("wagtailadmin_pages:add", args=["website", "standardpage", HomePage.objects.get().pk])


@pytest.mark.both
def test_a_refusal_below_the_views_is_said_in_its_own_words_and_leads_to_the_saved_draft(client, unfit):
    client.force_login(factories.superuser())
    response = client.post(add_url(), unfit, follow=True)
    page = StandardPage.objects.get(slug="gizlilik")
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = response.content.decode()
    assert "Kişisel veri uyarısı eksik." in html
    assert "Yeni yazılan giriş." in html
    assert not page.workflow_in_progress


def test_a_script_is_refused_as_json(client, unfit):
    client.force_login(factories.superuser())
    response = client.post(add_url(), unfit, headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 403
    assert response.json()["error_message"] == "Kişisel veri uyarısı eksik."
