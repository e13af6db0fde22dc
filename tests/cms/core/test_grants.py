"""What the apps declare for the roles is what the roles have."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.core import checks, grants
from cms.core.models import Grant
from cms.core.roles import Role
from tests import template

EDITOR = Role.EDITOR.label


def held(role=EDITOR):
    """Everything that a role's group has, in the form of declarations."""
    name = "{0.content_type.app_label}.{0.codename}".format
    group = Group.objects.get(name=role)
    pages = GroupPagePermission.objects.filter(group=group, page__depth=1)
    collections = GroupCollectionPermission.objects.filter(group=group, collection__depth=1)
    return (
        {("model", role, name(one)) for one in group.permissions.all()}
        | {("page", role, name(one.permission)) for one in pages}
        | {("collection", role, name(one.permission)) for one in collections}
    )


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.labels)
def test_a_role_has_what_is_declared_and_nothing_else(role):
    assert held(role) == {line for line in grants.declared() if line[1] == role}
    assert set(Grant.objects.values_list("scope", "role", "permission")) == grants.declared()


@pytest.mark.django_db
def test_what_is_declared_anew_is_given_and_what_is_declared_no_more_is_taken(monkeypatch):
    before = grants.declared()
    more = {("model", EDITOR, "users.view_department"), ("page", EDITOR, "wagtailcore.lock_page"),
            ("collection", EDITOR, "wagtailimages.delete_image")}  # fmt: skip
    monkeypatch.setattr(grants, "declared", lambda: before | more)
    grants.apply()
    assert more <= held()
    monkeypatch.setattr(grants, "declared", lambda: before - {("page", EDITOR, "wagtailcore.add_page")})
    grants.apply()
    assert held() == {line for line in before if line[1] == EDITOR} - {("page", EDITOR, "wagtailcore.add_page")}
    monkeypatch.undo()
    grants.apply()
    assert held() == {line for line in before if line[1] == EDITOR}


@pytest.mark.django_db
def test_what_somebody_gave_by_hand_stays_and_what_somebody_took_comes_back():
    group = Group.objects.get(name=EDITOR)
    by_hand = Permission.objects.get(codename="view_department")
    group.permissions.add(by_hand)
    page = Page.objects.get(depth=2)
    lock = Permission.objects.get(codename="lock_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=page, permission=lock)
    group.permissions.remove(Permission.objects.get(codename="access_admin"))
    GroupCollectionPermission.objects.filter(group=group).delete()
    call_command("migrate", verbosity=0)
    assert by_hand in group.permissions.all()
    assert GroupPagePermission.objects.filter(group=group, page=page, permission=lock).exists()
    assert group.permissions.filter(codename="access_admin").exists()
    root = Collection.objects.get(depth=1)
    assert GroupCollectionPermission.objects.filter(group=group, collection=root).count() == 6


@pytest.mark.django_db
def test_a_role_that_is_missing_is_made():
    Group.objects.filter(name=Role.ARCHIVIST.label).delete()
    grants.apply()
    assert ("collection", Role.ARCHIVIST.label, "wagtailimages.delete_image") in held(Role.ARCHIVIST.label)


@pytest.mark.parametrize("permission", ["contacts.fly_outlet", "wagtailcore.publish_page"])
def test_a_declaration_of_what_does_not_exist_or_nobody_may_have_is_an_error(monkeypatch, permission):
    assert checks.check_grants(None) == []
    monkeypatch.setattr(grants, "declared", lambda: {("model", EDITOR, permission)})
    assert [error.id for error in checks.check_grants(None)] == ["core.E013"]


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_an_app_has_its_grants_by_nothing_but_being_installed(tmp_path):
    shutil.copyfile(template.make(), tmp_path / "db.sqlite3")
    environment = {
        **os.environ, "TEST_DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}", "TEST_MEDIA_ROOT": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tests.cms.core.small_app.settings", "PYTHONPATH": str(settings.BASE_DIR),
    }  # fmt: skip
    code = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from django.contrib.auth.models import Permission\n"
        "call_command('migrate', run_syncdb=True, verbosity=0)\n"
        "rows = Permission.objects.filter(content_type__app_label='small_app', group__isnull=False)\n"
        "print(sorted(rows.values_list('group__name', 'codename')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(settings.BASE_DIR), env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    given = [("Başkan", "view_tent"), ("Editör", "pitch_tent"), ("Editör", "view_tent")]
    assert done.stdout.splitlines()[-1] == str(given)
