"""A mail server that accepts the connection and says nothing: nobody waits for it but the worker, and not for long."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import threading
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.mail import send_notification

from cms.letters import services as letters
from cms.letters.models import Letter, LetterKind
from cms.users import services as people
from cms.users.roles import Office
from publishing.channels import email as channel
from publishing.dispatch.models import Delivery, DeliveryState
from publishing.dispatch.worker import Worker
from tests import factories
from tests.factories.dispatch import MESSAGE, queue_mail
from tests.office import browser, desk_return, desk_sign, hash_of, post_edit, waiting
from tests.publishing.channels.slowserver import SlowServer

fork = multiprocessing.get_context("fork")


@pytest.fixture(params=["silent", "trickle", "silent after text", "trickle after text"])
def every_slow(request, settings):
    yield from slow_server(request.param, settings)


@pytest.fixture
def silent(settings):
    yield from slow_server("silent", settings)


def slow_server(behaviour, settings):
    server = SlowServer(behaviour)
    settings.MAIL_TRANSPORT = "publishing.channels.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.address
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 600  # only the limit of the whole mail can end it
    settings.MAIL_SECONDS = 0.5
    yield server
    server.stop()


def write_letter(number: int = 1, **values) -> None:
    values.setdefault("kind", LetterKind.APPROVAL)
    letters.write(to=[(f"kisi{number}@belediye.example", "Kişi")], subject="Konu", body="Metin", **values)


# --- Requests ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_request_connects_to_the_mail_server(silent, django_capture_on_commit_callbacks):
    editor, director, mayor = factories.editor(), factories.director(), factories.mayor()
    administrator = factories.administrator()
    press = factories.distribution_list()
    page, again = factories.bulletin(lists=[press]), factories.bulletin(lists=[press])
    to_the_press = {"send_email": "on", "distribution_lists": [press.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        for each in (page, again):
            assert post_edit(editor, each, "action-submit", **to_the_press).status_code == 302
        assert desk_return(director, waiting(again), "Tarihi düzeltelim.").status_code == 302
        assert desk_sign(director, waiting(page), hash_of(page)).status_code == 302
        assert desk_sign(mayor, waiting(page), hash_of(page)).status_code == 302
        browser(editor).post(reverse("wagtailadmin_password_reset"), {"email": editor.email})
        people.delegate(
            office=Office.MAYOR, principal=mayor, deputy=factories.person("vekil"), by=mayor,
            starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(days=1), document_number="1",
        )  # fmt: skip
        people.appoint(user=factories.person("yeni"), office=Office.DIRECTOR, by=administrator, document_number="E-2")
    page.refresh_from_db()
    assert page.live
    assert Letter.objects.count() > 5
    assert Delivery.objects.filter(channel="email", state="queued").exists()
    assert silent.connections == 0


@pytest.mark.django_db
def test_wagtails_own_notifications_become_letters(silent):
    """Nobody patches them: they ask Django's mail layer for a connection, and get one that writes rows."""
    director, page = factories.director(), factories.bulletin()
    comments = {"new_comments": [], "resolved_comments": [], "deleted_comments": [], "replied_comments": []}
    context = {"page": page, "editor": factories.editor(), **comments}
    assert send_notification([director], "updated_comments", context)
    letter = Letter.objects.get()
    assert (letter.recipient, letter.kind) == (director.email, LetterKind.OTHER)
    assert page.title in letter.subject
    assert silent.connections == 0


# --- The worker -------------------------------------------------------------------------------------------------------


def test_one_mail_ends_in_time_and_says_what_is_known(every_slow):
    mail = channel.compose(MESSAGE, channel.EmailRecipient("a@gazete.example", message_id="<bir@belediye.example>"))
    with channel.Session() as session:
        receipt = session.carry(mail)
    began = every_slow.behaviour.endswith("after text")
    assert receipt.outcome == ("unknown" if began else "temporary")
    assert receipt.unreachable
    assert receipt.detail.startswith("Posta sunucusu")
    assert every_slow.connections == 1


