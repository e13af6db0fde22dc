"""The door: the sign-in page, the lock against guessing, and the ends of a session."""

from __future__ import annotations

import io
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from cms.letters.models import Letter, LetterKind
from cms.users import door, passwords
from cms.users.models import ResetRequest, Throttle, User
from cms.users.views import sign_in
from tests.factories import PASSWORD, director, editor, mayor

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


class TestForgottenPassword:
    address = "/admin/password_reset/"

    def ask(self, email: str, client: Client | None = None, **extra):
        return (client or Client()).post(self.address, {"email": email}, **extra)

    def test_it_comes_by_a_letter_that_the_worker_carries(self, client):
        director()
        assert client.get(self.address).status_code == 200
        assert self.ask(director().email).url == f"{self.address}done/"
        assert not Letter.objects.exists()
        assert not mail.outbox
        assert passwords.answer() == 1
        letter = Letter.objects.get()
        assert (letter.recipient, letter.kind, letter.secret) == (director().email, LetterKind.SIGN_IN, True)
        link = re.search(r"http://testserver(\S+)", letter.body)[1]
        form = client.get(link, follow=True)
        done = client.post(form.redirect_chain[-1][0], {"new_password1": "yepyeni-11", "new_password2": "yepyeni-11"})
        assert done.status_code == 302
        assert User.objects.get(pk=director().pk).check_password("yepyeni-11")
        assert passwords.answer() == 0

    def test_the_answer_and_the_work_do_not_depend_on_whether_there_is_an_account(self, client):
        director()
        self.ask("ilk@x.example")  # the counts of this place and of all places are there from now on
        seen = []
        for email in (director().email, "kimse@belediye.example"):
            with CaptureQueriesContext(connection) as queries:
                answer = self.ask(email)
            tables = [re.sub(r"'[^']*'|[0-9]+", "?", query["sql"]) for query in queries]
            seen.append((answer.status_code, answer.url, answer.content, tables))
        assert seen[0] == seen[1]
        passwords.answer()
        assert Letter.objects.count() == 1

    def test_requests_are_rationed_by_address_and_by_place(self):
        director()
        for _n in range(passwords.PER_ADDRESS + 3):
            assert self.ask(director().email).status_code == 302
        assert ResetRequest.objects.count() == passwords.PER_ADDRESS
        for n in range(passwords.PER_PLACE + 3):
            self.ask(f"biri-{n}@x.example", REMOTE_ADDR="192.0.2.7")
        assert ResetRequest.objects.filter(email__startswith="biri-").count() == passwords.PER_PLACE

    def test_strangers_use_up_nobody_s_letter(self):
        """Seventy invented addresses from eight places; then somebody who works here asks."""
        for n in range(70):
            self.ask(f"kimse{n}@example.com", REMOTE_ADDR=f"203.0.113.{n // 9 + 1}")
        self.ask(director().email, REMOTE_ADDR="198.51.100.7")
        assert passwords.answer() == 71
        assert Letter.objects.filter(recipient=director().email).count() == 1

    def test_one_account_is_rationed_however_its_address_is_spelt(self):
        director()
        for _n in range(passwords.PER_ACCOUNT + 3):
            ResetRequest.objects.create(email=director().email)
        passwords.answer()
        assert Letter.objects.filter(recipient=director().email).count() == passwords.PER_ACCOUNT

    def test_wagtails_other_door_does_not_exist(self, client):
        editor()
        assert client.get("/_util/login/").status_code == 404
        assert client.post("/_util/login/", {"username": "editor", "password": PASSWORD}).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_no_other_address_signs_in(self):
        """The kind: of all addresses without a sign-in, one takes a password of the house."""
        from django.contrib.auth import views as auth_views
        from django.urls import get_resolver

        doors = []

        def walk(patterns, prefix=""):
            for pattern in patterns:
                if hasattr(pattern, "url_patterns"):
                    walk(pattern.url_patterns, prefix + str(pattern.pattern))
                elif issubclass(getattr(pattern.callback, "view_class", object), auth_views.LoginView):
                    doors.append(prefix + str(pattern.pattern))

        walk(get_resolver().url_patterns)
        reachable = {door for door in doors if resolve(f"/{door}").func.__name__ != "nowhere"}
        assert reachable == {"admin/login/"}
        assert resolve("/admin/login/").func.view_class is sign_in.SignInView


