"""The second factor through HTTP: enrolling, verifying, recovery codes, reset, and what stays closed without it."""

from __future__ import annotations

import base64
import datetime as dt
import re
import time

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from cms.users import second_factor
from cms.users.models import Delegation
from cms.users.roles import Office, Role
from tests.factories import PASSWORD, administrator, director, editor, mayor, person, superuser

pytestmark = pytest.mark.django_db

urlpatterns = [
    path("onay/<int:pk>/", lambda request, pk: HttpResponse(f"masa {pk} {request.user}")),
    path("kim/", lambda request: HttpResponse(f"kim {request.user}")),
    path("", include("cms.urls")),
]

VERIFY = "/admin/ikinci-adim/dogrula/"
ENROL = "/admin/ikinci-adim/kur/"
RECOVERY = "/admin/ikinci-adim/kurtarma/"
OVERVIEW = "/admin/ikinci-adim/"
DESK = "/onay/7/"


@pytest.fixture(autouse=True)
def desk_and_probe(settings):
    settings.ROOT_URLCONF = __name__


STEP = dt.datetime(2026, 11, 27, 10, 0, 5, tzinfo=dt.UTC)  # five seconds into a code, wherever the machine is


def code(key: str, *, ahead: int = 0) -> str:
    """What an app with ``key`` (hex) shows ``ahead`` steps of 30 s from now."""
    app = TOTP(bytes.fromhex(key))
    app.time = time.time() + 30 * ahead
    return f"{app.token():06d}"


def wrong(key: str) -> str:
    valid = {code(key, ahead=step) for step in range(-3, 4)}
    return next(f"{number:06d}" for number in range(10) if f"{number:06d}" not in valid)


def enrolled(user) -> tuple[str, list[str]]:
    """``user`` with an app whose current code is used up; its key and the recovery codes."""
    key = second_factor.new_key()
    _device, codes = second_factor.enrol(user=user, key=key, token=code(key))
    return key, codes


def sign_in(client: Client, user, target: str = "/admin/") -> HttpResponse:
    return client.post("/admin/login/", {"username": user.username, "password": PASSWORD, "next": target}, follow=False)


class TestEnrolment:
    def test_scan_confirm_and_take_the_codes_once(self, client):
        client.force_login(editor())
        page = client.get(f"{ENROL}?next={DESK}")
        picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.text)
        assert b"<svg" in base64.b64decode(picture[1])
        key = client.session["second_factor_key"]
        assert second_factor.readable_key(key) in page.text
        assert "otpauth://totp/Bas%C4%B1n%20Masas%C4%B1%3Aeditor?secret=" in page.text

        refused = client.post(ENROL, {"token": wrong(key), "next": DESK})
        assert "Kod tutmadı" in refused.text
        assert client.session["second_factor_key"] == key, "the scanned code stays good after a typing error"
        assert not TOTPDevice.objects.exists()
        assert "Kod altı rakamdan oluşur" in client.post(ENROL, {"token": "12 34"}).text

        digits = code(key)
        done = client.post(ENROL, {"token": f"{digits[:3]} {digits[3:]}", "next": DESK})
        codes = re.findall(r"<code>([a-z2-7]{5}-[a-z2-7]{5})</code>", done.text)
        assert len(set(codes)) == 10
        assert f'href="{DESK}"' in done.text
        assert "no-store" in done.headers["Cache-Control"]
        assert client.get("/admin/").status_code == 200, "who has just shown a code is verified"
        assert client.get(ENROL).url == OVERVIEW
        assert codes[0] not in client.get(OVERVIEW).text
        assert ModelLogEntry.objects.filter(action="users.second_factor_on", user=editor()).exists()

    def test_the_codes_page_does_not_lead_abroad(self, client):
        client.force_login(editor())
        client.get(ENROL)
        done = client.post(ENROL, {"token": code(client.session["second_factor_key"]), "next": "https://kotu.example/"})
        assert "kotu.example" not in done.text

    def test_the_account_page_leads_there(self, client):
        client.force_login(editor())
        page = client.get("/admin/account/").text
        assert "İki adımlı doğrulama" in page
        assert f'href="{OVERVIEW}"' in page