def test_no_text_can_begin_once_the_line_was_cut():
    """A thread that is stuck in looking up a name wakes up after we have called its mail "not sent"."""
    from publishing.channels.smtp import Line

    line = Line()
    assert line.cut() is False
    with pytest.raises(TimeoutError):
        line.begin_text()


@pytest.mark.django_db
def test_a_batch_loses_one_attempt_and_waits(every_slow):
    write_letter(1)
    write_letter(2)
    queue_mail(3)
    worker = Worker()
    worker.housekeeping = lambda: None
    assert worker.carry_batch() == 1
    assert worker.carry_batch() == 0
    assert every_slow.connections == 1
    tried = Letter.objects.exclude(attempts=0).get()
    assert tried.state == ("unknown" if every_slow.texts else "queued")
    assert set(Delivery.objects.values_list("state", "attempts")) == {("queued", 0)}
    assert not Letter.objects.due().exists()
    assert not Delivery.objects.due().exists()


@pytest.mark.django_db
def test_the_pauses_grow_and_end_with_the_first_answer(silent, monkeypatch):
    silent.stop()
    worker = Worker()
    worker.housekeeping = lambda: None
    pauses = []
    monkeypatch.setattr(worker, "_return_rest", lambda pause=None: pauses.append(pause))
    for number in range(6):
        write_letter(number)
        worker._mail_again_at = 0
        worker.carry_batch()
    assert [pause / dt.timedelta(minutes=1) for pause in pauses] == [1, 2, 4, 8, 15, 15]


@pytest.mark.django_db
def test_an_embargo_ends_on_time_while_the_mail_server_is_silent(silent, settings):
    """The worker publishes what is due while it waits for the mail server's first word."""
    settings.MAIL_SECONDS = 60
    moment = timezone.now() + dt.timedelta(hours=1)
    page = factories.publish(factories.bulletin(go_live_at=moment))
    assert not page.live
    Letter.objects.all().delete()
    write_letter()
    worker = Worker()
    worker._watch = SimpleNamespace(trouble=lambda: None)  # the hour really passes
    published = threading.Event()

    def look() -> None:
        assert silent.wait_for_connection()
        with time_machine.travel(moment + dt.timedelta(seconds=1), tick=True):
            worker._next.clear()
            Worker.housekeeping(worker)
        page.refresh_from_db()
        if page.live:
            published.set()
            silent.stop()

    worker.housekeeping = look
    assert worker.carry_batch() == 1
    assert published.is_set()
    assert Letter.objects.get(recipient="kisi1@belediye.example").state in ("queued", "unknown")


@pytest.mark.django_db
def test_trouble_of_the_database_meanwhile_does_not_lose_the_answer(inbox, monkeypatch):
    from django.db import OperationalError

    write_letter()
    worker = Worker()
    looked = threading.Event()
    inbox.before_answer = lambda address: looked.wait(30)

    def broken() -> None:
        looked.set()
        raise OperationalError("server closed the connection")

    calls = iter([broken])
    monkeypatch.setattr(worker, "housekeeping", lambda: next(calls, lambda: None)())
    assert worker.carry_batch() == 1
    assert looked.is_set()
    assert Letter.objects.get().state == DeliveryState.ACCEPTED


def carry_in_a_child() -> None:
    connections.close_all()
    worker = Worker(poll=0.01)
    worker.install_signals()
    worker._next = dict.fromkeys(("publish", "sweep", "remind", "head"), float("inf"))
    worker.run()
    connections.close_all()
    os._exit(0)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_waits_for_a_silent_server_stops_in_time(silent):
    import signal

    write_letter()
    connections.close_all()
    child = fork.Process(target=carry_in_a_child)
    child.start()
    assert silent.wait_for_connection()
    os.kill(child.pid, signal.SIGTERM)
    child.join(30)
    assert child.exitcode == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts, letter.lease_until) == (DeliveryState.QUEUED, 1, None)


@pytest.mark.django_db
def test_the_command_ends_by_itself_when_the_server_is_silent(silent, capsys):
    import signal

    write_letter()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        call_command("worker", "--drain")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert "1 gönderim işlendi." in capsys.readouterr().out