class TestGuessing:
    @pytest.fixture(autouse=True)
    def lock(self, settings):
        settings.LOGIN_FAILURE_LIMIT = 3

    def test_the_door_closes_for_this_name_from_this_place(self, client):
        editor()
        director()
        assert [attempt(client, f"yanlis-{n}").status_code for n in range(3)] == [200] * 3
        locked = attempt(client, "yanlis-4")
        assert locked.status_code == 429
        assert "Giriş geçici olarak kapandı" in locked.text
        assert "1 dakika sonra" in locked.text
        assert locked.headers["Retry-After"].isdigit()
        assert attempt(client, PASSWORD).status_code == 429, "also with the right password"
        assert attempt(client, PASSWORD, username="mudur").status_code == 302
        assert attempt(Client(), PASSWORD, REMOTE_ADDR="192.0.2.9").status_code == 302

    def test_a_success_forgets_the_mistakes(self, client):
        editor()
        for _round in range(2):
            for n in range(2):
                assert attempt(client, f"yanlis-{n}").status_code == 200
            assert attempt(client, PASSWORD).status_code == 302
            client.logout()

    def test_the_name_alone_closes_too_with_growing_pauses(self):
        editor()

        def guess(n: int):
            return attempt(Client(), f"yanlis-{n}", REMOTE_ADDR=f"198.51.100.{n}")

        for n in range(door.BY_NAME.free):
            assert guess(n).status_code == 200
        pauses = []
        for n in range(4):
            refused = guess(100 + n)
            assert refused.status_code == 429
            pauses.append(int(refused.headers["Retry-After"]))
            Throttle.objects.update(closed_until=None)
            assert guess(120 + n).status_code == 200
        assert pauses == sorted(pauses)
        assert pauses[0] <= 60 < pauses[1] <= 120 < pauses[2]
        assert guess(150).status_code == 429

    def test_a_known_device_keeps_working_whatever_others_do(self):
        mayor()
        hers = Client()
        assert attempt(hers, PASSWORD, username="baskan").status_code == 302
        hers.post("/admin/logout/")
        for n in range(40):
            attempt(Client(), f"yanlis-{n}", username="baskan", REMOTE_ADDR=f"198.51.100.{n}")
            attempt(Client(), f"yanlis-{n}", username="baskan")
        assert attempt(Client(), PASSWORD, username="baskan").status_code == 429
        assert attempt(hers, PASSWORD, username="baskan").status_code == 302

    def test_a_device_is_known_for_one_person_one_password_and_one_sign_in(self):
        mayor()
        hers = Client()
        attempt(hers, PASSWORD, username="baskan")
        name = f"{door.COOKIE}-{mayor().pk}"
        first = hers.cookies[name].value
        assert hers.cookies[name]["httponly"]
        request = RequestFactory().get("/")
        request.COOKIES = {name: first, f"{door.COOKIE}-{director().pk}": first}
        assert door.known_device(request, mayor())
        assert door.known_device(request, director()) is None
        attempt(hers, PASSWORD, username="baskan")
        assert door.known_device(request, mayor()) is None, "the token changes with each sign-in"
        request.COOKIES = {name: hers.cookies[name].value}
        fresh = mayor()
        assert door.known_device(request, fresh)
        fresh.set_password("yepyeni-parola-1")
        fresh.save()
        assert door.known_device(request, fresh) is None, "known under an older password"

    def test_a_known_device_may_not_guess_for_ever(self):
        mayor()
        stolen = Client()
        attempt(stolen, PASSWORD, username="baskan")
        answers = [attempt(stolen, f"yanlis-{n}", username="baskan").status_code for n in range(8)]
        assert answers == [200] * door.ON_DEVICE.free + [429] * (8 - door.ON_DEVICE.free)

    def test_unknown_names_are_counted_like_known_ones(self):
        known = [attempt(Client(), f"yanlis-{n}").status_code for n in range(5)]
        unknown = [attempt(Client(), f"yanlis-{n}", username="yok").status_code for n in range(5)]
        assert known == unknown == [200, 200, 200, 429, 429]

    def test_many_names_from_one_address(self):
        editor()
        for n in range(door.BY_ADDRESS.free):
            attempt(Client(), "yanlis", username=f"ad-{n}")
        assert attempt(Client(), "yanlis", username="baska").status_code == 429
        assert attempt(Client(), PASSWORD, REMOTE_ADDR="192.0.2.9").status_code == 302

    def test_the_server_opens_it(self):
        editor()
        for n in range(5):
            attempt(Client(), f"yanlis-{n}")
        call_command("open_door", "editor", stdout=io.StringIO())
        assert attempt(Client(), PASSWORD).status_code == 302


