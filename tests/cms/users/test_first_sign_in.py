"""The first sign-in where the second factor is asked for, the claim without it, and an installation from before."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.users import sealed_codes, services
from cms.users.delegation import authority_for
from cms.users.models import User
from cms.users.roles import Office, Role
from tests.cms.users.test_second_factor import code as totp
from tests.factories import PASSWORD, administrator, director, mayor, person

pytestmark = pytest.mark.django_db

ENROL = "/admin/ikinci-adim/kur/"
CLAIM = "/admin/hesabim/sahiplen/"


@pytest.fixture
def demanding(settings):
    settings.REQUIRE_2FA_ROLES = ["director", "mayor", "administrator"]


def new_password(code: str) -> dict[str, str]:
    return {"code": code, "password1": "yepyeni-parola-1", "password2": "yepyeni-parola-1", "next": "/onay/"}


def test_a_deputy_without_any_role_sets_up_claims_and_reaches_the_desk(demanding):
    """Başkan's deputy has no other work here, and so no access to the admin."""
    deputy = person("vekil")
    User.objects.filter(pk=deputy.pk).update(own_at=None)
    services.delegate(
        office=Office.MAYOR, principal=mayor(), deputy=deputy, by=mayor(),
        starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(days=1),
    )  # fmt: skip
    paper = sealed_codes.issue_code(user=deputy, by=mayor())
    browser = Client()
    browser.post("/admin/login/", {"username": "vekil", "password": PASSWORD, "next": "/onay/"})
    assert browser.get("/onay/").url.startswith(ENROL)
    assert browser.get(CLAIM).status_code == 200, "the paper comes before the telephone"
    assert browser.post(CLAIM, new_password(paper)).url == "/onay/"
    assert browser.get("/onay/").url.startswith(ENROL)
    assert browser.get(ENROL).status_code == 200
    done = browser.post(ENROL, {"token": totp(browser.session["second_factor_key"]), "next": "/onay/"})
    assert done.status_code == 200
    assert browser.get("/onay/").status_code == 200
    assert authority_for(user=User.objects.get(pk=deputy.pk), office=Office.MAYOR)


def test_what_is_typed_into_the_claim_is_never_an_error_page(client):
    client.force_login(person("vekil"))
    for data in (
        {},
        {"code": "\x00", "password1": "a", "password2": "b"},
        {"code": "x" * 5000, "password1": "x" * 5000, "password2": "x" * 5000},
        {
            "code": "İıŞş-" * 4,
            "password1": "yepyeni-parola-1",
            "password2": "yepyeni-parola-1",
            "next": "//kotu.example",
        },
    ):
        assert client.post(CLAIM, data).status_code in (200, 400)


@pytest.mark.parametrize("name", ["users_appointment_confirm", "users_delegation_confirm", "users_code_issue"])
def test_addresses_that_lead_nowhere(client, name):
    client.force_login(mayor())
    for number in (1, 999_999_999, 99_999_999_999_999_999_999):
        for answer in (client.get(reverse(name, args=[number])), client.post(reverse(name, args=[number]))):
            assert answer.status_code in (302, 400, 404)


class TestServer:
    def run(self, *arguments: str) -> str:
        out = io.StringIO()
        call_command("sealed_code", *arguments, stdout=out)
        return out.getvalue()

    def test_it_prints_a_code_that_works_once(self):
        first = person("ilk", Role.EDITOR)
        printed = self.run("ilk", "--office", "mayor")
        paper = printed.split(": ")[1].split()[0]
        sealed_codes.redeem(user=first, code=paper, password="yepyeni-parola-1")
        assert authority_for(user=User.objects.get(pk=first.pk), office=Office.MAYOR)
        with pytest.raises(CommandError, match="Bu makamda biri var"):
            self.run(director().username, "--office", "mayor")
        assert paper not in self.run("ilk")

    def test_refusals_are_sentences(self):
        with pytest.raises(CommandError, match="böyle bir hesap yok"):
            self.run("yok")
        administrator()
        with pytest.raises(CommandError, match="Yönetici hesabı imzalayamaz"):
            self.run("yonetici")
