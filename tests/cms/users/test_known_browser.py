"""In whichever way the owner sets a password, the browser it was set in stays known: strangers who hammer the name lock
nobody out of it. Every other browser ends with the old password."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from cms.letters.models import Letter
from cms.users import passwords, sealed_codes
from cms.users.models import KnownDevice, User
from tests.factories import PASSWORD, director, mayor

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
NEW = "bambaska-Parola-55"


def hammer(name: str) -> None:
    for n in range(20):
        Client().post(LOGIN, {"username": name, "password": "x", "next": "/admin/"}, REMOTE_ADDR=f"203.0.113.{n + 1}")


def sign_in(client: Client, password: str):
    return client.post(
        LOGIN, {"username": "baskan", "password": password, "next": "/admin/"}, REMOTE_ADDR="198.51.100.7"
    )


def account_data(client: Client) -> dict[str, str]:
    page = client.get("/admin/account/")
    return {
        bound.html_name: bound.value()
        for panels in page.context["panels_by_tab"].values()
        for panel in panels
        for bound in panel.get_form()
        if bound.value() not in (None, False) and not hasattr(bound.value(), "storage")
    }


def in_the_settings(hers: Client) -> None:
    data = account_data(hers)
    data |= {"password-old_password": PASSWORD, "password-new_password1": NEW, "password-new_password2": NEW}
    hers.post("/admin/account/", data)


def by_letter(hers: Client) -> None:
    hers.post("/admin/logout/")
    hers.post("/admin/password_reset/", {"email": mayor().email}, REMOTE_ADDR="198.51.100.7")
    passwords.answer()
    letter = Letter.objects.get(recipient=mayor().email, kind="sign_in")
    link = re.search(r"/admin/password_reset/confirm/\S+", letter.body).group(0)
    form = hers.get(link, follow=True)
    hers.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})


def by_sealed_code(hers: Client) -> None:
    User.objects.filter(pk=mayor().pk).update(own_at=None)
    paper = sealed_codes.issue_code(user=mayor(), by=director())
    hers.post("/admin/hesabim/sahiplen/", {"code": paper, "password1": NEW, "password2": NEW})


@pytest.mark.parametrize("way", [in_the_settings, by_letter, by_sealed_code])
def test_the_browser_in_which_the_owner_sets_a_password_stays_known(way):
    mayor()
    hers, other = Client(), Client()
    sign_in(other, PASSWORD)
    sign_in(hers, PASSWORD)
    assert KnownDevice.objects.filter(user=mayor()).count() == 2
    way(hers)
    assert mayor().check_password(NEW)
    assert KnownDevice.objects.filter(user=mayor()).count() == 1, "every other one ended"
    hers.post("/admin/logout/")
    hammer("baskan")
    assert sign_in(hers, NEW).status_code == 302, "she is locked out of her own browser"
    assert sign_in(other, NEW).status_code == 429, "the other one is a stranger's again"


def test_other_changes_of_the_account_leave_every_browser():
    mayor()
    hers, other = Client(), Client()
    sign_in(other, PASSWORD)
    sign_in(hers, PASSWORD)
    before = set(KnownDevice.objects.values_list("digest", flat=True))
    hers.post("/admin/account/", account_data(hers))
    assert set(KnownDevice.objects.values_list("digest", flat=True)) == before
