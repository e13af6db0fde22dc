"""Notices to the browsers of those who sign: whom they reach, what they say, and where they are never sent."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import ssl

import pytest
from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from cms.core.addresses import is_public_ip
from cms.core.carriage import DeliveryState
from cms.core.receipt import Outcome
from cms.users.models import User
from cms.web_fetch import connection, hosts
from publishing.approval import reminders
from publishing.channels import push
from publishing.push import checks, services
from publishing.push.models import Device, Notice
from publishing.push.receivers import COOKIE
from tests import factories
from tests.publishing.push.service import HOST, FakeBrowser, PushService

pytestmark = pytest.mark.django_db


@pytest.fixture
def vapid(settings) -> str:
    out = io.StringIO()
    call_command("vapid_key", stdout=out)
    settings.VAPID_PRIVATE_KEY, settings.VAPID_SUBJECT = out.getvalue().strip(), "mailto:basin@belediye.example"
    return settings.VAPID_PRIVATE_KEY


@pytest.fixture
def service(vapid, tmp_path, monkeypatch):
    """A push service that the channel finds under ``HOST`` and trusts."""
    running = PushService(tmp_path)
    trusted = ssl.create_default_context(cafile=str(running.file))
    monkeypatch.setattr(connection.ssl, "create_default_context", lambda: trusted)
    monkeypatch.setattr(connection, "resolved", lambda place: ["127.0.0.1"])
    monkeypatch.setitem(hosts.PORTS, "https", running.port)
    yield running
    running.close()


def device(user, path="/a"):
    browser = FakeBrowser()
    # The port of the service stands in for 443.
    return browser, services.add_device(user=user, **browser.subscription(path))


def signed_in(user) -> Client:
    client = Client()
    client.get("/admin/login/")
    client.force_login(user)
    return client


def test_an_urgent_step_reaches_the_browsers_of_its_signers(service):
    director, mayor = factories.director(), factories.mayor()
    (browser, first), (_other, lost), _mayors = device(director), device(director, "/b"), device(mayor, "/c")
    page = factories.submit(factories.bulletin(title="Gizli başlık"))
    assert not Notice.objects.exists(), "what can wait is told by letter alone"
    soon = timezone.now() + dt.timedelta(hours=1)
    page = factories.submit(factories.bulletin(title="Gizli başlık", go_live_at=soon))
    state = page.current_workflow_task_state
    assert set(Notice.objects.values_list("device", flat=True)) == {first.pk, lost.pk}, "the mayor's turn comes later"

    assert services.carry_due(owner="w") == 2
    assert {path for path, _headers, _body in service.got} == {"/a", "/b"}
    headers, body = next((headers, body) for path, headers, body in service.got if path == "/a")
    said = json.loads(browser.opened(body))
    path = reverse("approval:review", args=[state.pk])
    assert said == {"title": "Basın Masası", "body": "Onayınızı bekleyen acil bir içerik var.", "url": path}
    assert b"Gizli" not in body
    assert (headers["Content-Encoding"], headers["Urgency"], headers["TTL"]) == ("aes128gcm", "high", "1800")
    token, key = headers["Authorization"].removeprefix("vapid ").split(",")
    assert key.removeprefix("k=") == push.public_key()
    claims = json.loads(push.decoded(token.removeprefix("t=").split(".")[1]))
    assert (claims["aud"], claims["sub"]) == (f"https://{HOST}", "mailto:basin@belediye.example")
    assert set(Notice.objects.values_list("state", flat=True)) == {DeliveryState.ACCEPTED}

    # It is told again while it waits; a browser that is gone is forgotten, a service in trouble is tried again.
    service.status = 410
    reminders.send_due(now=timezone.now() + dt.timedelta(minutes=31))
    services.carry_due(owner="w")
    assert list(Device.objects.filter(user=director)) == []
    service.status = 503
    _browser, kept = device(director)
    services.notify(users=[director], path=path)
    services.carry_due(owner="w")
    notice = Notice.objects.get(device=kept)
    assert (notice.state, notice.attempts) == (DeliveryState.QUEUED, 1)
    assert notice.next_attempt_at > timezone.now()
    # A newer notice takes the place of one that still waits; too old a one says nothing.
    services.notify(users=[director], path=path)
    notice = Notice.objects.get(device=kept)
    Notice.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    count = len(service.got)
    services.carry_due(owner="w")
    notice.refresh_from_db()
    assert (notice.state, len(service.got)) == (DeliveryState.SKIPPED, count)


def test_a_killed_worker_leaves_nothing_claimed(service):
    director = factories.director()
    device(director)
    services.notify(users=[director], path="/onay/")
    [row] = services.leases.lease_due(Notice.objects.due(), owner="killed", limit=5)
    Notice.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert services.sweep() == 1
    assert services.carry_due(owner="other") == 1
    assert not services.leases.mark_sending(row), "the claim of the first one is gone"
    Notice.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    services.sweep()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("status", "outcome"), [(307, Outcome.FAILED), (403, Outcome.FAILED), (429, Outcome.TEMPORARY)]
)
def test_nothing_is_followed(service, status, outcome):
    service.status = status
    browser = FakeBrowser()
    assert push.carry(push.Target(**browser.subscription()), b"x").outcome is outcome
    assert [path for path, _headers, _body in service.got] == ["/a"]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/a", "https://127.0.0.1/a", "https://[::1]/a", "https://127.1/a", "https://2130706433/a",
        "https://localhost/a", "https://u:p@push.example.com/a", "https://push.example.com:8443/a",
        "https://push.example.com/a b", "https://push.example.com/\r\nX: y", "file:///etc/passwd", "",
        "https://pu\u015fh.example.com/a", "https://push.example.com/" + "a" * 600, "https://0x7f.0.0.0x1/a",
    ],
)  # fmt: skip
def test_an_address_that_no_push_service_has_is_refused(vapid, endpoint):
    answer = signed_in(factories.director()).post(
        reverse("push_add"), FakeBrowser().subscription() | {"endpoint": endpoint}
    )
    assert (answer.status_code, Device.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "2002:0a00:0001::", "0.0.0.0",
        "224.0.0.1", "fe80::1%eth0", "100.64.0.1",
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_spoken_to(vapid, monkeypatch, address):
    found = [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", (address, 443))]
    monkeypatch.setattr(hosts.socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(connection.socket, "create_connection", lambda *args, **kwargs: pytest.fail("spoke to it"))
    receipt = push.carry(push.Target(**FakeBrowser().subscription()), b"x")
    assert receipt.outcome is Outcome.FAILED
    assert not is_public_ip(address)
    assert is_public_ip("8.8.8.8")


@pytest.mark.parametrize("wrong", [{"p256dh": "AAAA"}, {"p256dh": "!"}, {"auth": "AAAA"}, {"auth": ""}, {"p256dh": ""}])
def test_keys_that_are_none_are_refused(vapid, wrong):
    answer = signed_in(factories.director()).post(reverse("push_add"), FakeBrowser().subscription() | wrong)
    assert (answer.status_code, answer.json()["error"]) == (400, "Tarayıcınızın bildirim adresi anlaşılamadı.")


def test_a_browser_belongs_to_whoever_is_signed_in_there(vapid):
    director, mayor, browser = factories.director(), factories.mayor(), FakeBrowser()
    client = signed_in(director)
    assert "Bu telefona bildirim gönder" in client.get(reverse("push_settings")).content.decode()
    assert client.post(reverse("push_add"), browser.subscription()).json() == {"done": True}
    assert client.cookies[COOKIE]["httponly"]
    page = client.get(reverse("push_settings")).content.decode()
    assert "Bu cihaza bildirim gönderiliyor." in page
    assert reverse("push_settings") in client.get(reverse("wagtailadmin_account")).content.decode()

    # Signing out ends it; so does another person's signing in, and so does the button.
    client.post(reverse("wagtailadmin_logout"))
    assert not Device.objects.exists()
    client = signed_in(director)
    client.post(reverse("push_add"), browser.subscription())
    request = RequestFactory().post("/admin/login/")
    request.COOKIES[COOKIE] = client.cookies[COOKIE].value
    user_logged_in.send(User, request=request, user=director)
    assert Device.objects.exists()
    user_logged_in.send(User, request=request, user=mayor)
    assert not Device.objects.exists()
    client.force_login(mayor)
    client.post(reverse("push_add"), browser.subscription())
    assert Device.objects.get().user == mayor
    other = signed_in(director)
    other.post(reverse("push_add"), browser.subscription())
    assert Device.objects.get().user == director, "one browser has one owner"
    client.post(reverse("push_remove"))
    assert Device.objects.count() == 1, "what another has is not mine to remove"
    other.post(reverse("push_add"), FakeBrowser().subscription("/b"))
    other.post(reverse("push_remove"), {"hangisi": "hepsi"})
    assert not Device.objects.exists()
    for number in range(services.MOST_DEVICES + 2):
        device(director, f"/{number}")
    assert Device.objects.count() == services.MOST_DEVICES
    script = other.get(reverse("push_worker"))
    assert (script["Content-Type"], b"showNotification" in script.content) == ("text/javascript; charset=utf-8", True)


def test_without_a_key_and_for_those_who_sign_nothing_there_is_nothing(settings):
    director = factories.director()
    client = signed_in(director)
    assert client.get(reverse("push_settings")).status_code == 302
    assert reverse("push_settings") not in client.get(reverse("wagtailadmin_account")).content.decode()
    assert client.post(reverse("push_add"), FakeBrowser().subscription()).status_code == 403
    assert (services.notify(users=[director], path="/"), services.carry_due(owner="w")) == (0, 0)
    assert checks.vapid() == []
    settings.VAPID_PRIVATE_KEY, settings.VAPID_SUBJECT = "yanlış", "basin"
    assert [error.id for error in checks.vapid()] == ["push.E001", "push.E002"]
    settings.VAPID_PRIVATE_KEY = base64.urlsafe_b64encode(b"\x01" * 32).decode()
    editor = signed_in(factories.editor())
    assert editor.get(reverse("push_settings")).status_code == 302
    assert editor.post(reverse("push_add"), FakeBrowser().subscription()).status_code == 403
