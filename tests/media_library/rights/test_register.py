"""The register of consents: who comes in, what they find, and that nothing of it leaves."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry, ReferenceIndex

from media_library.models import Consent, ConsentLook, Photographer
from media_library.rights import services
from tests.factories import administrator, archivist, director, editor, mayor, person, social_editor, superuser
from tests.factories.rights import PDF, consent, shown, signed_form
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.thorough]
OTHERS = (editor, social_editor, director, mayor, administrator, superuser)


def addresses(row):
    return [
        reverse("rights:consents"),
        reverse("rights:consent_add"),
        *(
            reverse(f"rights:{name}", args=[row.pk])
            for name in ("consent", "consent_edit", "consent_withdraw", "consent_document")
        ),
    ]


def form(**changes):
    return {
        "person_name": "Işıl Çağlar", "for_web": "on", "for_press": "on", "given_on": "2026-11-01",
        "expires_on": "", "guardian_name": "", **changes,
    }  # fmt: skip


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_archivists_comes_in(who):
    row = consent(shown(), document=signed_form())
    looks = ConsentLook.objects.count()
    client = browser(who())
    for address in addresses(row):
        for response in (client.get(address), client.post(address, form())):
            text = response.content.decode()
            assert response.status_code in (403, 405), address
            assert "Ayşe" not in text
        assert "yalnızca arşivcilere açıktır" in client.get(address).content.decode()
    row.refresh_from_db()
    assert row.withdrawn_at is None
    assert ConsentLook.objects.count() == looks


def test_visitors_are_sent_to_the_sign_in(client):
    row = consent(shown(), document=signed_form())
    for address in addresses(row):
        response = client.get(address)
        assert response.status_code == 302
        assert "login" in response["Location"] or "giris" in response["Location"]


def test_an_archivist_with_other_roles_too_comes_in():
    both = person("kok-arsiv", is_superuser=True)
    assert browser(both).get(reverse("rights:consents")).status_code == 403
    assert browser(archivist()).get(reverse("rights:consents")).status_code == 200


@pytest.mark.both
def test_every_look_is_written_down():
    row = consent(shown(), document=signed_form())
    before = ConsentLook.objects.count()
    client = browser(archivist())
    client.get(reverse("rights:consents"))
    client.post(reverse("rights:consents"), {"kisi": "ayşe"})
    for name in ("consent", "consent_edit", "consent_withdraw", "consent_document"):
        client.get(reverse(f"rights:{name}", args=[row.pk]))
    looks = list(ConsentLook.objects.order_by("pk").values_list("part", "consent", "detail", "ip"))[before:]
    assert looks == [
        ("list", None, f"kayıtlar: {row.pk}", "127.0.0.1"),
        ("list", None, f"kayıtlar: {row.pk}", "127.0.0.1"),
        ("record", row.pk, "", "127.0.0.1"),
        ("record", row.pk, "düzenleme sayfası", "127.0.0.1"),
        ("record", row.pk, "geri alma sayfası", "127.0.0.1"),
        ("document", row.pk, "", "127.0.0.1"),
    ]


@pytest.mark.both
def test_the_ledger_of_looks_never_changes():
    consent(shown())
    look = ConsentLook.objects.get()
    for act in (lambda: ConsentLook.objects.update(detail="x"), look.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_the_director_reads_the_ledger_without_a_name():
    consent(shown())
    page = browser(director()).get(reverse("rights:looks"))
    assert page.status_code == 200
    assert "kayıt açıldı" in page.content.decode()
    assert "Ayşe" not in page.content.decode()
    assert browser(editor()).get(reverse("rights:looks")).status_code == 403
    assert browser(superuser()).get(reverse("rights:looks")).status_code == 403


def test_a_consent_is_added_for_chosen_photos_with_its_document():
    one, two, other = shown("Bir"), shown("İki"), shown("Üç")
    client = browser(archivist())
    address = reverse("rights:consent_add") + f"?foto={one.pk},{two.pk},x"
    page = client.get(address).content.decode()
    assert "Bir" in page
    assert "İki" in page
    assert "Üç" not in page
    response = client.post(address, form(photos=[one.pk, two.pk], document_file=signed_form("rıza formu.pdf")))
    row = Consent.objects.get()
    assert response["Location"] == reverse("rights:consent", args=[row.pk])
    assert set(row.photos.all()) == {one, two}
    assert (row.person_name, row.document_name, row.created_by) == ("Işıl Çağlar", "rıza formu.pdf", archivist())
    assert "rıza" not in row.document.name
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.rights_state, other.rights_state) == ("clear", "blocked")
    shownpage = client.get(response["Location"]).content.decode()
    assert "Işıl Çağlar" in shownpage
    assert "Bir" in shownpage


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_child": "on"}, "Çocuğun rızasını velisi"),
        ({"given_on": "2126-11-01"}, "ileri bir gün olamaz"),
        ({"expires_on": "01.10.2026"}, "veriliş tarihinden önce olamaz"),
        ({"for_web": "", "for_press": ""}, "en az bir kullanım seçin"),
        ({"document_file": signed_form("belge.pdf", b"<html>")}, "PDF, JPG ya da PNG olmalı"),
        ({"document_file": signed_form("belge.jpg", PDF)}, "PDF, JPG ya da PNG olmalı"),
        ({"document_file": signed_form("belge.exe", b"MZ")}, "PDF, JPG ya da PNG olmalı"),
        ({"document_file": signed_form("belge.svg", b"<svg/>")}, "PDF, JPG ya da PNG olmalı"),
    ],
)
def test_what_is_wrong_with_a_consent_is_said(changes, words):
    if file := changes.get("document_file"):
        file.seek(0)
    response = browser(archivist()).post(reverse("rights:consent_add"), form(**changes))
    assert words in response.content.decode()
    assert not Consent.objects.exists()


def test_the_document_goes_out_as_a_download_that_nobody_keeps(client):
    row = consent(shown(), document=signed_form())
    response = browser(archivist()).get(reverse("rights:consent_document", args=[row.pk]))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["Content-Type"] == "application/octet-stream"
    for reader in (client, browser(archivist()), browser(superuser())):
        assert reader.get(f"/media/{row.document.name}").status_code == 404


def test_a_replaced_document_is_gone(django_capture_on_commit_callbacks):
    row = consent(shown(), document=signed_form())
    storage, old = row.document.storage, row.document.name
    with django_capture_on_commit_callbacks(execute=True):
        services.save_consent(consent=row, user=archivist(), document=signed_form("yeni.pdf"))
    assert not storage.exists(old)
    assert storage.exists(row.document.name)


@pytest.mark.both
def test_a_withdrawal_is_final_and_says_before_what_it_does():
    photo = shown()
    row = consent(photo)
    client = browser(archivist())
    page = client.get(reverse("rights:consent_withdraw", args=[row.pk])).content.decode()
    assert "1 kayıt daha bu rızaya bağlı" in page
    assert client.post(reverse("rights:consent_withdraw", args=[row.pk]), {"note": "dilekçe 12"}).status_code == 302
    row.refresh_from_db()
    assert (row.withdrawn_by, row.withdrawal_note) == (archivist(), "dilekçe 12")
    assert client.get(reverse("rights:consent_edit", args=[row.pk])).status_code == 302
    with pytest.raises(ValidationError):
        services.withdraw_consent(consent=row, user=archivist(), note="")
    with pytest.raises(ValidationError):
        services.save_consent(consent=row, user=archivist())


@pytest.mark.parametrize("who", OTHERS)
def test_the_services_refuse_others_too(who):
    row = consent(shown())
    for act in (
        lambda: services.save_consent(consent=row, user=who()),
        lambda: services.withdraw_consent(consent=row, user=who(), note=""),
        lambda: services.record_look(user=who(), part=ConsentLook.Part.LIST),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_no_name_is_in_logs_references_or_what_others_see():
    photo = shown()
    row = consent(photo, document=signed_form())
    services.withdraw_consent(consent=row, user=archivist(), note="Ayşe Yılmaz aradı")
    assert "Ayşe" not in str(row)
    logged = str(list(ModelLogEntry.objects.values_list("label", "data")))
    assert "Ayşe" not in logged
    assert not any("consent" in one.base_content_type.model for one in ReferenceIndex.get_references_to(photo))
    for who in (editor, administrator, director):
        client = browser(who())
        for address in (
            f"/admin/images/{photo.pk}/",
            f"/admin/images/usage/{photo.pk}/",
            "/admin/reports/site-history/",
        ):
            assert "Ayşe" not in client.get(address, follow=True).content.decode()


def test_consents_that_end_soon_are_on_the_first_page_of_archivists(today):
    consent(shown(), expires_on=today + dt.timedelta(days=30))
    consent(shown(), name="Can Ak", expires_on=today + dt.timedelta(days=31))
    assert "1 rızanın süresi 30 gün içinde doluyor" in browser(archivist()).get("/admin/").content.decode()
    assert "rızanın süresi" not in browser(editor()).get("/admin/").content.decode()


def test_photographers_are_kept_by_archivists_and_their_contracts_private():
    client = browser(archivist())
    data = {"name": "Deniz Örnek", "kind": "contract", "contract_number": "", "rights_until": "", "active": "on"}
    assert "sözleşme sayısını yazın" in client.post(reverse("photographers:add"), data).content.decode()
    data |= {"contract_number": "2026/14", "contract_file": signed_form("sozlesme.pdf")}
    assert client.post(reverse("photographers:add"), data).status_code == 302
    who = Photographer.objects.get()
    address = reverse("rights:contract", args=[who.pk])
    assert b"".join(client.get(address).streaming_content) == PDF
    assert browser(director()).get(address).status_code == 200
    for other in (editor, administrator, superuser):
        assert browser(other()).get(address).status_code == 403
    assert client.get(f"/media/{who.contract.name}").status_code == 404
    assert browser(editor()).get(reverse("photographers:add")).status_code in (302, 403)
    assert client.get(reverse("photographers:edit", args=[who.pk])).status_code == 200
