"""An account that is changed past every form: by a bulk update, a raw statement, a row of the database. Nobody signs
with it, the evidence says so, and both offices are told."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.letters.models import Letter, LetterKind
from cms.users import silent
from cms.users.delegation import authority_for
from cms.users.models import User
from cms.users.roles import Office, Role
from publishing.approval.models import Decision, EvidenceRecord
from tests import factories
from tests.office import browser, hash_of, waiting

pytestmark = pytest.mark.django_db


def updated(**values):
    return lambda user: User.objects.filter(pk=user.pk).update(**values)


def raw(column, value):
    def change(user):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE users_user SET {column} = %s WHERE id = %s", [value, user.pk])

    return change


def joins(role):
    def change(user):
        User.groups.through.objects.bulk_create(
            [User.groups.through(user_id=user.pk, group_id=Group.objects.get(name=role.label).pk)]
        )

    return change


def leaves(role):
    return lambda user: User.groups.through.objects.filter(user=user, group__name=role.label).delete()


def new_device(user):
    TOTPDevice.objects.bulk_create([TOTPDevice(user=user, name="x", confirmed=True, key="00" * 20)])


SILENT = {
    "password": updated(password=make_password("yonetici-bilir-77")),
    "password, raw": raw("password", "pbkdf2_sha256$1$a$b"),
    "e-mail": updated(email="baska@belediye.example"),
    "user name": updated(username="baska-ad"),
    "name": updated(first_name="Başka"),
    "second factor": new_device,
    "closed": updated(is_active=False),
    "closed, raw": raw("is_active", False),
    "superuser": updated(is_superuser=True),
    "administrator": joins(Role.ADMINISTRATOR),
    "out of the group": leaves(Role.MAYOR),
}


def notices():
    return Letter.objects.filter(kind=LetterKind.SECURITY)


@pytest.mark.parametrize("name", SILENT)
def test_whatever_was_changed_the_account_does_not_sign_and_the_offices_are_told(name):
    factories.director()
    user = factories.mayor()
    assert silent.look() == 0
    page = factories.sign(factories.submit(factories.bulletin()), user=factories.director())
    before = notices().count()
    SILENT[name](user)
    fresh = User.objects.get(pk=user.pk)
    assert authority_for(user=fresh, office=Office.MAYOR) is None
    answer = browser(fresh).post(reverse("approval:sign", args=[waiting(page).pk]), {"seen_hash": hash_of(page)})
    assert answer.status_code in (302, 403)
    assert not EvidenceRecord.objects.filter(decision=Decision.SIGNED, office=Office.MAYOR).exists()

    call_command("worker", drain=True, verbosity=0)
    record = EvidenceRecord.objects.filter(decision=Decision.CREDENTIAL_CHANGED).get()
    assert (record.principal_id, record.actor_id) == (user.pk, None)
    told = set(notices().values_list("recipient", flat=True)[before:])
    assert {factories.director().email, user.email} <= told
    assert silent.look() == 0, "told once"
    assert authority_for(user=User.objects.get(pk=user.pk), office=Office.MAYOR) is None


def test_put_into_the_group_of_an_office_without_an_appointment():
    factories.director(), factories.mayor()
    stranger = factories.person("yabanci")
    silent.look()
    joins(Role.MAYOR)(stranger)
    assert authority_for(user=User.objects.get(pk=stranger.pk), office=Office.MAYOR) is None
    assert silent.look() == 1
    assert silent.look() == 0
    assert factories.director().email in set(notices().values_list("recipient", flat=True))


def test_a_closed_account_that_is_opened_in_silence_is_told_of():
    factories.director()
    user = factories.mayor()
    silent.look()
    user.is_active = False
    user.save()  # told in the ordinary way
    count = EvidenceRecord.objects.filter(decision=Decision.CREDENTIAL_CHANGED).count()
    assert (count, silent.look()) == (1, 0)
    updated(is_active=True)(user)
    assert silent.look() == 1
    assert notices().filter(recipient=factories.director().email).count() >= 2


def test_what_the_owner_changes_is_not_told_twice():
    from cms.users import credentials

    user = factories.mayor()
    silent.look()
    with credentials.changed_by_owner(user):
        user.email = "yeni@belediye.example"
        user.save()
    assert silent.look() == 0
    assert authority_for(user=User.objects.get(pk=user.pk), office=Office.MAYOR)
