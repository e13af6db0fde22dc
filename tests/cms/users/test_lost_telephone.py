"""A sealed code is no substitute for the second factor: the other office, who hands the paper over, must not be able to
use it. And the way back for somebody whose telephone is really gone."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from cms.letters.models import Letter
from cms.users import credentials, passwords, sealed_codes, second_factor, services
from cms.users.delegation import authority_for
from cms.users.models import User
from cms.users.roles import Office
from publishing.approval.models import Decision, EvidenceRecord
from tests.cms.users.test_second_factor import code as totp
from tests.cms.users.test_second_factor import enrolled
from tests.factories import PASSWORD, administrator, bulletin, director, mayor, person, sign, submit
from tests.office import browser, hash_of, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ENROL = "/admin/ikinci-adim/kur/"
VERIFY = "/admin/ikinci-adim/dogrula/"
CLAIM = "/admin/hesabim/sahiplen/"
NEW = "yepyeni-parola-1"


@pytest.fixture(autouse=True)
def demanding(settings):
    settings.REQUIRE_2FA_ROLES = ["director", "mayor", "administrator"]


def verified(user: User) -> Client:
    client = browser(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = second_factor.app_of(user).persistent_id
    session.save()
    return client


def claim(client: Client, paper: str):
    return client.post(CLAIM, {"code": paper, "password1": NEW, "password2": NEW, "next": "/onay/"})


def a_deputy() -> User:
    deputy = person("vekil")
    services.delegate(
        office=Office.MAYOR, principal=mayor(), deputy=deputy, by=mayor(),
        starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(days=1),
    )  # fmt: skip
    return deputy


def by_password(victim: User) -> str:
    return PASSWORD


def by_mail(victim: User) -> str:
    """Whoever reads the victim's mailbox sets a password."""
    stranger = Client()
    stranger.post("/admin/password_reset/", {"email": victim.email})
    passwords.answer()
    letter = Letter.objects.get(recipient=victim.email, kind="sign_in")
    link = re.search(r"/admin/password_reset/confirm/\S+", letter.body).group(0)
    form = stranger.get(link, follow=True)
    password = "bambaska-Parola-55"
    stranger.post(form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})
    return password


@pytest.mark.parametrize("way", [by_password, by_mail])
@pytest.mark.parametrize("whose", [mayor, a_deputy])
@pytest.mark.parametrize("unknown_paper", [False, True])
def test_the_other_office_does_not_pass_somebody_s_second_factor(whose, way, unknown_paper):
    """Müdür alone, with a password of Başkan's or her mailbox: neither his own paper nor one he found helps."""
    victim = whose()
    enrolled(victim)
    enrolled(director())
    page = sign(submit(bulletin()), user=director())
    answer = verified(director()).post(reverse("users_code_issue", args=[victim.pk]), follow=True)
    assert "zaten sahiplenmiş" in answer.text
    assert not victim.sealed_codes.exists()
    with pytest.raises(PermissionDenied):
        sealed_codes.issue_code(user=victim, by=director())
    paper = sealed_codes.issue_code(user=victim, by=None) if unknown_paper else "a" * 20
    hers = Client()
    hers.post("/admin/login/", {"username": victim.username, "password": way(victim), "next": "/onay/"})
    assert hers.get("/onay/").url.startswith(VERIFY)
    assert hers.get(CLAIM).url.startswith(VERIFY)
    assert claim(hers, paper).url.startswith(VERIFY)
    assert second_factor.app_of(victim)
    assert hers.get(ENROL).url.startswith(VERIFY)
    hers.post(reverse("approval:sign", args=[waiting(page).pk]), {"seen_hash": hash_of(page)})
    page.refresh_from_db()
    assert not page.live


def test_the_rule_lives_in_the_service_too():
    """Also for an account that somebody has touched, which is not its owner's any more."""
    enrolled(mayor())
    User.objects.filter(pk=mayor().pk).update(own_at=None)
    paper = sealed_codes.issue_code(user=mayor(), by=director())
    with pytest.raises(ValidationError, match="iki adımlı doğrulama açık"):
        sealed_codes.redeem(user=mayor(), code=paper, password=NEW)
    assert second_factor.app_of(mayor())
    assert sealed_codes.redeem(user=mayor(), code=paper, password=NEW, factor_shown=True)
    assert second_factor.app_of(mayor()) is None, "whoever set one up before may have kept its secret"


def test_with_the_telephone_or_a_recovery_code_the_paper_works():
    _key, codes = enrolled(mayor())
    User.objects.filter(pk=mayor().pk).update(own_at=None)
    paper = sealed_codes.issue_code(user=mayor(), by=director())
    hers = Client()
    hers.post("/admin/login/", {"username": "baskan", "password": PASSWORD, "next": "/onay/"})
    hers.post("/admin/ikinci-adim/kurtarma/", {"code": codes[0], "next": CLAIM})
    assert claim(hers, paper).url == "/onay/"
    assert hers.get("/onay/").url.startswith(ENROL)


def test_a_telephone_that_is_gone_needs_a_third_hand_and_the_paper():
    """Administrator, the other office, and the person: the humane way, told to everybody at each step."""
    enrolled(mayor())
    enrolled(administrator())
    enrolled(director())
    User.objects.filter(pk=mayor().pk).update(own_email="baskan@eski.example")
    verified(administrator()).post(reverse("users_second_factor_reset", args=[mayor().pk]))
    assert second_factor.app_of(mayor()) is None
    assert not credentials.is_own(mayor())
    assert not authority_for(user=mayor(), office=Office.MAYOR)
    told = set(Letter.objects.filter(subject__contains="Hesap bilgisi").values_list("recipient", flat=True))
    assert {mayor().email, "baskan@eski.example", director().email} <= told
    assert EvidenceRecord.objects.filter(decision=Decision.CREDENTIAL_CHANGED, principal_id=mayor().pk).exists()
    paper = verified(director()).post(reverse("users_code_issue", args=[mayor().pk])).context["code"]
    hers = Client()
    hers.post("/admin/login/", {"username": "baskan", "password": PASSWORD, "next": "/onay/"})
    assert hers.get("/onay/").url.startswith(ENROL)
    assert claim(hers, paper).url == "/onay/"
    hers.get(ENROL)
    hers.post(ENROL, {"token": totp(hers.session["second_factor_key"]), "next": "/onay/"})
    assert hers.get("/onay/").status_code == 200
    assert authority_for(user=mayor(), office=Office.MAYOR)
