"""The municipality's identity: a draft for whoever writes it, public with two signatures, everywhere at once."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cms.identity.models import Identity
from cms.identity.selectors import current
from media_library.models import PublicFile
from publishing.approval.exceptions import ApprovalRefused
from publishing.dispatch.models import Channel, Delivery
from publishing.dispatch.planning import sender
from tests import economy, factories
from tests.cms.identity import face
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
EDITOR = "wagtailsnippets_identity_identity:edit"
SAID = {"municipality": "Işıklı Belediyesi", "phone": "0266 222 22 22", "email": "basin@isikli.example"}


def refused_by_the_database(**values):
    with pytest.raises(DatabaseError, match="basin_masasi"), transaction.atomic():
        Identity.objects.update(**values)


def test_a_new_installation_prints_a_neutral_name_and_has_one_draft(client):
    assert Identity.objects.get().live is False
    Identity.objects.update(municipality="İmzasız Belediyesi", phone="0266 666 66 66")
    html = client.get("/").content.decode()
    assert "Belediye</h1>" in html
    assert "İmzasız" not in html
    assert "666" not in html


@pytest.mark.parametrize(
    "who",
    economy.people([factories.editor, factories.administrator, factories.superuser], again=[factories.superuser]),
)
def test_what_one_person_writes_stays_a_draft(client, who):
    factories.identity(**SAID)
    before = face.crawl()
    office = browser(who())
    address = reverse(EDITOR, args=[1])
    values = face.fields_of(office.get(address).content.decode())
    for extra in ({}, {"action-publish": "1"}, {"action-submit": "1"}):
        office.post(address, {**values, "municipality": "Bambaşka Belediyesi", "phone": "0266 999 99 99", **extra})
        assert face.crawl() == before
    assert Identity.objects.get().get_latest_revision_as_object().municipality == "Bambaşka Belediyesi"
    assert current().municipality == "Işıklı Belediyesi"


def test_signed_it_stands_on_pages_feeds_and_mails_at_once(client):
    reader = Client()
    page = reader.get("/bultenler/")
    factories.identity(**SAID)
    fresh = reader.get("/bultenler/", headers={"if-none-match": page["ETag"]})
    assert fresh.status_code == 200
    assert "Işıklı Belediyesi" in fresh.content.decode()
    assert "Işıklı Belediyesi" in client.get(reverse("bulletins_rss")).content.decode()
    assert "Işıklı Belediyesi" in client.get("/yok/").content.decode()
    assert (sender().municipality, sender().phone) == ("Işıklı Belediyesi", "0266 222 22 22")
    again = reader.get("/bultenler/", headers={"if-none-match": fresh["ETag"]})
    assert again.status_code == 304


@pytest.mark.once
def test_mails_and_kits_keep_the_letterhead_of_their_day():
    factories.identity(**SAID)
    factories.publish(factories.bulletin(lists=[factories.distribution_list()], **factories.with_photo()))
    before = {**face.mails(), **face.kit_letters()}
    assert all(
        "Işıklı Belediyesi" in str(text, "utf-8") if isinstance(text, bytes) else text for text in before.values()
    )
    factories.identity(municipality="Yeni Belediyesi")
    assert {**face.mails(), **face.kit_letters()} == before
    assert Delivery.objects.filter(channel=Channel.EMAIL).get().payload["sender"]["municipality"] == "Işıklı Belediyesi"


def test_a_live_identity_changes_in_the_database_only_with_what_was_signed():
    emblem = factories.photo("Amblem")
    live = factories.identity(**SAID)
    for values in (
        {"municipality": "X"},
        {"logo": emblem},
        {"address": "Y"},
        {"primary_colour": "#000000"},
        {"phone": "1"},
    ):
        refused_by_the_database(**values)
    refused_by_the_database(live=False)
    refused_by_the_database(live_revision=None)
    live.municipality = "X"
    with pytest.raises(ApprovalRefused):
        live.save()


def test_there_is_one_and_it_stays():
    factories.identity(**SAID)
    with pytest.raises(PermissionDenied):
        Identity.objects.create(municipality="İkinci")
    with pytest.raises(DatabaseError), transaction.atomic():
        Identity.objects.bulk_create([Identity(municipality="İkinci")])
    with pytest.raises((PermissionDenied, ApprovalRefused)), transaction.atomic():
        Identity.objects.get().delete()
    with pytest.raises(DatabaseError, match="basin_masasi"), transaction.atomic():
        Identity.objects.all()._raw_delete("default")


@pytest.mark.once
@pytest.mark.parametrize("who", [factories.administrator, factories.superuser])
def test_the_admin_offers_no_second_one_and_no_deletion(who):
    office = browser(who())
    names = "wagtailsnippets_identity_identity"
    assert office.get(reverse(f"{names}:list")).url == reverse(EDITOR, args=[1])
    for address in (
        reverse(f"{names}:add"),
        reverse(f"{names}:delete", args=[1]),
        reverse(f"{names}:unpublish", args=[1]),
    ):
        for method in (office.get, office.post):
            assert method(address).status_code in (302, 403)
    assert Identity.objects.count() == 1


@pytest.mark.once
def test_the_emblem_is_public_while_it_is_signed(client):
    emblem = factories.photo("Amblem")
    draft = Identity.objects.get()
    draft.logo = emblem
    draft.save_revision(user=factories.editor())
    assert not PublicFile.objects.filter(photo=emblem).exists()
    factories.publish(draft)
    logo = re.search(r'class="brand__logo" src="([^"]+)"', client.get("/").content.decode()).group(1)
    assert client.get(logo).status_code == 200
    factories.identity(logo=None)
    assert client.get(logo).status_code == 404


def test_withdrawn_it_leaves_the_neutral_name(client):
    factories.identity(**SAID, logo=factories.photo("Amblem"))
    factories.withdraw(Identity.objects.get())
    html = client.get("/").content.decode()
    assert "Belediye</h1>" in html
    assert "Işıklı" not in html
    assert not PublicFile.objects.filter(content_type__app_label="identity").exists()


@pytest.mark.once
def test_public_pages_ask_once_for_it(client, django_assert_num_queries):
    factories.identity(**SAID)
    with django_assert_num_queries(1):
        current()
