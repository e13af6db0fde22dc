"""Who comes in as a member of the press: by link, by code, by password; what a stranger, a mail scanner, a thief of
mails and a bomber get; and that no way leads from there into the admin."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from cms.core.carriage import DeliveryState
from cms.letters.models import Letter, LetterKind
from cms.users.models import Throttle, User
from cms.website import kept
from press_archive.journalists import credentials, links, services, sessions
from press_archive.journalists.models import JournalistAccount, JournalistSession, SignInLink
from tests import factories
from tests.factories.journalists import applicant, press_account, press_browser
from tests.journeys.test_public_addresses import routes

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FORM, WAIT, OWN = "/basin/giris/", "/basin/giris/bekleyin/", "/basin/hesabim/"
WHO = "derya@kiyi.example"
PLACE = "press_archive.journalists.views.network_of_request"
# What the sign-in of the staff itself needs.
STRANGERS = ("admin/login/", "admin/password_reset/", "admin/jsi18n/", "admin/sprite/", "admin/logout/")
PASSWORD = "Dalga-ve-Kekik-12"


def asked(client=None, email=WHO):
    """A browser that asked for a link, and what the letter holds."""
    client = client or Client()
    answer = client.post(FORM, {"email": email})
    assert (answer.status_code, answer.url) == (302, WAIT)
    links.answer()
    letter = Letter.objects.filter(origin__endswith="giris").order_by("-pk").first()
    if letter is None:
        return client, None, None
    path = re.search(r"http://[^/]+(/basin/giris/baglanti/\S+)", letter.body)[1]
    return client, path, re.search(r"\b(\d{4} \d{4})\b", letter.body)[1]


def is_in(client):
    return client.get(OWN).status_code == 200


def number_at(client):
    return re.search(r"(\d{3} \d{3})</strong>", client.get(WAIT).content.decode())[1]


def test_a_link_opens_once_in_the_browser_that_asked():
    press_account()
    client, link, _code = asked(email=" Derya@Kiyi.example ")
    letter = Letter.objects.get()
    assert (letter.recipient, letter.kind, letter.secret) == (WHO, LetterKind.SIGN_IN, True)
    page = client.get(link)  # a scanner, or the owner's first look
    assert page.status_code == 200
    assert not is_in(client)
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]
    answer = client.post(link)
    assert (answer.status_code, answer.url) == (302, OWN)
    cookie = answer.cookies[settings.PRESS_SESSION_COOKIE_NAME]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/basin/", True, "Lax")
    assert is_in(client)
    assert client.get(link).status_code == client.post(link).status_code == 404
    session = JournalistSession.objects.get()
    assert session.digest not in cookie.value
    assert session.digest == sessions.digest_of(sessions.SIGNER.unsign(cookie.value))
    # Out: the row is gone, and with it the cookie's worth.
    stolen = client.cookies[settings.PRESS_SESSION_COOKIE_NAME].value
    client.post("/basin/hesabim/cikis/")
    thief = Client()
    thief.cookies[settings.PRESS_SESSION_COOKIE_NAME] = stolen
    assert not is_in(client)
    assert not is_in(thief)


def test_another_browser_needs_the_number_and_a_forwarded_mail_is_worth_nothing():
    press_account()
    client, link, _code = asked()
    other, number = Client(), number_at(client)
    assert "başka bir tarayıcıda" in other.get(link).content.decode()
    wrong = "000 000" if number != "000 000" else "111 111"
    for _try in range(4):
        assert other.post(link, {"number": wrong}).status_code == 422
    assert other.post(link, {"number": number}).status_code == 302
    assert is_in(other)
    assert not is_in(client)
    # Five wrong numbers end a link, also for whoever knows the right one afterwards.
    client, link, _code = asked(Client())
    for _try in range(5):
        other.post(link, {"number": wrong})
    assert Client().post(link, {"number": number_at(client)}).status_code == 404


def test_the_code_works_where_it_was_asked_for_and_nowhere_else():
    press_account()
    client, _link, code = asked()
    stranger, _none, _other = asked(Client(), "kimse@kiyi.example")
    wrong = {"code": code}
    assert stranger.post(WAIT, wrong).status_code == 422, "a phished code is worth nothing elsewhere"
    page = client.post(WAIT, {"code": "1" * 8 if code != "1111 1111" else "2" * 8})
    same = stranger.post(WAIT, {"code": "11111111"})
    said = [re.search(r'field__error" id="[^"]+">([^<]+)', one.content.decode())[1] for one in (page, same)]
    assert said[0] == said[1], "whether a letter was written is nobody's business"
    assert client.post(WAIT, {"code": code.replace(" ", "")}).status_code == 302
    assert is_in(client)
    assert client.post(WAIT, {"code": code}).status_code == 302, "nothing is asked for any more"


def test_links_age_and_one_that_was_used_ends_the_others():
    press_account()
    first, link, _code = asked()
    second, newer, _other = asked()
    assert second.post(newer).status_code == 302
    assert first.post(link).status_code == 404
    client, link, code = asked()
    SignInLink.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=16))
    assert client.post(link).status_code == 404
    assert client.post(WAIT, {"code": code}).status_code == 422


def test_every_address_is_answered_alike_and_nobody_is_written_to_in_a_request():
    press_account()
    pages = []
    for email in (WHO, "kimse@kiyi.example"):
        client = Client()
        client.get(FORM)
        with CaptureQueriesContext(connection) as work:
            answer = client.post(FORM, {"email": email})
        words = re.sub(r"\d{3} \d{3}|value=\"[^\"]+\"", "", client.get(WAIT).content.decode())
        pages.append((answer.status_code, answer.url, len(work), words))
    assert pages[0] == pages[1], "the same words and the same work"
    assert not Letter.objects.exists()
    assert [links.answer(), links.answer()] == [2, 0]
    assert Letter.objects.count() == 1
    assert client.post(FORM, {"email": "no address"}).status_code == 422


def test_bombing_is_rationed_for_all_processes_together(monkeypatch):
    press_account()
    for number in range(40):
        monkeypatch.setattr(PLACE, lambda request, number=number: f"10.0.0.{number}")
        Client().post(FORM, {"email": WHO})
    assert SignInLink.objects.count() == links.PER_EMAIL_AN_HOUR
    monkeypatch.setattr(PLACE, lambda request: "10.9.9.9")
    for number in range(40):
        Client().post(FORM, {"email": f"a{number}@kiyi.example"})
    assert SignInLink.objects.count() == links.PER_EMAIL_AN_HOUR + links.RATION.per_place
    # What a place has used up uses up nobody else's: a third asks for an address that was typed there in vain.
    monkeypatch.setattr(PLACE, lambda request: "10.9.9.10")
    Client().post(FORM, {"email": "a39@kiyi.example"})
    assert SignInLink.objects.filter(email="a39@kiyi.example").exists()
    assert Throttle.objects.filter(key__startswith="basin-giris").exists()


def test_passwords_are_tried_slowly_and_the_way_by_mail_stays_open():
    account = press_account()
    client = press_browser(account)
    assert client.post("/basin/hesabim/parola/", {"new_password": "kisa"}).status_code == 422
    assert client.post("/basin/hesabim/parola/", {"new_password": PASSWORD}).status_code == 302
    row = JournalistAccount.objects.get()
    assert (PASSWORD not in row.password and row.password.startswith("pbkdf2")) or "$" in row.password
    assert Letter.objects.filter(kind=LetterKind.SECURITY, recipient=WHO).count() == 1
    assert Client().post("/basin/giris/parola/", {"email": WHO.upper(), "password": PASSWORD}).status_code == 302
    other = Client()
    for _try in range(5):
        assert other.post("/basin/giris/parola/", {"email": WHO, "password": "yanlis"}).status_code == 422
    closed = other.post("/basin/giris/parola/", {"email": WHO, "password": PASSWORD})
    assert closed.status_code == 429
    assert int(closed["Retry-After"]) <= 60
    # One that nobody has is closed after as many tries.
    unknown = [Client().post("/basin/giris/parola/", {"email": "x@k.example", "password": "y"}) for _try in range(6)]
    assert [one.status_code for one in unknown] == [422] * 5 + [429]
    client, link, _code = asked(Client())
    assert client.post(link).status_code == 302
    # Taken away again, from a browser that has just come in.
    assert client.post("/basin/hesabim/parola/kaldir/").status_code == 302
    assert JournalistAccount.objects.get().password == ""


def test_the_way_in_is_changed_only_by_whoever_has_just_come_in():
    account = press_account()
    client = press_browser(account)
    JournalistSession.objects.update(created_at=timezone.now() - credentials.FRESH)
    for path in ("parola/", "adres/", "sil/"):
        answer = client.get(f"{OWN}{path}")
        assert answer.status_code == 302
        assert answer.url.startswith(f"{FORM}?sonra=")
    assert client.post("/basin/hesabim/parola/", {"new_password": PASSWORD}).status_code == 302
    assert client.post("/basin/hesabim/sil/", {"sure": "on"}).status_code == 302
    assert JournalistAccount.objects.get().is_active
    assert not JournalistAccount.objects.get().password


def test_nothing_leads_from_here_into_the_admin():
    account = press_account()
    client = press_browser(account)
    assert is_in(client)
    for path in ("/admin/", "/admin/basin-hesaplari/", "/onay/", "/admin/basin-hesaplari/1/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert "/admin/login/" in answer.url
    assert not User.objects.filter(email=WHO).exists()
    # Nor the other way round: a member of staff is a stranger here.
    staff = Client()
    staff.force_login(factories.director(), backend="django.contrib.auth.backends.ModelBackend")
    assert staff.get(OWN).status_code == 302
    # One address is never both.
    with pytest.raises(ValidationError, match="basın mensubunun hesabına"):
        User(username="x", email="Derya@kiyi.example").full_clean(exclude=["password"])


def test_a_journalist_is_a_stranger_at_every_address_of_the_admin():
    client, found = press_browser(press_account()), 0
    for route, examples in routes(get_resolver()):
        if route.startswith(("admin/", "onay/")) and not route.startswith(STRANGERS):
            found += 1
            answer = client.get(examples[0])
            assert answer.status_code == 302, route
            assert answer.url.startswith("/admin/login/"), route
    assert found > 300, "the addresses were not found"


def test_sessions_end_by_themselves_by_hand_and_with_the_account():
    account = press_account()
    client, other = press_browser(account), press_browser(account)
    _first, second = JournalistSession.objects.order_by("pk")
    client.post(f"{OWN}oturum/{second.pk}/")
    assert is_in(client)
    assert not is_in(other)
    JournalistSession.objects.update(seen_at=timezone.now() - sessions.IDLE)
    assert not is_in(client)
    client, foreign = press_browser(account), press_browser(press_account("b@b.example"))
    own = JournalistSession.objects.filter(account=account).order_by("-pk").first()
    foreign.post(f"{OWN}oturum/{own.pk}/")
    assert is_in(client), "nobody signs out somebody else"
    services.close_own(account=account)
    assert not is_in(client)
    for value in ("x", sessions.SIGNER.sign("x"), "", "a:b:c"):
        forged = Client()
        forged.cookies[settings.PRESS_SESSION_COOKIE_NAME] = value
        assert not is_in(forged)
    account = press_account("c@c.example")
    for _browser in range(sessions.MOST + 3):
        client, link, _code = asked(Client(), "c@c.example")
        assert link is None or client.post(link).status_code in (302, 404)
        Throttle.objects.all().delete()
    assert JournalistSession.objects.filter(account=account).count() == sessions.MOST


def test_the_cookie_keeps_a_page_out_of_the_cache_and_strangers_get_none(rf):
    request = rf.get("/basin/")
    assert kept.address_of(request) == "/basin/"
    request.COOKIES[settings.PRESS_SESSION_COOKIE_NAME] = "anything"
    assert kept.address_of(request) == ""
    assert [kept.address_of(rf.get(f"/basin/{path}/")) for path in ("giris", "basvuru", "hesabim")] == ["", "", ""]
    assert not Client().get("/bultenler/").cookies
    client = press_browser(press_account())
    assert client.get(OWN).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "path", ["//evil.example/basin/", "https://evil.example", "/basin/../admin/", "/admin/", "/basin/\\evil", ""]
)
def test_nobody_is_sent_away_after_the_sign_in(path):
    press_account()
    client = Client()
    client.post(f"{FORM}?sonra={path}", {"email": WHO})
    links.answer()
    link = re.search(r"http://[^/]+(/basin/giris/baglanti/\S+)", Letter.objects.get().body)[1]
    assert client.post(link).url == OWN


def test_a_link_leads_where_its_owner_wanted_and_waits_for_nobodys_letter():
    press_account()
    client = Client()
    client.post(f"{FORM}?sonra=/basin/hesabim/telefon/", {"email": WHO})
    SignInLink.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=20))
    links.answer()
    assert not Letter.objects.exists(), "a worker that slept writes no dead links"
    client.post(f"{FORM}?sonra=/basin/hesabim/telefon/", {"email": WHO})
    links.answer()
    link = re.search(r"http://[^/]+(/basin/giris/baglanti/\S+)", Letter.objects.get().body)[1]
    assert client.post(link).url == "/basin/hesabim/telefon/"
    assert Letter.objects.get().state == DeliveryState.QUEUED


def test_who_still_waits_comes_in_to_the_own_pages_only():
    account = applicant()
    client = press_browser(account)
    assert is_in(client)
    assert "basın bürosunda" in client.get(OWN).content.decode()
    request = client.get(OWN).wsgi_request
    assert request.journalist is None
    assert sessions.account_of(request) == account
    active = press_browser(press_account("b@b.example")).get(OWN).wsgi_request
    assert active.journalist is not None
    assert Client().get(OWN).wsgi_request.journalist is None
