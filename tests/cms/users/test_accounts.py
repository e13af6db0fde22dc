"""The user admin within the office's limits: no superusers by the back door, no offices, no editor of roles."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.users.models import Department, User
from cms.users.roles import Role, has_role
from tests.factories import PASSWORD, administrator, department, director, editor, person, superuser

pytestmark = pytest.mark.django_db

NEW = "/admin/users/new/"


def group(role: Role) -> Group:
    return Group.objects.get(name=role.label)


def account(user: User | None = None, **values):
    data = {
        "username": user.username if user else "yenikisi",
        "email": user.email if user else "yeni@belediye.example",
        "first_name": user.first_name if user else "Işıl",
        "last_name": user.last_name if user else "İnce",
        "job_title": "Muhabir",
        "phone": "0212 000 00 00",
        "is_active": "on",
        "groups": [group(Role.EDITOR).pk],
    }
    if user is None:
        data |= {"password1": "uzun-bir-parola-7", "password2": "uzun-bir-parola-7"}
    return data | values


def edit(user: User) -> str:
    return reverse("wagtailusers_users:edit", args=[user.pk])


class TestForms:
    def test_an_administrator_makes_a_user_with_title_and_telephone(self, client):
        client.force_login(administrator())
        page = client.get(NEW).text
        assert "Unvan" in page
        assert "Makamlar ve vekâlet" in page
        assert 'name="is_superuser"' not in page
        assert client.post(NEW, account(is_superuser="on")).status_code == 302
        made = User.objects.get(username="yenikisi")
        assert (made.job_title, made.phone, made.is_superuser) == ("Muhabir", "0212 000 00 00", False)
        assert has_role(made, Role.EDITOR)

    @pytest.mark.parametrize(
        "password, message",
        [
            ("kisa7!", "en az 10 karakter"),
            ("1234509876", "tamamıyla sayısaldır"),
            ("yenikisi2026", "çok benzer"),
            ("password12", "çok geneldir"),
        ],
    )
    def test_weak_passwords_are_refused_in_turkish(self, client, password, message):
        client.force_login(administrator())
        data = account(username="yenikisi2026", password1=password, password2=password)
        assert message in client.post(NEW, data).text
        assert not User.objects.filter(username="yenikisi2026").exists()

    @pytest.mark.parametrize("who", [administrator, superuser])
    @pytest.mark.parametrize("role", [Role.DIRECTOR, Role.MAYOR])
    def test_no_form_gives_an_office(self, client, who, role):
        client.force_login(who())
        assert client.post(NEW, account(groups=[group(role).pk])).status_code == 200
        target = editor()
        client.post(edit(target), account(target, groups=[group(role).pk]))
        assert not User.objects.filter(groups__name=role.label).exists()

    def test_editing_a_holder_keeps_the_office_and_not_the_credentials(self, client):
        client.force_login(administrator())
        target = director()
        page = client.get(edit(target)).text
        assert 'name="password1"' not in page
        assert "imza yetkilisidir" in page
        data = account(
            target, username="ele-gecti", email="saldirgan@kotu.example", password1="yeni-parola-99", groups=[]
        )
        assert client.post(edit(target), data | {"password2": "yeni-parola-99"}).status_code == 302
        after = User.objects.get(pk=target.pk)
        assert after.phone == "0212 000 00 00"
        assert after.job_title == target.job_title, "what stands under a signature is no administrator's text"
        assert (after.username, after.email) == (target.username, target.email)
        assert after.check_password(PASSWORD)
        assert has_role(after, Role.DIRECTOR)

    def test_a_holder_does_not_become_administrator(self, client):
        target = director()
        client.force_login(superuser())
        assert "Makam sahibi yönetici olamaz" in client.post(edit(target), account(target, is_superuser="on")).text
        refused = client.post(edit(target), account(target, groups=[group(Role.ADMINISTRATOR).pk]))
        assert "Makam sahibi yönetici olamaz" in refused.text
        after = User.objects.get(pk=target.pk)
        assert not after.is_superuser
        assert not has_role(after, Role.ADMINISTRATOR)

    def test_superusers_accounts_are_for_superusers(self, client):
        client.force_login(administrator())
        root = superuser()
        assert client.get(edit(root)).url == "/admin/"
        data = account(root, password1="yeni-parola-99", password2="yeni-parola-99")
        assert client.post(edit(root), data).url == "/admin/"
        assert User.objects.get(pk=root.pk).check_password(PASSWORD)
        client.force_login(root)
        assert client.get(edit(person("kok2", is_superuser=True))).status_code == 200

    def test_editors_do_not_reach_the_user_admin(self, client):
        client.force_login(editor())
        assert client.get(NEW).url == "/admin/"
        assert client.get(edit(director())).url == "/admin/"

    def test_an_account_that_signs_is_not_deleted(self, client):
        client.force_login(administrator())
        for target in (director(), superuser(), administrator()):
            address = reverse("wagtailusers_users:delete", args=[target.pk])
            assert client.post(address).url == "/admin/"
            assert User.objects.filter(pk=target.pk).exists()
        other = editor()
        client.post(reverse("wagtailusers_users:delete", args=[other.pk]))
        assert not User.objects.filter(pk=other.pk).exists()


class TestBulk:
    def url(self, action: str, *users: User) -> str:
        query = "&".join(f"id={user.pk}" for user in users)
        return f"/admin/bulk/users/user/{action}/?next=/admin/users/&{query}"

    def test_roles_are_assigned_but_not_offices(self, client):
        client.force_login(administrator())
        assert "Başkan</option>" not in client.get(self.url("assign_role", editor())).text
        client.post(self.url("assign_role", editor()), {"role": group(Role.MAYOR).pk})
        assert not has_role(User.objects.get(pk=editor().pk), Role.MAYOR)
        client.post(self.url("assign_role", editor()), {"role": group(Role.ARCHIVIST).pk})
        assert has_role(User.objects.get(pk=editor().pk), Role.ARCHIVIST)

    def test_superusers_and_signers_are_spared(self, client):
        client.force_login(administrator())
        client.post(self.url("set_active_state", superuser()), {"mark_as_active": "False"})
        client.post(self.url("delete", superuser(), director()))
        assert User.objects.get(username="kok").is_active
        assert User.objects.filter(pk=director().pk).exists()


class TestRoles:
    @pytest.mark.parametrize("who", [administrator, superuser])
    def test_nobody_edits_the_roles(self, client, who):
        client.force_login(who())
        chosen = group(Role.EDITOR)
        before = set(chosen.permissions.values_list("pk", flat=True))
        addresses = [
            "/admin/groups/",
            "/admin/groups/new/",
            reverse("wagtailusers_groups:add"),
            reverse("wagtailusers_groups:edit", args=[chosen.pk]),
            reverse("wagtailusers_groups:delete", args=[chosen.pk]),
            f"/admin/groups/{chosen.pk}/users/",
        ]
        for address in addresses:
            for response in (client.get(address), client.post(address, {"name": "Editör", "permissions": ["1"]})):
                assert response.status_code == 403
                assert "kurulumla gelir" in response.text
        assert set(chosen.permissions.values_list("pk", flat=True)) == before
        assert 'href="/admin/groups/"' not in client.get("/admin/").text.replace("\\", "")

    def test_no_role_has_the_publish_permission(self):
        for found in Group.objects.all():
            assert not found.permissions.filter(codename__contains="publish").exists()
            assert not found.page_permissions.filter(permission__codename__contains="publish").exists()


class TestDepartments:
    def test_a_directorate_is_made_and_closed_but_not_renamed(self, client):
        client.force_login(administrator())
        made = client.post("/admin/mudurlukler/new/", {"name": "Zabıta Müdürlüğü", "slug": "zabita-md", "active": "on"})
        assert made.status_code == 302
        row = Department.objects.get(name="Zabıta Müdürlüğü")
        client.post(f"/admin/mudurlukler/edit/{row.pk}/", {"name": "Başka Ad", "slug": "baska"})
        row.refresh_from_db()
        assert (row.name, row.slug, row.active) == ("Zabıta Müdürlüğü", "zabita-mudurlugu", False)

    def test_editors_do_not_touch_them(self, client):
        row = department()
        client.force_login(editor())
        assert client.get(f"/admin/mudurlukler/edit/{row.pk}/").url == "/admin/"
