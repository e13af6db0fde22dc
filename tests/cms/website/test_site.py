"""Wagtail's ``Site`` row is configuration of the installation: nobody moves the front page by hand."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from cms.website import site
from cms.website.checks import check_site
from cms.website.models import HomePage, StandardPage
from publishing.approval.exceptions import ApprovalRefused
from tests import factories
from tests.office import browser

pytestmark = pytest.mark.django_db


def other_page():
    page = StandardPage(title="Başka", body=[{"type": "paragraph", "value": "<p>Bize yazın.</p>"}], live=False)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=factories.editor())
    return factories.publish(page)


def row():
    return Site.objects.values().get()


def test_migrate_wrote_it_from_the_settings():
    assert (row()["hostname"], row()["port"], row()["is_default_site"]) == ("testserver", 80, True)
    assert row()["root_page_id"] == HomePage.objects.get().pk
    assert site.differences() == []


@pytest.mark.parametrize("who", [factories.administrator, factories.superuser])
def test_no_form_moves_the_front_page(client, who):
    other, before, front = other_page(), row(), client.get("/").content
    office = browser(who())
    asked = {"hostname": "testserver", "port": 80, "site_name": "X", "root_page": other.pk, "is_default_site": "on"}
    for name, args in (("edit", [before["id"]]), ("delete", [before["id"]]), ("copy", [before["id"]]), ("add", [])):
        address = reverse(f"wagtailsites:{name}", args=args)
        assert office.get(address).status_code in (302, 403)
        assert office.post(address, asked).status_code in (302, 403)
    assert row() == before
    assert client.get("/").content == front


def test_no_script_moves_it_either():
    other = other_page()
    found = Site.objects.get()
    found.root_page = other
    with pytest.raises(ApprovalRefused):
        found.save()
    with pytest.raises(ApprovalRefused):
        found.delete()
    with pytest.raises(ApprovalRefused):
        Site.objects.create(hostname="b.example", root_page=other)


@pytest.mark.parametrize("who", [factories.administrator, factories.superuser])
def test_nobody_closes_a_public_page_with_a_password(client, who):
    page = other_page()
    office = browser(who())
    for shut in (Page.objects.get(depth=1), HomePage.objects.get(), page, *Page.objects.filter(slug="bultenler")):
        office.post(
            reverse("wagtailadmin_pages:set_privacy", args=[shut.pk]), {"restriction_type": "password", "password": "x"}
        )
    collection = Collection.objects.get(depth=1)
    office.post(
        reverse("wagtailadmin_collections:set_privacy", args=[collection.pk]),
        {"restriction_type": "password", "password": "x"},
    )
    assert not PageViewRestriction.objects.exists()
    assert not CollectionViewRestriction.objects.exists()
    assert client.get("/baska/").status_code == 200


def test_no_script_closes_one_or_adds_a_language():
    with pytest.raises(ApprovalRefused):
        PageViewRestriction.objects.create(page=HomePage.objects.get(), restriction_type="login")
    with pytest.raises(ApprovalRefused):
        CollectionViewRestriction.objects.create(collection=Collection.objects.get(depth=1), restriction_type="login")
    with pytest.raises(ApprovalRefused):
        Locale.objects.create(language_code="en")
    with pytest.raises((ApprovalRefused, IntegrityError)), transaction.atomic():
        Locale.objects.get().delete()


def test_what_went_past_the_guards_is_seen_and_mended(client):
    front = client.get("/").content
    other = other_page()
    Site.objects.update(root_page=other, port=81)
    Site.objects.bulk_create([Site(hostname="kotu.example", root_page=other)])
    assert [warning.id for warning in check_site(None, databases=["default"])] == ["website.W001"]
    with pytest.raises(CommandError):
        call_command("verify_evidence")
    site.follow_settings()
    assert site.differences() == []
    assert Site.objects.count() == 1
    call_command("verify_evidence")
    assert client.get("/").content.count(b"<h1>") == front.count(b"<h1>")


def test_it_follows_a_new_address(settings):
    settings.SITE_URL = "https://basin.belediye.example"
    assert len(site.differences()) == 2
    site.follow_settings()
    assert (row()["hostname"], row()["port"]) == ("basin.belediye.example", 443)
    assert StandardPage(title="x", url_path="/ana-sayfa/x/").to_message().url in (
        "",
        "https://basin.belediye.example/x/",
    )
