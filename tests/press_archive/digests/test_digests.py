"""The morning digest: in which order, put together by hand, sent once and only once; alerts of what comes later."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.core.refusal import Refusal
from cms.letters.models import Letter, LetterKind
from press_archive.clippings import services as clippings
from press_archive.clippings.models import Clipping
from press_archive.digests import selectors, services
from press_archive.digests.models import Alert, Digest, DigestItem, Reader
from tests import factories
from tests.factories.clippings import clipping, outlet
from tests.office import browser

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


def at(hour: str, day: dt.date = DAY) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(hour)))


def mayor_reads() -> None:
    factories.mayor()
    Reader.objects.get_or_create(office="mayor")


def headlines(day: dt.date = DAY) -> list[str]:
    return [line.headline for line in selectors.put_together(day)[0]]


def press_letters() -> list[Letter]:
    return list(Letter.objects.filter(kind=LetterKind.PRESS).order_by("pk"))


def test_what_needs_an_answer_stands_first_then_what_is_negative_then_the_outlets():
    clipping("Çarşıda şenlik", outlet=outlet("Çınar"), tone="positive")
    clipping("Kötü", tone="negative")
    clipping("Not", needs_answer="note")
    clipping("Yalan", needs_answer="rebuttal", tone="negative")
    clipping("Cumhuriyet", outlet=outlet("Civan"))
    clipping("Yanıtlandı", outlet=outlet("Zeytin"), needs_answer="note", answered_on=DAY)
    clipping("Eski", published_on=DAY - dt.timedelta(days=4))
    assert headlines() == ["Yalan", "Not", "Kötü", "Cumhuriyet", "Çarşıda şenlik", "Yanıtlandı"]


def test_it_is_sent_at_its_time_once_also_when_the_worker_slept():
    mayor_reads()
    Reader.objects.create(user=factories.editor())
    clipping("Yalan\nYAYIN", needs_answer="rebuttal", summary="Yanlış bilgi.", text="Tam metin içeride.", page="3")
    services.send_due(now=at("06:00"))
    services.send_due(now=at("08:29"))
    assert press_letters() == []
    assert services.send_due(now=at("10:00")) == 2
    assert services.send_due(now=at("10:01")) == 0
    assert services.send_due(now=at("23:59")) == 0
    letter = press_letters()[0]
    assert {row.recipient for row in press_letters()} == {"baskan@belediye.example", "editor@belediye.example"}
    assert letter.subject == "Günlük basın özeti: 20 Kasım 2026 Cuma"
    assert "1 haber, 1 yanıt bekliyor." in letter.body
    assert "• Yalan YAYIN [tekzip bekliyor]\n  Kıyı Gazetesi, 20 Kasım 2026, s. 3\n  Yanlış bilgi." in letter.body
    assert "Tam metin içeride" not in letter.body + letter.html
    assert reverse("digests:pdf", args=["2026-11-20"]) in letter.body
    digest = Digest.objects.get()
    assert (digest.letters.count(), digest.sent_by) == (2, None)
    # The next morning has nothing new: one line, and a letter all the same.
    assert services.send_due(now=at("08:30", DAY + dt.timedelta(days=1))) == 2
    assert "Yeni haber yok." in press_letters()[-1].body
    assert Digest.objects.count() == 2


def test_without_readers_nothing_is_sent_and_readers_are_looked_at_again():
    clipping()
    services.send_due(now=at("09:00"))
    assert not Digest.objects.exists()
    with pytest.raises(Refusal):
        services.send_digest(day=DAY, user=factories.editor())
    nobody = factories.person("muhabir")
    with pytest.raises(ValidationError):
        Reader(user=nobody).full_clean()
    with pytest.raises(ValidationError):
        Reader(user=factories.editor(), office="mayor").full_clean()
    with pytest.raises(ValidationError):
        Reader().full_clean()
    reader = Reader.objects.create(user=factories.editor())
    factories.editor().groups.clear()
    assert selectors.readers_of("gets_digest") == []
    reader.delete()


def test_a_hand_puts_it_in_order_and_drops_with_a_preview():
    mayor_reads()
    user, today = factories.editor(), timezone.localdate()
    client, address = browser(user), reverse("digests:day", args=[today.isoformat()])
    first, second, third = (clipping(name, published_on=today) for name in ("Haber A1", "Haber B2", "Haber C3"))
    act = reverse("digests:arrange", args=[today.isoformat()])
    client.post(act, {"down": first.pk})
    client.post(act, {"up": third.pk})
    client.post(act, {"up": third.pk})
    assert headlines(today) == ["Haber C3", "Haber B2", "Haber A1"]
    client.post(act, {"drop": second.pk})
    page = client.get(address).content.decode()
    assert "Özete geri al" in page
    client.post(reverse("digests:annotate", args=[today.isoformat()]), {"note": "Yarın <b>tören</b> var."})
    preview = client.get(f"{address}?onizleme=1").content.decode()
    assert preview.index("Yarın &lt;b&gt;tören") < preview.index("Haber C3") < preview.index("Haber A1")
    assert "Haber B2" not in preview
    assert "Şimdi gönder" not in preview
    # What comes in meanwhile stands behind what a hand has ordered, and first if it needs an answer.
    clipping("Dört", published_on=today)
    clipping("Acele", published_on=today, needs_answer="note")
    assert headlines(today) == ["Acele", "Haber C3", "Haber A1", "Dört"]
    client.post(act, {"take": second.pk})
    client.post(act, {"drop": second.pk})
    client.post(reverse("digests:send", args=[today.isoformat()]))
    digest = Digest.objects.get(day=today)
    assert [line["headline"] for line in digest.lines] == ["Acele", "Haber C3", "Haber A1", "Dört"]
    assert digest.sent_by == user
    with pytest.raises(Refusal):
        services.move(day=today, clipping=first.pk, up=True, user=user)
    with pytest.raises(Refusal):
        services.send_digest(day=today, user=user)
    # Neither what was told nor what was dropped comes again, also not when it was deleted and brought back.
    assert headlines(today + dt.timedelta(days=1)) == []
    # The page of a sent digest stays as it was sent.
    Clipping.objects.filter(pk=third.pk).update(headline="Değişti")
    number = first.pk
    Clipping.objects.get(pk=number).delete()
    sent = client.get(address).content.decode()
    assert "Haber C3" in sent
    assert "Değişti" not in sent
    assert reverse("clippings:detail", args=[third.pk]) in sent
    assert reverse("clippings:detail", args=[number]) not in sent
    assert DigestItem.objects.filter(clipping_id=number).exists()


@pytest.mark.once
def test_who_reads_it_who_works_it_and_that_nobody_else_does():
    today = timezone.localdate()
    row = clipping(published_on=today, text="Gizli tam metin", needs_answer="note")
    scan = clippings.add_scan(clipping=row, file=ContentFile(b"%PDF-1.4"), name="s.pdf", user=factories.archivist())
    mayor_reads()
    reads = [reverse("digests:index"), *(reverse(f"digests:{one}", args=[today.isoformat()]) for one in ("day", "pdf"))]
    works = [reverse(f"digests:{one}", args=[today.isoformat()]) for one in ("arrange", "annotate", "send")]
    for who in ("editor", "archivist", "administrator", "director", "mayor", "social_editor"):
        client, worker = browser(getattr(factories, who)()), who in ("editor", "archivist", "administrator")
        answers = [client.get(address) for address in reads]
        assert {answer.status_code for answer in answers} == {200}, who
        assert "Gizli" not in answers[1].content.decode()
        assert (reverse("clippings:scan", args=[scan.pk]) in answers[1].content.decode()) is True
        assert ("Şimdi gönder" in answers[1].content.decode()) == worker, who
        assert answers[2].content.startswith(b"%PDF-1.7")
        assert "no-store" in answers[2]["Cache-Control"]
        assert (client.get(reverse("digest_readers:index")).status_code == 200) == worker, who
        if not worker:
            assert {client.post(address).status_code for address in works} == {302}, who
    for client in (Client(), browser(factories.person("muhabir"))):
        assert {client.get(address).status_code for address in reads} == {302}
        assert {client.post(address).status_code for address in works} == {302}
    assert not Digest.objects.filter(sent_at__isnull=False).exists()
    for service in (
        lambda who: services.send_digest(day=today, user=who),
        lambda who: services.annotate(day=today, note="", user=who),
    ):
        with pytest.raises(PermissionDenied):
            service(factories.mayor())
    client = browser(factories.editor())
    for day in ("2031-01-01", "2026-13-40", "dün", (today - dt.timedelta(days=1)).isoformat()):
        assert client.get(reverse("digests:day", args=[day])).status_code == 404
        assert client.post(reverse("digests:send", args=[day])).status_code == 404
    assert client.post(works[0], {"up": "9" * 30}).status_code == 404


def test_what_comes_later_and_needs_an_answer_is_told_at_once_and_once():
    mayor_reads()
    clipping("Sabahki", needs_answer="note")
    services.alert_due(now=at("08:00"))
    assert press_letters() == []  # it will stand first in the digest
    services.send_due(now=at("08:30"))
    late = clipping(
        "Akşam haberi", needs_answer="rebuttal", medium="television", programme="Kıyı Haber", text="İçeride"
    )
    clipping("Sıradan")
    assert services.alert_due(now=at("19:10")) == 1
    assert services.alert_due(now=at("19:11")) == 0
    letter = press_letters()[-1]
    assert letter.subject == "Yanıt gerekiyor (tekzip): Akşam haberi"
    assert "Kıyı Gazetesi, 20 Kasım 2026, Kıyı Haber" in letter.body
    assert "İçeride" not in letter.body
    assert list(Alert.objects.get().letters.all()) == [letter]
    # More urgent than it was told is told again; less urgent is not.
    Clipping.objects.filter(headline="Sabahki").update(needs_answer="answer")
    assert services.alert_due(now=at("20:00")) == 1
    Clipping.objects.filter(pk=late.pk).update(needs_answer="note")
    assert services.alert_due(now=at("20:01")) == 0
    # What was told at once stands in the next digest too, and is not told again.
    services.send_due(now=at("09:00", DAY + dt.timedelta(days=1)))
    assert "Akşam haberi" in press_letters()[-1].body
    assert services.alert_due(now=at("10:00", DAY + dt.timedelta(days=1))) == 0
    page = browser(factories.editor()).get(reverse("digests:index")).content.decode()
    assert "Akşam haberi" in page


def test_where_nobody_gets_a_digest_alerts_wait_for_none():
    factories.mayor()
    reader = Reader.objects.create(office="mayor", gets_digest=False)
    clipping("Yalan", needs_answer="rebuttal")
    assert services.send_due(now=at("08:30")) == 0
    assert services.alert_due(now=at("08:31")) == 1
    assert services.alert_due(now=at("08:32")) == 0
    assert [row.subject for row in press_letters()] == ["Yanıt gerekiyor (tekzip): Yalan"]
    # From the day on which somebody gets one, alerts come after it; a day that was not sent is in no list.
    Reader.objects.filter(pk=reader.pk).update(gets_digest=True)
    clipping("Bir yalan daha", needs_answer="rebuttal")
    assert services.alert_due(now=at("08:33")) == 0
    assert browser(factories.editor()).get(reverse("digests:index")).context["pages"].object_list.count() == 0
    assert services.send_due(now=at("09:00")) == 1
    assert "2 haber, 2 yanıt bekliyor." in press_letters()[-1].body


def test_a_long_digest_costs_the_same_and_its_letter_ends():
    mayor_reads()
    paper, today = outlet(), timezone.localdate()
    address = reverse("digests:day", args=[today.isoformat()])
    client, costs = browser(factories.editor()), []
    for count in (70, 330):
        Clipping.objects.bulk_create(
            Clipping(headline=f"Haber {number}", outlet=paper, outlet_name=paper.name, medium="newspaper",
                     published_on=today)
            for number in range(count)
        )  # fmt: skip
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 30
    with CaptureQueriesContext(connection) as queries:
        services.send_digest(day=today)
    assert len(queries) <= 40
    letter = press_letters()[0]
    assert "… ve 340 haber daha" in letter.body
    assert letter.html


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_digest_and_one_alert():
    mayor_reads()
    clipping(needs_answer="note")
    for work, count in ((services.send_due, 1), (services.alert_due, 2)):
        start, errors = threading.Barrier(3), []

        def run(work=work, start=start, errors=errors) -> None:
            try:
                start.wait(20)
                work(now=at("09:00"))
            except Exception as error:
                errors.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert errors == []
        assert Letter.objects.filter(kind=LetterKind.PRESS).count() == count
        clipping("Sonra", needs_answer="rebuttal")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("work", [services.send_due, services.alert_due])
def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_tells_it(work):
    mayor_reads()
    clipping(needs_answer="note")
    if work is services.alert_due:
        services.send_due(now=at("08:30"))
        clipping("Sonra", needs_answer="rebuttal")
    before = Letter.objects.count()
    connections.close_all()

    def dies() -> None:
        connections.close_all()
        real = services.write

        def write(**values):
            real(**values)
            os.kill(os.getpid(), signal.SIGKILL)

        services.write = write
        work(now=at("09:00"))
        os._exit(0)

    child = multiprocessing.get_context("fork").Process(target=dies)
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    assert Letter.objects.count() == before
    assert work(now=at("10:00")) == 1
    assert work(now=at("10:01")) == 0
    assert Letter.objects.count() == before + 1
