"""An installation that had its name on every page keeps it through the upgrade, and nobody can change it alone."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from cms.identity.models import Identity, InheritedIdentity
from media_library.models import PublicFile
from publishing.approval import publication
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SAID = {"municipality": "Eski Belediyesi", "phone": "0266 111 11 11", "primary_colour": "#7a1f3d"}


def back():
    call_command("migrate", "website", "0004", verbosity=0)
    call_command("migrate", "identity", "zero", verbosity=0)
    return (
        MigrationExecutor(connection)
        .loader.project_state([("website", "0004_body_with_archive_video"), ("media_library", "0012_signed_words")])
        .apps
    )


def forward():
    call_command("migrate", verbosity=0)


def test_the_words_and_the_emblem_of_before_stay_frozen_until_they_are_signed(client):
    emblem = factories.photo("Amblem")
    old = back()
    site = old.get_model("wagtailcore", "Site").objects.get()
    setting = old.get_model("website", "SiteIdentity").objects.create(site_id=site.pk, logo_id=emblem.pk, **SAID)
    mine = old.get_model("contenttypes", "ContentType").objects.get(app_label="website", model="siteidentity")
    PublicFile.objects.create(photo=emblem, content_type_id=mine.pk, object_id=str(setting.pk))
    forward()
    identity = Identity.objects.get()
    assert (identity.live, identity.municipality, identity.logo_id) == (True, "Eski Belediyesi", emblem.pk)
    assert identity.stands_as_inherited()
    assert PublicFile.objects.get(photo=emblem).content_type.model == "identity"
    html = Client().get("/").content.decode()
    assert "Eski Belediyesi" in html
    assert "brand__logo" in html
    assert list(publication.unsigned_live_content()) == []
    call_command("check", "--database", "default", "--fail-level", "WARNING")
    factories.identity(municipality="Yeni Belediyesi")
    assert "Yeni Belediyesi" in Client().get("/").content.decode()


def test_an_installation_without_words_of_its_own_starts_with_a_draft_and_finds_the_way_back():
    old = back()
    assert not old.get_model("website", "SiteIdentity").objects.exists()
    forward()
    assert Identity.objects.get().live is False
    assert not InheritedIdentity.objects.exists()
    factories.identity(**SAID)
    old = back()
    assert old.get_model("website", "SiteIdentity").objects.get().municipality == "Eski Belediyesi"
    assert old.get_model("auth", "Permission").objects.filter(codename="change_siteidentity").exists()
    forward()
    assert Identity.objects.get().municipality == "Eski Belediyesi"
