"""Many people at once: what one administrator can do with it, and what the letters say. And the list of people."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.core.roles import Role
from cms.letters.models import Letter
from cms.users import invitations
from cms.users.models import User
from tests.factories import administrator, director, editor

pytestmark = pytest.mark.django_db

PAGE = "/admin/kullanicilar/davet/"


def group(role):
    return Group.objects.get(name=role.label)


def invite(client, text, *roles):
    return client.post(PAGE, {"text": text, "groups": [group(role).pk for role in roles or (Role.EDITOR,)]})


def test_good_lines_become_accounts_and_the_others_stay(client):
    client.force_login(administrator())
    director()
    known = editor()
    lines = [
        "Işıl İnce <Isil@Belediye.example>", "bora@belediye.example", "bora@belediye.example",
        f"Başkası <{known.email}>", "adres değil", "Mudur Örnek <sahte@belediye.example>",
    ]  # fmt: skip
    answer = invite(client, "\n".join(lines), Role.EDITOR, Role.ARCHIVIST)
    assert answer.status_code == 200
    assert "2 kişinin hesabı açıldı" in answer.text
    box = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", answer.text, re.DOTALL)[1]
    assert box.count("\n") == 3
    assert "sahte@" in box
    made = User.objects.get(email="isil@belediye.example")
    assert (made.get_full_name(), made.username) == ("Işıl İnce", "isil@belediye.example")
    assert set(made.groups.values_list("name", flat=True)) == {Role.EDITOR.label, Role.ARCHIVIST.label}
    assert not User.objects.filter(email="sahte@belediye.example").exists()
    # The letter: no word that the administrator typed, secret, and its link sets the password.
    letter = Letter.objects.get(recipient=made.email)
    assert letter.secret
    assert "Işıl" not in letter.body + letter.subject + letter.recipient_name
    link = re.search(r"http://[^/]+(/admin/password_reset/confirm/\S+)", letter.body)[1]
    client.logout()
    page = client.get(link, follow=True)
    word = "Deniz-Feneri-2026"
    done = client.post(page.request["PATH_INFO"], {"new_password1": word, "new_password2": word})
    assert done.status_code == 302
    assert client.login(username=made.username, password=word)


def test_no_office_and_no_administrator_comes_by_invitation(client):
    client.force_login(administrator())
    for role in (Role.DIRECTOR, Role.MAYOR, Role.ADMINISTRATOR):
        assert invite(client, "bora@belediye.example", role).status_code == 200
        with pytest.raises(PermissionDenied):
            invitations.invite(text="bora@belediye.example", groups=[group(role)], by=administrator())
    client.force_login(editor())
    assert invite(client, "bora@belediye.example").status_code in (302, 403)
    assert not User.objects.filter(email="bora@belediye.example").exists()


def test_one_session_sends_no_flood(monkeypatch):
    monkeypatch.setattr(invitations, "PER_DAY", 2)
    monkeypatch.setattr(invitations, "MOST_LINES", 3)
    lines = "\n".join(f"k{number}@belediye.example" for number in range(4))
    result = invitations.invite(text=lines, groups=[group(Role.EDITOR)], by=administrator())
    assert [user.email for user in result.people] == ["k0@belediye.example", "k1@belediye.example"]
    assert [line.text for line in result.refused] == ["k2@belediye.example", "k3@belediye.example"]
    assert Letter.objects.count() == 2


def test_the_list_shows_roles_second_factor_and_last_sign_in(client, settings):
    settings.REQUIRE_2FA_ROLES = ["director"]
    TOTPDevice.objects.create(user=editor(), confirmed=True, name="x")
    mudur = director()
    client.force_login(administrator())
    page = client.get("/admin/users/").text
    row = {name: re.search(rf">\s*{name}\s*<.*?</tr>", page, re.DOTALL)[0] for name in ("editor", "mudur", "yonetici")}
    assert "Editör" in row["editor"]
    assert "hiç girmedi" in row["editor"]
    assert "zorunlu, kurulmadı" in row["mudur"]
    assert ">kapalı<" in row["yonetici"]
    assert re.search(r"\d+ \w+ \d{4} \d\d\.\d\d", row["yonetici"])
    only = client.get("/admin/users/?has_app=true").text
    assert f"/admin/users/edit/{editor().pk}/" in only
    assert f"/admin/users/edit/{mudur.pk}/" not in only
