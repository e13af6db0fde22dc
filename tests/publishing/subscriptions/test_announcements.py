"""A bulletin to its subscribers: only what is signed and public, once, corrected, stopped, taken back."""

import datetime as dt
import email
import email.policy

import pytest
from django.utils import timezone

from cms.core.carriage import DeliveryState
from cms.letters import services as letters
from cms.letters.models import Letter, LetterKind
from publishing.dispatch import health
from publishing.dispatch.worker import Worker
from publishing.subscriptions import announcements, services
from publishing.subscriptions.models import Announcement, AnnouncementState
from tests import factories
from tests.publishing.subscriptions.test_subscribing import subscribed

pytestmark = pytest.mark.django_db
SAID = {
    "headline": "Başlık", "summary": "Özet " * 40, "url": "https://belediye.example/b/", "number": "2026/1",
    "date": "2026-11-26", "place": "İskele", "department": "Fen İşleri", "note": "",
    "municipality": "Örnek Belediyesi",
}  # fmt: skip


def spread_all():
    while announcements.spread():
        pass


def told():
    rows = Letter.objects.filter(kind=LetterKind.SUBSCRIPTION).order_by("pk")
    return [(one.recipient.partition("@")[0], one.origin.rpartition(":")[2], one.state) for one in rows]


def arrived(recipient):
    rows = Letter.objects.filter(kind=LetterKind.SUBSCRIPTION, state=DeliveryState.QUEUED, recipient=recipient)
    assert rows.update(state=DeliveryState.ACCEPTED)


def test_the_whole_life_of_a_bulletin(monkeypatch):
    monkeypatch.setattr(announcements, "AT_ONCE", 2)
    department = factories.department()
    subscribed("her@ev.example")
    subscribed("fen@ev.example", f"mudurluk:{department.pk}")
    subscribed("park@ev.example", "mudurluk:999")
    leaver = subscribed("giden@ev.example")
    page = factories.bulletin(department=department)
    factories.submit(page)
    page = factories.sign(page, user=factories.director())
    assert not Announcement.objects.exists(), "what is not signed is told to nobody"
    page = factories.sign(page, user=factories.mayor())
    row = Announcement.objects.get()
    assert (row.kind, row.version, row.said["headline"]) == ("first", 1, page.title)
    assert announcements.announce(content=page, version=1) is None
    assert announcements.spread() == 2
    late = subscribed("sonra@ev.example", f"mudurluk:{department.pk}")
    late.confirmed_at = timezone.now() + dt.timedelta(days=1)
    late.save()
    spread_all()
    assert Announcement.objects.get().state == AnnouncementState.DONE
    assert told() == [("her", "first", "queued"), ("fen", "first", "queued"), ("giden", "first", "queued")]
    # A letter: the way out of this person, in header and text.
    letter = Letter.objects.get(recipient="giden@ev.example")
    assert str(leaver.token) in letter.unsubscribe_url
    assert letter.unsubscribe_url in letter.body
    assert page.summary in letter.body
    assert letter.secret
    # Who leaves before it is sent gets nothing, though a worker has it in hand already.
    claimed = letters.lease_due(owner="w", limit=9)
    services.leave(token=leaver.token)
    assert [letters.mark_sending(letter=one) for one in claimed if one.recipient.startswith("giden")] == [False]
    letters.give_back(owner="w")
    arrived("her@ev.example")
    # Correction: who has it hears so, whose letter still waited gets the new text as the first.
    page = factories.publish(factories.edit(page, title="Düzeltilmiş başlık", correction="Başlık düzeltildi."))
    spread_all()
    assert told() == [
        ("her", "first", "accepted"), ("fen", "first", "cancelled"),
        ("her", "correction", "queued"), ("fen", "first", "queued"),
    ]  # fmt: skip
    assert Letter.objects.get(origin__endswith=":correction").subject.startswith("DÜZELTME: Düzeltilmiş")
    assert "Başlık düzeltildi." in Letter.objects.get(origin__endswith=":correction").body
    arrived("her@ev.example")
    # Withdrawal: stops what waits, goes to whoever has it, and says nothing but the headline.
    page = factories.withdraw(page, reason="Gizli neden")
    assert told()[-1] == ("fen", "first", "cancelled")
    spread_all()
    assert told()[4:] == [("her", "withdrawal", "queued")]
    last = Letter.objects.filter(kind=LetterKind.SUBSCRIPTION).latest("pk")
    assert last.subject.startswith("GERİ ÇEKME: ")
    assert "Gizli neden" not in last.body + last.html
    assert page.summary not in last.body + last.html
    assert announcements.withdraw(content=page) is None


def test_an_embargo_holds_for_subscribers_too():
    subscribed()
    factories.publish(factories.bulletin(go_live_at=timezone.now() + dt.timedelta(days=1)))
    assert not Announcement.objects.exists()


def test_what_many_get_goes_last_and_the_worker_carries_it(inbox):
    subscribed()
    page = factories.bulletin()
    row = Announcement.objects.create(
        content_type=page.content_type, object_id=str(page.pk), version=1, kind="first", subjects=["hepsi"], said=SAID
    )
    spread_all()
    letters.write(kind=LetterKind.APPROVAL, to=[("makam@belediye.example", "")], subject="x", body="y")
    worker = Worker(poll=0)
    worker.housekeeping = lambda: None
    worker.run(drain=True)
    assert [address for address, _mail in inbox.mails][-1] == "okur@ev.example"
    mail = email.message_from_bytes(inbox.mails[-1][1], policy=email.policy.default)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/abonelik/birak/" in mail["List-Unsubscribe"]
    assert mail["From"].addresses[0].display_name == "Örnek Belediyesi"
    text = mail.get_body(("plain",)).get_content()
    assert all(len(line) <= 78 or "://" in line for line in text.splitlines())
    assert "İskele, 26 Kasım 2026" in text
    assert "Başlık" in mail.get_body(("html",)).get_content()
    assert Letter.objects.get(kind=LetterKind.SUBSCRIPTION).body == "", "its links are kept nowhere"
    assert health.late() == []
    # The worker may die anywhere: the row says for whom it was decided.
    Announcement.objects.filter(pk=row.pk).update(state=AnnouncementState.OPEN)
    spread_all()
    assert len(told()) == 1