class TestSession:
    @pytest.fixture
    def clock(self, time_machine):
        """The time now, which a test may move on."""
        time_machine.move_to(timezone.now())
        return time_machine

    def test_work_keeps_it_open_and_idleness_ends_it(self, client, clock, settings):
        settings.SESSION_IDLE_MINUTES = 30
        client.force_login(editor())
        for _quarter in range(4):
            clock.shift(15 * 60)
            assert client.get("/admin/").status_code == 200
        clock.shift(31 * 60)
        ended = client.get("/admin/reports/locked/?q=1")
        assert ended.url == f"{LOGIN}?next=%2Fadmin%2Freports%2Flocked%2F%3Fq%3D1&neden=sure"
        assert "Oturum süreniz doldu" in client.get(ended.url).text
        assert client.get("/admin/").url == f"{LOGIN}?next=/admin/", "the session is gone, not only hidden"

    def test_an_open_window_alone_does_not_keep_it(self, client, clock, settings):
        settings.SESSION_IDLE_MINUTES = 30
        client.force_login(editor())
        for _tick in range(3):
            clock.shift(14 * 60)
            client.post("/admin/editing-sessions/ping/wagtailcore/page/1/")
            client.get("/admin/yukleme/durum/")
        assert client.get("/admin/").url.startswith(LOGIN)

    def test_nine_hours_are_the_end_also_of_a_busy_day(self, client, clock, settings):
        client.force_login(editor())
        for _half_hour in range(17):
            clock.shift(30 * 60)
            assert client.get("/admin/").status_code == 200
        clock.shift(31 * 60)
        assert client.get("/admin/").url.startswith(LOGIN)

    def test_a_form_sent_too_late_returns_to_its_page(self, client, clock):
        client.force_login(editor())
        clock.shift(2 * 3600)
        sent = client.post("/admin/account/", {}, headers={"Referer": "http://testserver/admin/account/"})
        assert sent.url == f"{LOGIN}?next=http%3A%2F%2Ftestserver%2Fadmin%2Faccount%2F&neden=sure"
        client.force_login(editor())
        clock.shift(2 * 3600)
        abroad = client.post("/admin/account/", {}, headers={"Referer": "https://kotu.example/"})
        assert abroad.url == f"{LOGIN}?next=%2Fadmin%2F&neden=sure"

    def test_a_script_gets_no_page(self, client, clock):
        client.force_login(editor())
        clock.shift(2 * 3600)
        assert client.get("/admin/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403

    def test_strangers_get_no_session(self, client):
        response = client.get(LOGIN)
        assert "sessionid" not in response.cookies
