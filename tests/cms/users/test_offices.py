"""Appointment to an office, the guard of the office groups, and the screen “Makamlar ve vekâlet”."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.users import services, signals
from cms.users.models import Delegation, User
from cms.users.roles import Office, Role, has_role
from tests.factories import administrator, director, editor, mayor, person, superuser

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def group(role: Role) -> Group:
    return Group.objects.get(name=role.label)


class TestAppoint:
    def test_appointment_and_dismissal_are_heard_and_logged(self):
        heard = []

        def hear(sender, **values):
            values.pop("signal")
            heard.append(values)

        signals.office_changed.connect(hear)
        try:
            services.appoint(user=editor(), office=Office.DIRECTOR, by=administrator(), document_number="E-9  /1")
            assert has_role(fresh(editor()), Role.DIRECTOR)
            services.dismiss(user=editor(), office=Office.DIRECTOR, by=administrator(), document_number="E-10")
            assert not has_role(fresh(editor()), Role.DIRECTOR)
        finally:
            signals.office_changed.disconnect(hear)
        assert [(each["decision"], each["document_number"]) for each in heard] == [
            ("appointed", "E-9 /1"),
            ("dismissed", "E-10"),
        ]
        assert all(each["user"] == editor() and each["by"] == administrator() for each in heard)
        entries = ModelLogEntry.objects.filter(object_id=str(editor().pk), user=administrator())
        assert set(entries.values_list("action", flat=True)) == {"users.appoint", "users.dismiss"}

    @pytest.mark.parametrize("number", ["", "   ", "x" * 81])
    def test_no_appointment_without_a_document(self, number):
        with pytest.raises(ValidationError, match="Belge sayısı"):
            services.appoint(user=editor(), office=Office.DIRECTOR, by=administrator(), document_number=number)
        assert not has_role(fresh(editor()), Role.DIRECTOR)

    @pytest.mark.parametrize(
        "user, message",
        [
            (administrator, "kendisini"),
            (superuser, "Yönetici hesabı"),
            (lambda: person("yonetici2", Role.ADMINISTRATOR), "Yönetici hesabı"),
            (lambda: person("kapali", is_active=False), "Kapalı"),
            (director, "zaten bu makamda"),
        ],
        ids=["oneself", "superuser", "administrator", "closed", "holder"],
    )
    def test_unfit_people_are_refused(self, user, message):
        with pytest.raises(ValidationError, match=message):
            services.appoint(user=user(), office=Office.DIRECTOR, by=administrator(), document_number="E-1")

    @pytest.mark.parametrize("by", [director, mayor, editor])
    def test_only_administrators_record_it(self, by):
        target = person("aday", Role.EDITOR)
        with pytest.raises(PermissionDenied):
            services.appoint(user=target, office=Office.MAYOR, by=by(), document_number="E-1")
        with pytest.raises(PermissionDenied):
            services.dismiss(user=mayor(), office=Office.MAYOR, by=by(), document_number="E-1")

    def test_a_receiver_that_fails_undoes_the_appointment(self):
        def fail(sender, **values):
            raise RuntimeError("no evidence")

        signals.office_changed.connect(fail)
        try:
            with pytest.raises(RuntimeError):
                services.appoint(user=editor(), office=Office.MAYOR, by=administrator(), document_number="E-1")
        finally:
            signals.office_changed.disconnect(fail)
        assert not has_role(fresh(editor()), Role.MAYOR)

    def test_the_first_holder_comes_with_the_installation_once(self):
        services.seed_office_holder(user=editor(), office=Office.MAYOR)
        services.seed_office_holder(user=editor(), office=Office.MAYOR)
        assert has_role(fresh(editor()), Role.MAYOR)
        with pytest.raises(ValidationError, match="Bu makamda biri var"):
            services.seed_office_holder(user=person("aday"), office=Office.MAYOR)


class TestGuard:
    def test_nobody_slips_into_an_office_group(self):
        user = editor()
        for role in (Role.DIRECTOR, Role.MAYOR):
            for attempt in (
                lambda office: user.groups.add(office),
                lambda office: user.groups.set([office]),
                lambda office: office.user_set.add(user),
            ):
                with pytest.raises(PermissionDenied), transaction.atomic():
                    attempt(group(role))
        assert not has_role(fresh(user), Role.DIRECTOR, Role.MAYOR)

    def test_nobody_slips_out_of_it_without_a_dismissal(self):
        user = director()
        for attempt in (
            lambda office: user.groups.clear(),
            lambda office: user.groups.remove(office),
            lambda office: user.groups.set([]),
            lambda office: office.user_set.clear(),
        ):
            with pytest.raises(PermissionDenied), transaction.atomic():
                attempt(group(Role.DIRECTOR))
        assert has_role(fresh(user), Role.DIRECTOR)

    def test_other_roles_are_given_freely(self):
        user = editor()
        user.groups.add(group(Role.ARCHIVIST))
        assert has_role(user, Role.ARCHIVIST), "the roles cached on the object are forgotten"
        user.groups.clear()
        assert not has_role(user, Role.ARCHIVIST)


def when(value: dt.datetime) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")


class TestScreen:
    index = "/admin/makamlar/"

    def test_an_administrator_appoints_and_dismisses_by_form(self, client):
        holder = director()
        newcomer = person("yenimudur", Role.EDITOR)
        client.force_login(administrator())
        page = client.get(self.index)
        assert "Makamlar ve vekâlet" in page.text
        assert str(holder) in page.text
        away = reverse("users_office_dismiss", args=["director", holder.pk])
        assert "Belge sayısı" in client.get(away).text
        assert client.post(away, {"document_number": ""}).status_code == 200
        assert has_role(fresh(holder), Role.DIRECTOR)
        assert client.post(away, {"document_number": "E-1"}).url == self.index
        assert not has_role(fresh(holder), Role.DIRECTOR)
        come = reverse("users_office_appoint", args=["director"])
        assert "Makam şu anda boş" in client.get(come).text
        assert client.post(come, {"user": administrator().pk, "document_number": "E-2"}).status_code == 200
        assert client.post(come, {"user": newcomer.pk, "document_number": "E-2"}).url == self.index
        assert has_role(fresh(newcomer), Role.DIRECTOR)
        assert client.get("/admin/makamlar/king/gorevlendir/").status_code == 404

    def test_the_holder_delegates_by_form_and_sees_refusals(self, client):
        deputy = person("vekil", Role.EDITOR)
        client.force_login(director())
        page = client.get(self.index).text
        assert "Vekâlet ver" in page
        assert "Görevlendir<" not in page
        address = reverse("users_office_delegate", args=["director", director().pk])
        now = timezone.now()
        data = {"deputy": deputy.pk, "starts_at": when(now), "ends_at": when(now + dt.timedelta(days=2))}
        assert client.post(address, data).url == self.index
        given = Delegation.objects.get()
        assert (given.principal, given.deputy, given.created_by) == (director(), deputy, director())
        again = client.post(address, data)
        assert "çakışan bir vekâlet var" in again.text
        assert f'value="{data["starts_at"]}"' in again.text, "what was typed stays in the form"
        assert "yürürlükte" in client.get(self.index).text
        assert client.get(reverse("users_delegation_revoke", args=[given.pk])).status_code == 200
        given.refresh_from_db()
        assert given.revoked_at is None, "a GET changes nothing"
        assert client.post(reverse("users_delegation_revoke", args=[given.pk])).url == self.index
        given.refresh_from_db()
        assert given.revoked_by == director()

    def test_others_get_nowhere(self, client):
        given = Delegation.objects.create(
            office=Office.DIRECTOR,
            principal=director(),
            deputy=person("vekil", Role.EDITOR),
            starts_at=timezone.now(),
            ends_at=timezone.now() + dt.timedelta(days=1),
            created_by=director(),
        )
        addresses = {
            "appoint": reverse("users_office_appoint", args=["mayor"]),
            "dismiss": reverse("users_office_dismiss", args=["director", director().pk]),
            "delegate": reverse("users_office_delegate", args=["director", director().pk]),
            "revoke": reverse("users_delegation_revoke", args=[given.pk]),
        }
        for user in (editor(), mayor(), given.deputy):
            client.force_login(user)
            for address in addresses.values():
                assert client.get(address).url == "/admin/"
                assert client.post(address, {"document_number": "E-1", "user": user.pk}).url == "/admin/"
        client.force_login(editor())
        assert client.get(self.index).url == "/admin/"
        assert self.index not in client.get("/admin/").text
        given.refresh_from_db()
        assert given.revoked_at is None
        assert not has_role(fresh(editor()), Role.MAYOR)
