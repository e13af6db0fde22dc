"""Each rule of ``cms.core.checks`` lets the house pass and refuses the breach it is there for."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, GroupPagePermission, Page, RevisionMixin

from cms.core import checks
from cms.core.governed import GovernedPage, GovernedSnippet, OnlyCopied, StructuralPage


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.django_db
def test_the_house_keeps_its_own_rules():
    found = run_checks(databases=["default"])
    assert [message for message in found if message.is_serious()] == []


@isolate_apps("cms.core")
def test_a_page_type_outside_the_signatures_is_refused():
    class Loose(Page):
        class Meta:
            app_label = "core"

    class Signed(GovernedPage):
        class Meta:
            app_label = "core"

    class Shelf(StructuralPage):
        class Meta:
            app_label = "core"

    found = checks.page_type_errors([Loose, Signed, Shelf])
    assert ids(found) == ["core.E001"]
    assert found[0].obj is Loose
    assert "GovernedPage" in found[0].hint


@isolate_apps("cms.core")
def test_a_structural_page_that_offers_words_is_refused():
    class Shelf(StructuralPage):
        content_panels = []

        class Meta:
            app_label = "core"

    class Speaking(StructuralPage):
        content_panels = [FieldPanel("title")]

        class Meta:
            app_label = "core"

    found = checks.structural_errors([Shelf, Speaking])
    assert ids(found) == ["core.E012"]
    assert found[0].obj is Speaking


@isolate_apps("cms.core")
def test_a_draft_model_outside_the_signatures_is_refused():
    class Loose(DraftStateMixin, RevisionMixin, models.Model):
        class Meta:
            app_label = "core"

    class Signed(GovernedSnippet):
        class Meta:
            app_label = "core"

    found = checks.draft_model_errors([Loose, Signed])
    assert ids(found) == ["core.E002"]
    assert found[0].obj is Loose


@isolate_apps("cms.core")
def test_rich_text_needs_signatures_unless_it_is_part_of_something_signed():
    class Loose(models.Model):
        words = RichTextField()

        class Meta:
            app_label = "core"

    class Signed(GovernedPage):
        words = RichTextField()

        class Meta:
            app_label = "core"

    class Copied(OnlyCopied, models.Model):
        words = RichTextField()

        class Meta:
            app_label = "core"

    class Line(models.Model):
        page = ParentalKey(Signed, on_delete=models.CASCADE)
        words = RichTextField()

        class Meta:
            app_label = "core"

    found = checks.editorial_text_errors([Loose, Signed, Copied, Line])
    assert ids(found) == ["core.E003"]
    assert found[0].obj is Loose


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [
        ("E004", "WAGTAIL_FINISH_WORKFLOW_ACTION", "wagtail.workflows.publish_workflow_state"),
        ("E004", "WAGTAIL_WORKFLOW_ENABLED", False),
        ("E006", "WAGTAILIMAGES_IMAGE_MODEL", "wagtailimages.Image"),
        ("E006", "WAGTAILDOCS_DOCUMENT_MODEL", "wagtaildocs.Document"),
        ("E007", "WAGTAILIMAGES_EXTENSIONS", ["jpg", "SVG"]),
        ("E008", "WAGTAIL_ENABLE_UPDATE_CHECK", True),
        ("E008", "WAGTAIL_GRAVATAR_PROVIDER_URL", "//www.gravatar.com/avatar"),
        ("E009", "WAGTAILDOCS_SERVE_METHOD", "direct"),
        ("E010", "INSTALLED_APPS", ["wagtail.api.v3"]),
    ],
)
def test_a_setting_that_breaks_a_promise_is_refused(settings, number, name, value):
    assert checks.check_settings(None) == []
    setattr(settings, name, value)
    found = checks.check_settings(None)
    assert ids(found) == [f"core.{number}"]
    assert found[0].hint


def test_sqlite_without_immediate_transactions_is_refused(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", {})
    assert ids(checks.check_settings(None)) == ["core.E011"]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["group", "page", "person"])
def test_a_publish_permission_is_refused_however_it_is_given(way, django_user_model):
    assert checks.check_publish_permissions(None, databases=["default"]) == []
    permission = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    group = Group.objects.get(name="Editör")
    match way:
        case "group":
            group.permissions.add(permission)
        case "page":
            GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=permission)
        case "person":
            django_user_model.objects.create_user("kacak", "kacak@belediye.example").user_permissions.add(permission)
    found = checks.check_publish_permissions(None, databases=["default"])
    assert ids(found) == ["core.E005"]
    assert ("kacak" if way == "person" else "Editör") in found[0].msg


@pytest.mark.django_db
def test_publish_permissions_are_looked_at_only_when_the_database_is_asked_for(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert checks.check_publish_permissions(None, databases=None) == []
