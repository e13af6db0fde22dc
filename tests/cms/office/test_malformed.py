"""Requests that are broken, huge, or sent twice at once: a sentence, and nothing is lost."""

from __future__ import annotations

import io
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from cms.office.malformed import is_malformed
from media_library.models import File
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from tests import factories
from tests.office import browser, form_data

NEW = ("bulletins", "bulletinpage")


def patient(user=None):
    client = browser(user) if user else Client()
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["9999999999999999999999", "-1", "None", "1e9", "١", "x" * 3000])
def test_a_department_that_cannot_be_is_answered_to_strangers(number):
    factories.publish(factories.bulletin())
    assert patient().get("/bultenler/", {"department": number, "p": number, "yil": number}).status_code in (
        200,
        400,
        404,
    )


@pytest.mark.django_db
def test_a_bulk_action_on_nothing_is_answered():
    client = patient(factories.editor())
    for action in ("delete", "move", "publish", "unpublish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        for query in ("?id=None", "?id=", "?id=9999999999999999999999", "?id=all&childOf=None", ""):
            assert client.get(address + query).status_code < 500


@pytest.mark.django_db
def test_an_edit_without_its_counts_is_answered_in_turkish_and_changes_nothing():
    page = factories.bulletin(title="Duran başlık")
    response = patient(factories.editor()).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "Yeni"})
    assert response.status_code == 400
    assert "anlaşılamadı" in response.content.decode()
    assert BulletinPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Duran başlık"


@pytest.mark.django_db
def test_too_many_fields_are_answered_in_turkish(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    data = {f"alan-{number}": "x" for number in range(101)}
    page = factories.bulletin()
    response = patient(factories.editor()).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert response.status_code == 400
    assert "çok alan" in response.content.decode()
    assert "geri düğmesiyle" in response.content.decode()


@pytest.mark.django_db
def test_a_body_that_is_too_large_is_answered_in_turkish(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = patient(factories.editor()).post(reverse("wagtailadmin_home"), {"title": "x" * 2000})
    assert response.status_code in (400, 405)
    page = factories.bulletin()
    response = patient(factories.editor()).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "x" * 2000}
    )
    assert response.status_code == 400
    assert "büyük" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("length", [256, 300, 5000])
def test_an_overlong_document_name_is_no_error(length):
    upload = SimpleUploadedFile("ç" * length + ".pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    client = patient(factories.editor())
    for address, data in (
        (reverse("wagtaildocs:add"), {"title": "x" * length, "file": upload, "collection": 1, "tags": ""}),
        (reverse("wagtaildocs:add_multiple"), {"files[]": upload, "title": "x" * length}),
    ):
        upload.seek(0)
        headers = {"X-Requested-With": "XMLHttpRequest"} if "multiple" in address else {}
        assert client.post(address, data, headers=headers).status_code < 500
    assert all(len(one.title) <= 255 for one in File.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_characters_that_nothing_keeps_are_refused_before_they_reach_a_table(character):
    client = patient(factories.editor())
    page = factories.bulletin()
    body = f"title=a{'%00' if character == chr(0) else '%ED%A0%80'}b".encode()
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code in (400, 200)
    assert "\x00" not in BulletinPage.objects.get(pk=page.pk).title


@pytest.mark.django_db
def test_a_way_back_that_leads_elsewhere_is_forgotten():
    for address in ("https://kotu.example/", "//kotu.example", "abc", "javascript:alert(1)", "9" * 30):
        response = patient(factories.editor()).get(reverse("wagtailadmin_login"), {"next": address})
        assert response.status_code == 302
        assert response["Location"] == reverse("wagtailadmin_home")
        signing_in = {"username": "editor", "password": factories.PASSWORD, "next": address}
        response = patient().post(reverse("wagtailadmin_login"), signing_in)
        assert response.status_code == 302
        assert response["Location"].startswith("/")


@pytest.mark.parametrize("error", [ValueError("boom"), KeyError("x"), TypeError("x"), OverflowError("x")])
def test_mistakes_of_our_own_are_not_called_malformed(error):
    assert not is_malformed(error)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_the_same_new_bulletin_sent_twice_at_once_is_one_or_two_but_no_error():
    user = factories.editor()
    index = BulletinIndexPage.objects.get()
    data = form_data(factories.bulletin(title="İki kez basıldı"), slug="iki-kez-basildi")
    barrier, answers = threading.Barrier(3), []

    def post():
        client = patient(user)
        try:
            barrier.wait(timeout=30)
            answers.append(client.post(reverse("wagtailadmin_pages:add", args=[*NEW, index.pk]), data).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)
    assert len(answers) == 3
    assert max(answers) < 500
    assert BulletinPage.objects.filter(slug="iki-kez-basildi").count() == 1
    assert BulletinIndexPage.objects.get().get_children().count() == BulletinIndexPage.objects.get().numchild


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_the_same_submission_sent_twice_at_once_is_one():
    user, page = factories.editor(), factories.bulletin()
    data = form_data(page) | {"action-submit": "1"}
    barrier, answers = threading.Barrier(2), []

    def post():
        client = patient(user)
        try:
            barrier.wait(timeout=30)
            answers.append(client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)
    assert max(answers) < 500
    assert BulletinPage.objects.get(pk=page.pk).workflow_in_progress


@pytest.mark.django_db
def test_an_upload_that_breaks_off_is_answered():
    page = factories.bulletin()
    broken = io.BytesIO(b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nabc')
    response = patient(factories.editor()).generic(
        "POST", reverse("wagtailadmin_pages:edit", args=[page.pk]), broken.read(),
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    assert response.status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "[" * 450 + '"ş"' + "]" * 450,
        '{"blocks":[{"text":"a\u200bb","entityRanges":[{"offset":Infinity,"length":1}]}],"entityMap":{}}',
        '{"blocks":[{"text":"a\u200bb","entityRanges":[{"offset":1e999,"length":1}]}],"entityMap":{}}',
    ],
)
def test_json_made_to_hurt_is_answered_to_strangers(value):
    assert patient().get("/", {"q": value}).status_code < 500


@pytest.mark.django_db
def test_a_directorate_without_public_bulletins_has_no_page():
    factories.department("Belediyemiz suyu kesecek", "yalan")
    response = patient().get("/bultenler/", {"mudurluk": "yalan"})
    assert response.status_code == 404
    assert "suyu kesecek" not in response.content.decode()
