"""Who waits for the confirmation of an appointment has the office's group and nothing of its rights."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from cms.letters import services as letters
from cms.letters.models import Letter, LetterKind
from cms.users import services
from cms.users.backends import BEFORE
from cms.users.delegation import in_office
from cms.users.models import Appointment, User
from cms.users.roles import Office
from media_library.archive import permissions as archive
from media_library.rights import access, selectors
from tests import factories
from tests.office import browser

pytestmark = pytest.mark.django_db
DOORS = {
    "looks": access.may_see_looks,
    "contracts": access.may_see_contracts,
    "takedown": selectors.may_take_down,
    "archive": archive.may_look,
    "withheld": archive.may_list_withheld,
}
OF_THE_DIRECTOR = set(DOORS)
OF_THE_MAYOR = {"takedown", "archive", "withheld"}


def waiting(office):
    user = factories.person(f"yeni-{office.value}")
    services.appoint(user=user, office=office, by=factories.administrator(), document_number="E-1")
    return User.objects.get(pk=user.pk)


def opened(user):
    return {name for name, may in DOORS.items() if may(user)}


@pytest.mark.parametrize("office, theirs", [(Office.DIRECTOR, OF_THE_DIRECTOR), (Office.MAYOR, OF_THE_MAYOR)])
def test_the_doors_of_the_archive_open_with_the_confirmation(office, theirs):
    user = waiting(office)
    assert not in_office(user)
    assert opened(user) == set()
    Appointment.objects.filter(user=user).update(confirmed_at="2026-01-01T00:00Z")
    assert opened(User.objects.get(pk=user.pk)) == theirs


@pytest.mark.parametrize("office", Office)
def test_an_account_that_somebody_else_set_opens_nothing(office):
    holder = factories.director() if office is Office.DIRECTOR else factories.mayor()
    assert opened(holder)
    User.objects.filter(pk=holder.pk).update(email="baska@belediye.example")
    assert opened(User.objects.get(pk=holder.pk)) == set()


@pytest.mark.parametrize("office", Office)
def test_no_permission_of_the_group_counts_before(office):
    user = waiting(office)
    group = Permission.objects.filter(group__name=office.role.label)
    names = {f"{app}.{name}" for app, name in group.values_list("content_type__app_label", "codename")}
    assert len(names) > len(BEFORE)
    assert {name for name in names if user.has_perm(name)} == names & BEFORE
    Appointment.objects.filter(user=user).update(confirmed_at="2026-01-01T00:00Z")
    assert {name for name in names if User.objects.get(pk=user.pk).has_perm(name)} == names


def test_another_role_keeps_what_is_its_own():
    editor = factories.editor()
    may = {name for name in ("website.add_alertbanner", "dispatch.view_delivery") if editor.has_perm(name)}
    services.appoint(user=editor, office=Office.DIRECTOR, by=factories.administrator(), document_number="E-1")
    after = User.objects.get(pk=editor.pk)
    assert {name for name in may if after.has_perm(name)} == may
    assert not after.has_perm("dispatch.change_delivery")


def test_who_waits_does_not_silence_the_notice_of_the_appointment():
    user = waiting(Office.DIRECTOR)
    Letter.objects.filter(kind=LetterKind.SECURITY).update(state="failed")
    letter = Letter.objects.filter(kind=LetterKind.SECURITY).first()
    assert letter is not None
    assert not letters.may_resolve(user, letter)
    assert letters.may_resolve(factories.director(), letter)
    assert not letters.may_resolve(factories.superuser(), letter)


def test_the_screens_say_no_and_the_way_to_the_confirmation_stays_open():
    client = browser(waiting(Office.DIRECTOR))
    for name in ("archive:finder", "rights:looks", "rights:takedowns", "mektuplar:index", "onay-izi:index"):
        answer = client.get(reverse(name))
        assert answer.status_code in (302, 403), name
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("users_offices")).status_code == 200
    assert Client().get(reverse("archive:finder")).status_code == 302


# Who is asked of whom there is about keeping people out, or about showing them, never about letting them in.
MAY_ASK_BY_ROLE = {
    "cms/users/delegation.py", "cms/users/roles.py", "cms/users/guards.py", "cms/users/services.py",
    "cms/users/permissions.py", "cms/users/selectors.py", "cms/users/bulk_actions.py", "cms/users/forms.py",
    "cms/users/backends.py", "cms/users/second_factor.py", "cms/users/silent.py",
    "publishing/approval/records.py", "publishing/approval/heads.py", "publishing/approval/selectors.py",
    "publishing/rules/services.py",
}  # fmt: skip


def test_nobody_asks_for_an_office_by_its_role():
    """Rights of an office are asked of ``in_office`` or ``offices_of``; a new line that asks the group fails here."""
    found = set()
    for room in ("cms", "media_library", "press_archive", "publishing", "search"):
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py"):
            name = str(path.relative_to(settings.BASE_DIR))
            # What a role may do is given to its group; the backend asks whether an office is confirmed.
            if "/migrations/" in name or path.name == "grants.py" or name in MAY_ASK_BY_ROLE:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and ast.unparse(node) in ("Role.DIRECTOR", "Role.MAYOR"):
                    found.add(name)
                if isinstance(node, ast.Name) and node.id in ("OFFICE_ROLES", "office_groups"):
                    found.add(name)
                if isinstance(node, ast.keyword) and node.arg in ("groups__name", "groups__name__in"):
                    found.add(name)
    assert found == set()