class TestVerification:
    def test_a_link_from_a_mail_leads_through_both_steps_to_the_desk(self, client):
        key, _codes = enrolled(director())
        to_login = sign_in(client, director(), DESK)
        assert to_login.url == DESK
        to_verify = client.get(DESK)
        assert to_verify.url == f"{VERIFY}?next=%2Fonay%2F7%2F"
        assert f'value="{DESK}"' in client.get(to_verify.url).text
        before = client.session.session_key
        done = client.post(VERIFY, {"token": code(key, ahead=1), "next": DESK})
        assert done.url == DESK
        assert client.session.session_key != before
        assert client.get(DESK).text == f"masa 7 {director()}"

    @time_machine.travel(STEP, tick=False)
    def test_a_code_is_good_once_and_mistakes_cost_time(self, client):
        key, _codes = enrolled(director())
        client.force_login(director())
        assert "daha önce kullanılmış" in client.post(VERIFY, {"token": code(key)}).text, "the enrolment's own code"
        later = code(key, ahead=1)
        assert re.search(r"\d+ saniye sonra yeniden deneyin", client.post(VERIFY, {"token": later}).text)
        TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - dt.timedelta(minutes=1))
        assert client.post(VERIFY, {"token": later}).status_code == 302
        other = Client()
        other.force_login(director())
        assert "daha önce kullanılmış" in other.post(VERIFY, {"token": later}).text
        assert other.get("/admin/").status_code == 302

    def test_next_leads_only_into_this_site(self, client):
        key, _codes = enrolled(editor())
        client.force_login(editor())
        done = client.post(VERIFY, {"token": code(key, ahead=1), "next": "//kotu.example/admin/"})
        assert done.url == "/admin/"
        assert sign_in(Client(), administrator(), "https://kotu.example/").url == "/admin/"

    @pytest.mark.parametrize(
        "address",
        [
            "/admin/",
            "/admin/pages/",
            "/admin/users/",
            "/admin/account/",
            "/admin/ikinci-adim/kodlar/",
            OVERVIEW,
            ENROL,
            "/admin/ikinci-adim/kapat/",
            "/admin/makamlar/",
            "/onay/",
            DESK,
        ],
    )
    def test_a_password_alone_opens_nothing(self, client, address):
        enrolled(administrator())
        client.force_login(administrator())
        for response in (client.get(address), client.post(address, {"password": PASSWORD})):
            assert response.status_code == 302
            assert response.url.startswith(VERIFY)
        assert client.get(address, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
        assert client.get(address, headers={"Accept": "application/json"}).status_code == 403
        assert TOTPDevice.objects.count() == 1

    def test_elsewhere_a_password_alone_is_a_stranger(self, client):
        key, _codes = enrolled(editor())
        client.force_login(editor())
        assert client.get("/kim/").text == "kim AnonymousUser"
        client.post(VERIFY, {"token": code(key, ahead=1)})
        assert client.get("/kim/").text == f"kim {editor()}"

    def test_what_signing_in_needs_stays_open(self, client):
        enrolled(editor())
        client.force_login(editor())
        for address in ("/admin/jsi18n/", "/admin/sprite/", "/admin/password_reset/"):
            assert client.get(address).status_code == 200
        client.post("/admin/logout/")
        assert client.get("/admin/").url.startswith("/admin/login/")

    def test_a_stolen_device_id_of_somebody_else_verifies_nobody(self, client):
        enrolled(editor())
        enrolled(director())
        client.force_login(director())
        session = client.session
        session["otp_device_id"] = second_factor.app_of(editor()).persistent_id
        session.save()
        assert client.get("/admin/").url.startswith(VERIFY)


class TestRecovery:
    def test_each_code_opens_once_as_people_type_it(self, client):
        _key, codes = enrolled(director())
        client.force_login(director())
        assert "Kurtarma kodu" in client.get(f"{RECOVERY}?next={DESK}").text
        typed = codes[0].upper().replace("-", " ")
        assert client.post(RECOVERY, {"code": typed, "next": DESK}).url == DESK
        assert client.get(DESK).status_code == 200
        assert "9 kurtarma kodunuz var" in client.get(OVERVIEW).text
        assert ModelLogEntry.objects.filter(action="users.recovery_code_used").count() == 1
        other = Client()
        other.force_login(director())
        assert "yanlış ya da daha önce kullanılmış" in other.post(RECOVERY, {"code": codes[0]}).text
        assert "saniye sonra" in other.post(RECOVERY, {"code": codes[1]}).text
        assert StaticToken.objects.count() == 9

    def test_somebody_elses_code_is_no_use(self, client):
        _key, codes = enrolled(editor())
        enrolled(director())
        client.force_login(director())
        assert client.post(RECOVERY, {"code": codes[0]}).status_code == 200
        assert StaticToken.objects.filter(device__user=editor()).count() == 10

    def test_new_codes_ask_for_the_password_and_end_the_old_ones(self, client):
        _key, codes = enrolled(editor())
        client.force_login(editor())
        client.post(RECOVERY, {"code": codes[0]})
        address = "/admin/ikinci-adim/kodlar/"
        assert "Parola yanlış" in client.post(address, {"password": "x"}).text
        fresh = re.findall(r"<code>([a-z2-7-]{11})</code>", client.post(address, {"password": PASSWORD}).text)
        assert len(fresh) == 10
        assert not set(fresh) & set(codes)
        assert client.get("/admin/").status_code == 200, "the session that asked stays verified"
        assert StaticToken.objects.count() == 10


class TestEnd:
    def test_one_switches_off_with_the_password(self, client):
        _key, codes = enrolled(editor())
        client.force_login(editor())
        client.post(RECOVERY, {"code": codes[0]})
        address = "/admin/ikinci-adim/kapat/"
        assert "Parola yanlış" in client.post(address, {"password": "x"}).text
        assert TOTPDevice.objects.exists()
        assert client.post(address, {"password": PASSWORD}, follow=True).status_code == 200
        assert not TOTPDevice.objects.exists()
        assert not StaticDevice.objects.exists()
        assert client.get("/admin/").status_code == 200

    def test_an_administrator_resets_on_the_record(self, client):
        enrolled(director())
        client.force_login(administrator())
        address = reverse("users_second_factor_reset", args=[director().pk])
        assert "sıfırla" in client.get(address).text
        assert TOTPDevice.objects.exists(), "a GET changes nothing"
        assert client.post(address).url == "/admin/users/"
        assert not TOTPDevice.objects.exists()
        entry = ModelLogEntry.objects.get(action="users.second_factor_reset")
        assert (entry.user, entry.object_id) == (administrator(), str(director().pk))
        assert "kurulmamış" in client.post(address).text

    def test_nobody_else_resets(self, client):
        for owner, asker in (
            (editor(), director()),
            (superuser(), administrator()),
            (administrator(), None),
        ):
            _key, codes = enrolled(owner)
            who = asker or owner
            client.force_login(who)
            if asker is None:
                client.post(RECOVERY, {"code": codes[0]})
            assert client.post(reverse("users_second_factor_reset", args=[owner.pk])).url == "/admin/"
            assert TOTPDevice.objects.filter(user=owner).exists()


class TestRequiredRoles:
    @pytest.fixture(autouse=True)
    def demanding(self, settings):
        settings.REQUIRE_2FA_ROLES = ["director", "administrator"]

    def test_members_enrol_before_anything_else(self, client):
        for user in (director(), administrator(), superuser()):
            client.force_login(user)
            for address in ("/admin/", "/admin/users/", OVERVIEW, DESK, VERIFY):
                assert client.get(address).url.startswith(f"{ENROL}?next=")
        client.force_login(director())
        assert "Göreviniz iki adımlı doğrulama istiyor" in client.get(f"{ENROL}?next={DESK}").text
        done = client.post(ENROL, {"token": code(client.session["second_factor_key"]), "next": DESK})
        assert f'href="{DESK}"' in done.text
        assert client.get(DESK).status_code == 200

    def test_others_are_left_alone(self, client):
        for user in (editor(), mayor()):
            client.force_login(user)
            assert client.get("/admin/").status_code == 200

    def test_a_deputy_counts_as_the_office(self, client):
        deputy = person("vekil", Role.EDITOR)
        client.force_login(deputy)
        assert client.get(DESK).status_code == 200
        Delegation.objects.create(
            office=Office.DIRECTOR,
            principal=director(),
            deputy=deputy,
            starts_at=timezone.now(),
            ends_at=timezone.now() + dt.timedelta(days=1),
            created_by=director(),
        )
        assert client.get(DESK).url.startswith(ENROL)

    def test_switching_off_leads_to_a_new_app_at_once(self, client):
        _key, codes = enrolled(director())
        client.force_login(director())
        client.post(RECOVERY, {"code": codes[0]})
        assert "Uygulamayı değiştir" in client.get("/admin/ikinci-adim/kapat/").text
        client.post("/admin/ikinci-adim/kapat/", {"password": PASSWORD})
        assert client.get("/admin/").url.startswith(ENROL)

    def test_a_misspelt_role_is_a_system_error(self, settings):
        settings.REQUIRE_2FA_ROLES = ["director", "mudur"]
        with pytest.raises(SystemCheckError, match=r"users\.E001.*'mudur'"):
            call_command("check", "--tag", "users")
        settings.REQUIRE_2FA_ROLES = ["director", "mayor"]
        call_command("check", "--tag", "users")
