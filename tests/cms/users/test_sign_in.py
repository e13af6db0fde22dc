"""The door: the sign-in page, the lock against guessing, and the ends of a session."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.letters.models import Letter
from cms.users import middleware
from tests.factories import PASSWORD, director, editor

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


def attempt(client: Client, password: str, username: str = "editor", **extra):
    return client.post(LOGIN, {"username": username, "password": password, "next": "/admin/"}, **extra)


class TestPage:
    def test_it_is_turkish_and_ours(self, client):
        page = client.get(LOGIN).text
        for text in ("Basın Masası", "Hesabınızla giriş yapın", "Kullanıcı adı", "Parola", "Beni hatırla"):
            assert text in page
        for text in ("Sign in", "Wagtail</", "Password", "Username"):
            assert text not in page
        assert 'autocomplete="current-password"' in page
        assert "Kullanıcı adı ya da parola yanlış" in attempt(client, "x").text

    def test_the_address_asked_for_survives(self, client):
        editor()
        asked = client.get("/admin/reports/locked/?q=1")
        assert asked.url == f"{LOGIN}?next=/admin/reports/locked/%3Fq%3D1"
        done = client.post(LOGIN, {"username": "editor", "password": PASSWORD, "next": "/onay/12/"})
        assert done.url == "/onay/12/"

    def test_a_forgotten_password_comes_by_mail(self, client):
        director()
        assert client.get("/admin/password_reset/").status_code == 200
        client.post("/admin/password_reset/", {"email": director().email})
        letter = Letter.objects.get()
        assert (letter.recipient, letter.secret) == (director().email, True)


class TestGuessing:
    @pytest.fixture(autouse=True)
    def lock(self, settings):
        settings.AXES_ENABLED = True
        settings.AXES_FAILURE_LIMIT = 3

    def test_the_door_closes_for_this_name_from_this_place(self, client):
        editor()
        director()
        assert [attempt(client, f"yanlis-{n}").status_code for n in range(2)] == [200, 200]
        locked = attempt(client, "yanlis-3")
        assert locked.status_code == 429
        assert "Giriş geçici olarak kapandı" in locked.text
        assert "Üst üste 3 kez" in locked.text
        assert attempt(client, PASSWORD).status_code == 429, "also with the right password"
        assert attempt(client, PASSWORD, username="mudur").status_code == 302
        assert attempt(Client(), PASSWORD, REMOTE_ADDR="192.0.2.9").status_code == 302

    def test_a_success_forgets_the_mistakes(self, client):
        editor()
        for _round in range(2):
            for n in range(2):
                assert attempt(client, f"yanlis-{n}").status_code == 200
            assert attempt(client, PASSWORD).status_code == 302


class TestSession:
    @pytest.fixture
    def clock(self, monkeypatch):
        """Seconds that the test moves forward."""

        class Clock:
            ahead = 0

        real = middleware.time.time
        monkeypatch.setattr("cms.users.middleware.time.time", lambda: real() + Clock.ahead)
        return Clock

    def test_work_keeps_it_open_and_idleness_ends_it(self, client, clock, settings):
        settings.SESSION_IDLE_MINUTES = 30
        client.force_login(editor())
        for _quarter in range(4):
            clock.ahead += 15 * 60
            assert client.get("/admin/").status_code == 200
        clock.ahead += 31 * 60
        ended = client.get("/admin/reports/locked/?q=1")
        assert ended.url == f"{LOGIN}?next=%2Fadmin%2Freports%2Flocked%2F%3Fq%3D1&neden=sure"
        assert "Oturum süreniz doldu" in client.get(ended.url).text
        assert client.get("/admin/").url == f"{LOGIN}?next=/admin/", "the session is gone, not only hidden"

    def test_an_open_window_alone_does_not_keep_it(self, client, clock, settings):
        settings.SESSION_IDLE_MINUTES = 30
        client.force_login(editor())
        for _tick in range(3):
            clock.ahead += 14 * 60
            client.post("/admin/editing-sessions/ping/wagtailcore/page/1/")
            client.get("/admin/yukleme/durum/")
        assert client.get("/admin/").url.startswith(LOGIN)

    def test_nine_hours_are_the_end_also_of_a_busy_day(self, client, clock, settings):
        client.force_login(editor())
        for _half_hour in range(17):
            clock.ahead += 30 * 60
            assert client.get("/admin/").status_code == 200
        clock.ahead += 31 * 60
        assert client.get("/admin/").url.startswith(LOGIN)

    def test_a_form_sent_too_late_returns_to_its_page(self, client, clock):
        client.force_login(editor())
        clock.ahead = 2 * 3600
        sent = client.post("/admin/account/", {}, headers={"Referer": "http://testserver/admin/account/"})
        assert sent.url == f"{LOGIN}?next=http%3A%2F%2Ftestserver%2Fadmin%2Faccount%2F&neden=sure"
        client.force_login(editor())
        clock.ahead += 2 * 3600
        abroad = client.post("/admin/account/", {}, headers={"Referer": "https://kotu.example/"})
        assert abroad.url == f"{LOGIN}?next=%2Fadmin%2F&neden=sure"

    def test_a_script_gets_no_page(self, client, clock):
        client.force_login(editor())
        clock.ahead = 2 * 3600
        assert client.get("/admin/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403

    def test_strangers_get_no_session(self, client):
        response = client.get(LOGIN)
        assert "sessionid" not in response.cookies
